from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.signing import SignIn


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
