"""The secret in an invitation's link: derived from the installation's key, so that a reminder can
carry the same one, and never kept; the table holds its digest alone."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings

_BYTES = 24


def token_of(invited_id: int, known_digest: str) -> str | None:
    """The token that was given to this invitation; None when its key is gone."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _derived(key, invited_id)
        if digest(token) == known_digest:
            return token
    return None


def new_digest(invited_id: int) -> str:
    """The digest of the token that a new invitation of this id will be sent with."""
    return digest(_derived(settings.SECRET_KEY, invited_id))


def digest(token: str) -> str:
    """What is kept of a token, in hex; anything may be asked, it is never shown."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _derived(key: str, invited_id: int) -> str:
    told = hmac.new(f"asking:{key}".encode(), str(invited_id).encode(), hashlib.sha256)
    return urlsafe_b64encode(told.digest()[:_BYTES]).decode("ascii")
