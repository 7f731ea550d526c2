from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import override_settings
from requests.adapters import BaseAdapter

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access import actions as access
from balcao.service.notifications import actions, push, queries, vapid
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

NOON = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SECRET = b"0123456789abcdef"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"

pytestmark = pytest.mark.django_db


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
        point = self.browser.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def read(self, number: int = 0) -> dict[str, str]:
        body = self.requests[number].body
        assert isinstance(body, bytes)
        told = http_ece.decrypt(
            body, private_key=self.browser, auth_secret=SECRET, version="aes128gcm"
        )
        found: dict[str, str] = json.loads(told)
        return found


def served(service: PushService) -> requests.Session:
    session = requests.Session()
    session.mount("https://", service)
    return session


def subscribed(cast: Cast, service: PushService) -> None:
    secret = base64.urlsafe_b64encode(SECRET).decode().rstrip("=")
    actions.subscribe(cast.actor("marina"), ENDPOINT, service.public_key, secret, "Chromium")


def given(cast: Cast) -> str:
    ticket = cast.ticket("joao", "sac", "Mesa lascada")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    return ticket.protocol


def test_what_is_pushed_says_why_and_the_protocol_and_nothing_more(cast: Cast) -> None:
    service = PushService()
    subscribed(cast, service)
    with clock.at(NOON):
        protocol = given(cast)
        assert push.push_all(served(service)) == 1
        assert push.push_all(served(service)) == 0
    told = service.read()
    assert told["address"] == f"/desk/tickets/{protocol}/"
    assert told["tag"] == protocol
    assert "Mesa" not in json.dumps(told)
    assert "João" not in json.dumps(told)
    sent = service.requests[0]
    assert sent.headers["Content-Encoding"] == "aes128gcm"
    assert vapid.public_key() in sent.headers["Authorization"]


def test_a_browser_that_is_gone_is_forgotten(cast: Cast) -> None:
    service = PushService(410)
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        assert push.push_all(served(service)) == 0
    assert queries.browsers(cast.actor("marina")) == []


def test_a_service_that_fails_costs_the_browser_nothing(cast: Cast) -> None:
    service = PushService(500)
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        assert push.push_all(served(service)) == 0
    assert len(queries.browsers(cast.actor("marina"))) == 1
    assert queries.unseen(cast.actor("marina")) == 1


def test_nothing_is_pushed_to_who_may_no_longer_see_it(cast: Cast) -> None:
    service = PushService()
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
        push.push_all(served(service))
    assert service.requests == []


def test_a_new_signing_key_forgets_no_browser() -> None:
    with override_settings(SECRET_KEY="first", SECRET_KEY_FALLBACKS=[]):
        before = vapid.public_key()
    with override_settings(SECRET_KEY="second", SECRET_KEY_FALLBACKS=["first"]):
        assert vapid.public_key() == before
