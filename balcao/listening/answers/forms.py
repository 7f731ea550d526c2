"""The form of a link open to all: what makes it count once, and not for programs that only send.

It carries a signed note of when and for which version it was drawn. Nothing is kept of forms that
were never sent; of one that was, its digest alone, which leads to nobody.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from balcao.core import clock

LEAST_SECONDS = 2
MOST_SECONDS = 12 * 3600
_SALT = "balcao.answers.form"


class Form(NamedTuple):
    """A form that was drawn for somebody: the version it asks, and what is kept of it once sent."""

    version_id: int
    age_seconds: int
    digest: str

    @property
    def is_ripe(self) -> bool:
        """True when a person may have read it since, and it is not one of yesterday."""
        return LEAST_SECONDS <= self.age_seconds <= MOST_SECONDS


def draw(link_id: int, version_id: int) -> str:
    """A new form of this link, as the text its page carries."""
    told = [link_id, version_id, int(clock.now().timestamp()), secrets.token_hex(8)]
    return Signer(salt=_SALT).sign_object(told)


def read(told: str, link_id: int) -> Form | None:
    """What a form says; None when it is not one that was drawn for this link."""
    try:
        link, version, made_at, _once = Signer(salt=_SALT).unsign_object(told)
    except (BadSignature, ValueError, TypeError):
        return None
    if link != link_id:
        return None
    age = int(clock.now().timestamp()) - made_at
    return Form(version, age, hashlib.sha256(told.encode()).hexdigest())
