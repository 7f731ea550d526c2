"""How the mail receiver listens: read from the environment once, when it starts."""

from __future__ import annotations

import os
import ssl
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from django.conf import settings

LOOPBACK = ("127.0.0.0/8", "::1/128")
CONNECTIONS_A_STRANGER = 10
CONNECTIONS_OF_STRANGERS = 100
COMMAND_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Address, limits and trust of the receiver.

    Peers in `trusted` networks are never refused for their number; a command, the whole of DATA
    included, takes at most `seconds`.
    """

    host: str
    port: int
    max_bytes: int
    trusted: tuple[IPv4Network | IPv6Network, ...]
    tls: ssl.SSLContext | None = None
    seconds: float = COMMAND_SECONDS
    a_stranger: int = CONNECTIONS_A_STRANGER
    all_strangers: int = CONNECTIONS_OF_STRANGERS

    def is_trusted(self, peer: str) -> bool:
        """True for an address in one of the trusted networks."""
        try:
            address = ip_address(peer.split("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self.trusted)

    def is_too_many(self, peer: str, open_by_peer: Counter[str]) -> bool:
        """True when one connection more of this peer is too much; it is counted already."""
        if self.is_trusted(peer):
            return False
        if open_by_peer[peer] > self.a_stranger:
            return True
        strangers = (count for each, count in open_by_peer.items() if not self.is_trusted(each))
        return sum(strangers) > self.all_strangers


def read_settings() -> SmtpSettings:
    """The receiver's settings; ValueError or OSError in words when one of them can't be used."""
    return SmtpSettings(
        host=os.environ.get("BALCAO_SMTP_HOST") or "127.0.0.1",
        port=int(os.environ.get("BALCAO_SMTP_PORT") or 2525),
        max_bytes=settings.MAIL_MAX_BYTES,
        trusted=_trusted(),
        tls=_tls(),
    )


def _trusted() -> tuple[IPv4Network | IPv6Network, ...]:
    told = os.environ.get("BALCAO_SMTP_TRUSTED", "").replace(",", " ").split()
    try:
        return tuple(ip_network(each, strict=False) for each in told or LOOPBACK)
    except ValueError as error:
        raise ValueError(f"BALCAO_SMTP_TRUSTED: {error}.") from None


def _tls() -> ssl.SSLContext | None:
    certificate = os.environ.get("BALCAO_SMTP_TLS_CERT", "")
    key = os.environ.get("BALCAO_SMTP_TLS_KEY", "")
    if not certificate:
        return None
    for path in filter(None, (certificate, key)):
        if not Path(path).is_file():
            raise ValueError(
                f"There is no file {path} (BALCAO_SMTP_TLS_CERT, BALCAO_SMTP_TLS_KEY)."
            )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key or None)
    except ssl.SSLError as error:
        raise ValueError(f"BALCAO_SMTP_TLS_CERT, BALCAO_SMTP_TLS_KEY: {error}.") from None
    return context
