"""Where a request comes from, as the server worked it out from trusted proxies alone."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest


def place(request: HttpRequest) -> str:
    """The asker's address, for counting tries."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_here(request: HttpRequest) -> bool:
    """True when it comes from this very machine."""
    try:
        address = ip_address(place(request))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
