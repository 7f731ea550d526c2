"""The secret in the address of somebody who is asked: derived from the installation's key, so that a
reminder carries the same one, and never kept; the table holds its digest alone. Codes likewise."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

_BYTES = 24
_LINK, _CODE = "approvals.link", "approvals.code"
CODE_DIGITS = 8


def token_of(ask_id: int, decider_id: int, serial: int, known_digest: str) -> str | None:
    """The token that this person was given for this ask; None when its key is gone."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _token(key, ask_id, decider_id, serial)
        if hmac.compare_digest(digest(token), known_digest):
            return token
    return None


def new_digest(ask_id: int, decider_id: int, serial: int) -> str:
    """The digest of the token that this person will be sent for this ask."""
    return digest(_token(settings.SECRET_KEY, ask_id, decider_id, serial))


def digest(token: str) -> str:
    """What is kept of a token, in hex; anything may be asked, it is never shown."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_code() -> str:
    """A code of eight digits, by chance."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_digest(ask_id: int, serial: int, code: str) -> str:
    """What is kept of a code: without the installation's key nobody finds it by trying all."""
    told = f"{ask_id}:{serial}:{''.join(c for c in code if c.isascii() and c.isdigit())}"
    return _mac(settings.SECRET_KEY, _CODE, told).hex()


def _token(key: str, ask_id: int, decider_id: int, serial: int) -> str:
    told = _mac(key, _LINK, f"{ask_id}:{decider_id}:{serial}")
    return urlsafe_b64encode(told[:_BYTES]).decode("ascii")


def _mac(key: str, purpose: str, told: str) -> bytes:
    return hmac.new(f"{purpose}:{key}".encode(), told.encode(), hashlib.sha256).digest()
