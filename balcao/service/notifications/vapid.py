"""The key by which push services know this desk (RFC 8292).

It is derived from the oldest signing key still valid, so that every node has the same one, nothing
more is to be kept, and a new signing key forgets no browser.
"""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

# Order of the group of P-256 (SEC 2, 2.4.2). Sixty-four bits more than it has make the bias of the
# remainder negligible (FIPS 186-5, A.2.1).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BYTES = 32 + 8


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    told = HKDF(SHA256(), _BYTES, salt=None, info=b"balcao web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(told, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def key() -> Vapid02:
    """The desk's key, for signing."""
    return Vapid02(private_key=_private([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]))


def public_key() -> str:
    """What a browser needs to subscribe: the public point, uncompressed, in base64url."""
    point = key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")
