"""A small identity provider of a company: discovery, token and userinfo, on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Provider:
    """What it says of whoever signs in there; `asked` holds the token requests it got."""

    address: str
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)


@contextmanager
def provider() -> Iterator[Provider]:
    """A running identity provider."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    told = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    server.told = told  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told: Provider = self.server.told  # type: ignore[attr-defined]
        if self.path.startswith("/.well-known/"):
            self._answer(
                {
                    "issuer": told.address,
                    "authorization_endpoint": f"{told.address}/authorize",
                    "token_endpoint": f"{told.address}/token",
                    "userinfo_endpoint": f"{told.address}/userinfo",
                    "jwks_uri": f"{told.address}/keys",
                }
            )
        else:
            self._answer(told.claims)

    def do_POST(self) -> None:
        told: Provider = self.server.told  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told.asked.append(parse_qs(body.decode()))
        self._answer({"access_token": "a", "token_type": "Bearer", "expires_in": 60})

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *told: Any) -> None:  # noqa: A002
        """Say nothing."""
