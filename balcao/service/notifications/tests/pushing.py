"""A push service and a browser behind it, for tests: the wire alone is not real."""

from __future__ import annotations

import base64
import json
from typing import Any

import http_ece
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.sessions.backends.db import SessionStore
from requests.adapters import BaseAdapter

from balcao.register.access import actions as access
from balcao.service.notifications import actions
from tests.cast import Cast

SECRET = b"0123456789abcdef"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


class PushService(BaseAdapter):
    """The wire of a push service: it keeps what it is sent and decrypts it as the browser would."""

    def __init__(self, status: int = 201) -> None:
        super().__init__()
        self.status = status
        self.requests: list[requests.PreparedRequest] = []
        self.browser = ec.generate_private_key(ec.SECP256R1())

    def send(self, request: requests.PreparedRequest, *args: Any, **named: Any) -> Any:
        self.requests.append(request)
        response = requests.Response()
        response.status_code = self.status
        response._content = b""
        return response

    def close(self) -> None:
        pass

    @property
    def public_key(self) -> str:
        """The browser's key, as it tells it to the desk."""
        point = self.browser.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def read(self, number: int = 0) -> dict[str, str]:
        """What the browser reads of one request."""
        body = self.requests[number].body
        assert isinstance(body, bytes)
        told = http_ece.decrypt(
            body, private_key=self.browser, auth_secret=SECRET, version="aes128gcm"
        )
        found: dict[str, str] = json.loads(told)
        return found


def served(service: PushService) -> requests.Session:
    """What carries requests to this service instead of the network."""
    session = requests.Session()
    session.mount("https://", service)
    return session


def session(cast: Cast, name: str = "marina") -> str:
    """The key of a session in which this person is signed in."""
    store = SessionStore()
    store.create()
    assert store.session_key is not None
    access.record_session(cast.actor(name), store.session_key, "strong", "")
    return store.session_key


def subscribed(cast: Cast, service: PushService, session_key: str = "") -> str:
    """Marina is told in the browser behind this service; the key of her session there."""
    secret = base64.urlsafe_b64encode(SECRET).decode().rstrip("=")
    key = session_key or session(cast)
    actions.subscribe(cast.actor("marina"), key, ENDPOINT, service.public_key, secret, "Chromium")
    return key
