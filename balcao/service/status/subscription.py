"""What subscriptions of status are made of: signed links, and the address of each side.

An address alone is known only once its mailbox has said yes: until then nothing is kept. A link out
says for whom it is, so that the way back needs no list of those who left.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

from balcao.core.errors import NotFound

ASKED_FOR = timedelta(days=2)
_ASKED, _OUT = "balcao.status.asked", "balcao.status.out"
# A work address reaches who works here, a private one the customer; of a subscriber `s`.
ADDRESS = """
SELECT h.value FROM people_handle h
WHERE h.person_id = s.person_id AND h.channel = 'email' AND h.verified_at IS NOT NULL
    AND h.is_work = (s.side = 'internal')
ORDER BY h.is_primary DESC, h.id LIMIT 1
"""


class Asker(NamedTuple):
    """Who may be told: a person as a side, or an address with the language of its page."""

    person_id: int | None
    side: str
    address: str
    language: str


def asked(address: str, language: str) -> str:
    """What a link is made of by which a mailbox says yes; it holds for `ASKED_FOR`."""
    return signing.dumps([address, language], salt=_ASKED)


def read_asked(token: str) -> Asker:
    """Which mailbox says yes; NotFound for what is too old or made up."""
    try:
        address, language = signing.loads(token, salt=_ASKED, max_age=ASKED_FOR)
    except signing.BadSignature:
        raise NotFound() from None
    return Asker(None, "", address, language)


def way_out(person_id: int | None, told: str) -> str:
    """The address at which a person as this side, or this address alone, leaves."""
    return f"{settings.BASE_URL}/status/avisos/sair/{out(person_id, told)}/"


def out(person_id: int | None, told: str) -> str:
    """What the link out is made of; it holds for good."""
    return signing.dumps([person_id, told], salt=_OUT)


def read_out(token: str) -> Asker:
    """Who leaves; NotFound for what is made up."""
    try:
        person_id, told = signing.loads(token, salt=_OUT)
    except signing.BadSignature:
        raise NotFound() from None
    return Asker(person_id, told, "", "") if person_id else Asker(None, "", told, "")
