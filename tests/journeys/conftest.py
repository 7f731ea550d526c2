from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from balcao.web.hats import KEY
from tests.cast import Cast

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_outbox(outbox: None) -> None:
    """Every mail found is of this test."""


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """A browser in which this person is signed in, strongly unless told otherwise."""

    def opened(name: str, level: str = "strong", hat: str = "") -> Client:
        session = SessionStore()
        session[KEY] = {
            "person": cast.people[name].pk,
            "level": level,
            "handle": cast.handle(name).pk,
            **({"hat": hat} if hat else {}),
        }
        session.create()
        client = Client()
        client.cookies["sessionid"] = session.session_key or ""
        return client

    return opened
