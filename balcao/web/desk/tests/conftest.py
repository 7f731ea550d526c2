from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from balcao.web.hats import KEY
from tests.cast import Cast

SignIn = Callable[[str], Client]
PART = {"HX-Request": "true"}


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


@pytest.fixture
def marina(sign_in: SignIn) -> Client:
    """Marina's browser: an agent of SAC."""
    return sign_in("marina")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement asked of the database inside."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
