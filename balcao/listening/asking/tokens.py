"""The secret in the address of an invitation or of a link open to all: derived from the
installation's key, so that a reminder or a second print carries the same one, and never kept; the
tables hold its digest alone."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings

_BYTES = 24
_INVITED, _LINK = "asking", "asking.link"


def token_of(invited_id: int, known_digest: str) -> str | None:
    """The token that was given to this invitation; None when its key is gone."""
    return _given(_INVITED, invited_id, known_digest)


def new_digest(invited_id: int) -> str:
    """The digest of the token that a new invitation of this id will be sent with."""
    return digest(_derived(_INVITED, settings.SECRET_KEY, invited_id))


def link_token(link_id: int, known_digest: str) -> str | None:
    """The token that this link was opened with; None when its key is gone."""
    return _given(_LINK, link_id, known_digest)


def new_link_digest(link_id: int) -> str:
    """The digest of the token that a new link of this id is shown with."""
    return digest(_derived(_LINK, settings.SECRET_KEY, link_id))


def digest(token: str) -> str:
    """What is kept of a token, in hex; anything may be asked, it is never shown."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _given(purpose: str, number: int, known_digest: str) -> str | None:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _derived(purpose, key, number)
        if digest(token) == known_digest:
            return token
    return None


def _derived(purpose: str, key: str, number: int) -> str:
    told = hmac.new(f"{purpose}:{key}".encode(), str(number).encode(), hashlib.sha256)
    return urlsafe_b64encode(told.digest()[:_BYTES]).decode("ascii")
