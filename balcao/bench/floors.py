"""The floor of a page: its own statements on a bare connection, its rows through its template."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import jinja2
import psycopg
from django.db import connection
from django.test import Client

from balcao.config.environment import PREPARED_AFTER
from balcao.core.sql import address

from .load import Figures, figures

ROUNDS = 120
_RIGHTS = ("django_session", "FROM people_person p LEFT JOIN access_user")
_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
_QUEUE = "procrastinate"


@dataclass(slots=True)
class Recorded:
    """What one request did: statements with parameters, and templates with what they were given."""

    status: int = 0
    statements: list[tuple[str, Any]] = field(default_factory=list)
    renderings: list[tuple[jinja2.Template, dict[str, Any]]] = field(default_factory=list)

    @property
    def own(self) -> list[tuple[str, Any]]:
        """The statements above session, rights and the marks of transactions."""
        return [
            (sql, params)
            for sql, params in self.statements
            if not sql.lstrip().startswith(_TRANSACTION)
            and not any(mark in sql for mark in _RIGHTS)
        ]


def record(
    session: str, path: str, fields: dict[str, str] | None = None, **headers: str
) -> Recorded:
    """Run one request in this process and write down what it does."""
    client = Client(headers=headers or None)
    client.cookies["sessionid"] = session
    recorded = Recorded()
    with _statements(recorded), _renderings(recorded):
        if fields is None:
            response = client.get(path, HTTP_HOST="127.0.0.1")
        else:
            response = client.post(path, fields, HTTP_HOST="127.0.0.1")
    recorded.status = response.status_code
    return recorded


def floor(several: Sequence[Recorded], rounds: int = ROUNDS) -> Figures:
    """What the same statements and renderings cost with nothing around them, in turn.

    Statements that write are committed; jobs, which can't be put twice, are left out.
    """
    writes = any(_writes(sql) for one in several for sql, _params in one.own)
    with bare(autocommit=not writes) as connected:
        prepared = [(_repeatable(connected, one.own), one.renderings) for one in several]
        taken = []
        for statements, renderings in islice(cycle(prepared), rounds):
            started = time.perf_counter()
            _execute(connected, statements)
            connected.commit()
            for template, context in renderings:
                template.render(context)
            taken.append(time.perf_counter() - started)
    return figures(taken, sum(taken))


def _writes(sql: str) -> bool:
    return sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))


def _execute(bare: psycopg.Connection[Any], statements: Sequence[tuple[str, Any]]) -> None:
    for sql, params in statements:
        cursor = bare.execute(sql, params)
        if cursor.description:
            cursor.fetchall()


def _repeatable(
    bare: psycopg.Connection[Any], statements: Sequence[tuple[str, Any]]
) -> list[tuple[str, Any]]:
    found = []
    for sql, params in statements:
        if _QUEUE in sql:
            continue
        try:
            with bare.transaction():
                _execute(bare, [(sql, params)])
        except psycopg.Error:
            continue
        found.append((sql, params))
    bare.commit()
    return found


@contextmanager
def bare(*, autocommit: bool) -> Iterator[psycopg.Connection[Any]]:
    """A connection with nothing of Django around it."""
    opened = psycopg.connect(**address(), autocommit=autocommit, prepare_threshold=PREPARED_AFTER)
    with opened:
        yield opened


@contextmanager
def _statements(recorded: Recorded) -> Iterator[None]:
    def write_down(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        recorded.statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write_down):
        yield


@contextmanager
def _renderings(recorded: Recorded) -> Iterator[None]:
    real = jinja2.Template.render

    def render(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        context = dict(*args, **kwargs)
        recorded.renderings.append((self, context))
        return real(self, context)

    jinja2.Template.render = render  # type: ignore[method-assign]
    try:
        yield
    finally:
        jinja2.Template.render = real  # type: ignore[method-assign]
