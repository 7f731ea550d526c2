"""Who really asks: forwarded addresses are believed only from the proxies named in the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from .environment import WrongSetting

Network = IPv4Network | IPv6Network


def networks(told: Iterable[str]) -> list[Network]:
    """The networks named, each an address or a range; WrongSetting for what is neither."""
    try:
        return [ip_network(one, strict=False) for one in told]
    except ValueError as error:
        raise WrongSetting(f"BALCAO_TRUSTED_PROXIES: {error}.") from None


def origin(
    peer: str, scheme: str, headers: Sequence[tuple[bytes, bytes]], trusted: Sequence[Network]
) -> tuple[str, str]:
    """Address and scheme of the asker: the nearest one that is no trusted proxy.

    A trusted proxy appends what it saw on the right, so the list is read from there.
    """
    if not _is_trusted(peer, trusted):
        return peer, scheme
    address = peer
    for hop in reversed(_values(headers, b"x-forwarded-for")):
        if not _is_address(hop):
            break
        address = hop
        if not _is_trusted(hop, trusted):
            break
    protocols = [
        word for word in _values(headers, b"x-forwarded-proto") if word in ("http", "https")
    ]
    return address, protocols[-1] if protocols else scheme


def _is_address(told: str) -> bool:
    try:
        ip_address(told)
    except ValueError:
        return False
    return True


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in trusted)


def _values(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> list[str]:
    joined = b",".join(value for key, value in headers if key == name).decode("latin-1")
    return [word.strip() for word in joined.split(",") if word.strip()]
