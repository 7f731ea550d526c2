"""Tests reach nothing but this machine: any other address is refused where Python connects."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

LOCAL_NAMES = {"", "localhost", "ip6-localhost"}


class NetworkUsed(Exception):
    """A test tried to reach another machine."""


def refuse() -> None:
    """From now on refuse connections and look-ups that leave this machine, until the process ends."""
    sys.addaudithook(_watch)


def _watch(event: str, told: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"} and isinstance(told[1], tuple):
        _require_local(told[1][0])
    elif event == "socket.getaddrinfo":
        _require_local(told[0])


def _require_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in LOCAL_NAMES:
        return
    try:
        if ipaddress.ip_address(name.split("%")[0]).is_loopback or name in {"0.0.0.0", "::"}:
            return
    except ValueError:
        pass
    raise NetworkUsed(f"Tests run offline, and this one asked for {name!r}.")
