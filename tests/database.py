"""The tests' databases: one migrated template, copied for each session, on a server without fsync."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from balcao.config.postgres import running, socket_folder

PROJECT = Path(__file__).resolve().parent.parent
SERVER_FOLDER = PROJECT / "build" / "tests"
TEMPLATES_KEPT = 4
LOCK = 0xBA1CA0


@contextmanager
def server() -> Iterator[str]:
    """The address of a server to test on: BALCAO_TEST_DATABASE_URL, or the embedded one, running."""
    told = os.environ.get("BALCAO_TEST_DATABASE_URL", "")
    if told:
        yield told
        return
    before = os.environ.pop("DATABASE_URL", None)
    try:
        with running(SERVER_FOLDER, durable=False):
            folder = quote(str(socket_folder(SERVER_FOLDER)), safe="")
            yield f"postgresql://balcao@/postgres?host={folder}"
    finally:
        if before is not None:
            os.environ["DATABASE_URL"] = before


@contextmanager
def fresh(address: str, worker: str) -> Iterator[str]:
    """The address of a new migrated database on that server, dropped afterwards."""
    name = f"test_{os.getpid()}_{worker}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop_left_behind(connection)
        template = _template(connection, address)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    try:
        yield named(address, name)
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            drop(connection, name)


def named(address: str, database: str) -> str:
    """The same server's address with another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def _template(connection: psycopg.Connection[tuple[object, ...]], address: str) -> str:
    name = f"template_{digest()}"
    known = [
        str(row[0])
        for row in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%' AND NOT datistemplate ORDER BY oid"
        )
    ]
    if name in known:
        return name
    for old in known[: 1 - TEMPLATES_KEPT]:
        drop(connection, old)
    half = f"half_{name}"
    drop(connection, half)
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(half))
    )
    _migrate(named(address, half))
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name))
    )
    return name


def _migrate(address: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    from balcao.config.migrating import migrate

    point_django_to(address)
    migrate()
    call_command("createcachetable", verbosity=0)
    connections.close_all()


def point_django_to(address: str) -> None:
    """From now on Django, and every program started from here, uses that database."""
    from django.db import connection

    from balcao.config import environment

    os.environ["DATABASE_URL"] = address
    connection.close()
    connection.settings_dict.update(environment.database(environment.data_folder()))


def digest() -> str:
    """Of everything that the tables follow from."""
    files = sorted(PROJECT.glob("balcao/**/migrations/**/*.py"))
    parts = [f"{file.relative_to(PROJECT)}\n{file.read_text()}" for file in files]
    parts += [version(name) for name in ("django", "django-allauth", "procrastinate")]
    parts.append((PROJECT / "balcao" / "config" / "settings.py").read_text())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _drop_left_behind(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    for (name,) in connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%%'"
    ):
        pid = str(name).split("_")[1]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            drop(connection, str(name))


def drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop it at once; an autovacuum at work there may only be ended by the plain form. What is in
    use even so is left behind, for the next run to drop."""
    plain = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        connection.execute(plain + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        with suppress(psycopg.errors.ObjectInUse):
            connection.execute(plain)
