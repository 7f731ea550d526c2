from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from balcao.web.hats import KEY
from tests.cast import Cast

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """A browser in which this person is signed in with every hat."""

    def opened(name: str) -> Client:
        session = SessionStore()
        person = cast.people[name]
        session[KEY] = {"person": person.pk, "level": "strong", "handle": cast.handle(name).pk}
        session.create()
        client = Client()
        client.cookies["sessionid"] = session.session_key or ""
        return client

    return opened
