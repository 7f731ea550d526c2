"""Forwarded addresses are believed only from the proxies of the settings."""

from __future__ import annotations

import pytest

from balcao.config.environment import WrongSetting
from balcao.config.proxies import networks, origin

TRUSTED = networks(["10.0.0.0/8", "::1"])


def told(*addresses: str, protocol: str = "") -> list[tuple[bytes, bytes]]:
    """Headers as a chain of proxies writes them."""
    headers = [(b"x-forwarded-for", address.encode()) for address in addresses]
    return headers + ([(b"x-forwarded-proto", protocol.encode())] if protocol else [])


@pytest.mark.parametrize(
    ("peer", "headers", "seen"),
    [
        ("203.0.113.9", told("1.1.1.1", protocol="https"), ("203.0.113.9", "http")),
        ("10.0.0.1", told("203.0.113.9", protocol="https"), ("203.0.113.9", "https")),
        ("10.0.0.1", told("6.6.6.6, 203.0.113.9"), ("203.0.113.9", "http")),
        ("10.0.0.1", told("6.6.6.6", "203.0.113.9, 10.0.0.2"), ("203.0.113.9", "http")),
        ("10.0.0.1", told(), ("10.0.0.1", "http")),
        ("10.0.0.1", told("10.0.0.3"), ("10.0.0.3", "http")),
        ("10.0.0.1", told("203.0.113.9, unknown"), ("10.0.0.1", "http")),
        ("::1", told("2001:db8::7", protocol="gopher"), ("2001:db8::7", "http")),
        ("", told("1.1.1.1"), ("", "http")),
    ],
)
def test_the_nearest_untrusted_hop_is_the_asker(
    peer: str, headers: list[tuple[bytes, bytes]], seen: tuple[str, str]
) -> None:
    assert origin(peer, "http", headers, TRUSTED) == seen


def test_without_trusted_proxies_nothing_is_believed() -> None:
    assert origin("127.0.0.1", "http", told("1.1.1.1", protocol="https"), []) == (
        "127.0.0.1",
        "http",
    )


def test_a_wrong_proxy_is_refused_in_words() -> None:
    with pytest.raises(WrongSetting, match="BALCAO_TRUSTED_PROXIES"):
        networks(["not-an-address"])
