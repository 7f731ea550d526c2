"""The way out: a customer who does not want to be mailed announcements any more says so by a link."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import transaction

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import row
from balcao.core.text import N_
from balcao.register.people.models import Side
from balcao.register.profile.actions import prefer
from balcao.register.profile.models import Matter

ORIGIN = N_("by the link of an announcement")
SALT = "balcao.announcements.leaving"
_REFUSED = """
SELECT EXISTS (SELECT FROM profile_preference n WHERE n.person_id = %(person)s
    AND n.matter = 'announced' AND n.side = 'external' AND n.superseded_at IS NULL
    AND NOT n.is_wanted) AS is_refused
"""
_NOW = """
SELECT p.id, p.language FROM people_person o
JOIN people_person p ON p.id = coalesce(o.merged_into_id, o.id) WHERE o.id = %(person)s
"""


def token(person_id: int) -> str:
    """What the way out of this person is made of; it holds for good, and opens nothing else."""
    return _signer().sign(str(person_id))


def address(person_id: int) -> str:
    """The address at which this person asks for no more."""
    return f"{settings.BASE_URL}/comunicados/sair/{token(person_id)}/"


def language(told: str) -> str:
    """The language of whom this token was made for; NotFound for a token of nobody."""
    found = _person(told)[1]
    return found or settings.LANGUAGE_CODE


def has_left(told: str) -> bool:
    """True when whom this token was made for is mailed no more; NotFound for a token of nobody."""
    found = row(_REFUSED, {"person": _person(told)[0]})
    return found is not None and bool(found["is_refused"])


@transaction.atomic
def choose(told: str, *, is_wanted: bool) -> None:
    """The holder of the token is mailed announcements as a customer, or is not, from now on."""
    person = _person(told)[0]
    prefer(
        Actor(person_id=person),
        person,
        Matter.ANNOUNCEMENTS,
        Side.EXTERNAL,
        is_wanted=is_wanted,
        origin=ORIGIN,
    )


def _person(told: str) -> tuple[int, str]:
    """Whom the token was made for: two who turned out to be one are that one."""
    try:
        number = int(_signer().unsign(told))
    except (signing.BadSignature, ValueError):
        raise NotFound() from None
    found = row(_NOW, {"person": number})
    if found is None:
        raise NotFound()
    return found["id"], found["language"]


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
