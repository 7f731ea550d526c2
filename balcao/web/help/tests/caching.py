"""A cache between browsers and the desk, shared by all of them, as RFC 9111 lets one be."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.test import Client

Headers = dict[str, str]


class Stored(NamedTuple):
    """An answer that may be handed to others, under what it varies by."""

    varying: dict[str, str]
    body: bytes
    mark: str


class SharedCache:
    """Stores all that it may, and hands it to whoever asks alike, asking first whether it still holds."""

    def __init__(self) -> None:
        self.stored: dict[str, list[Stored]] = {}
        self.handed = 0

    def get(self, client: Client, path: str, **headers: str) -> bytes:
        """What somebody gets for this address, through the cache."""
        asked = {name.lower().replace("_", "-"): value for name, value in headers.items()}
        cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        told = {**asked, "cookie": cookies}
        for one in self.stored.get(path, []):
            if all(told.get(name, "") == value for name, value in one.varying.items()):
                again = client.get(path, headers={**asked, "If-None-Match": one.mark})
                if again.status_code == 304:
                    self.handed += 1
                    return one.body
                return self._keep(path, told, again)
        return self._keep(path, told, client.get(path, headers=asked))

    def _keep(self, path: str, told: Headers, response: Any) -> bytes:
        body: bytes = response.content
        rule = response.get("Cache-Control", "")
        if response.status_code == 200 and re.search(r"\bpublic\b", rule) and "ETag" in response:
            assert not response.cookies, "what is shared sets no cookie"
            names = [name.strip().lower() for name in response.get("Vary", "").split(",")]
            assert "*" not in names
            varying = {name: told.get(name, "") for name in names if name}
            kept = [one for one in self.stored.get(path, []) if one.varying != varying]
            self.stored[path] = [*kept, Stored(varying, body, response["ETag"])]
        return body
