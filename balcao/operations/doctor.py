"""Looks at everything the desk stands on and says, line by line, what is well and what isn't."""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import stat
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from balcao import __version__
from balcao.config import environment, lock, usable
from balcao.config.postgres import ServerFailed, running

PACKAGE = Path(__file__).resolve().parent.parent
ROOM_NEEDED = 200_000_000
ROOM_WISHED = 1_000_000_000

Say = Callable[[str], None]
Found = Iterator[tuple[bool, str]]


def examine(data: Path, say: Say) -> int:
    """Say what was found; 0 when all is well, else 1."""
    is_well = True
    for is_good, words in _everything(data):
        is_well &= is_good
        say(f"{'ok  ' if is_good else 'BAD '} {words}")
    return 0 if is_well else 1


def _everything(data: Path) -> Found:
    yield True, f"Balcão {__version__}, Python {platform.python_version()}"
    yield from _files_of_the_package()
    faults = list(_settings())
    yield from faults
    yield from _folder(data)
    yield from _ports(data)
    has_database = data.exists() or bool(environment.text("DATABASE_URL"))
    if has_database and all(is_good for is_good, _words in faults):
        try:
            with running(data):
                yield from _database()
        except ServerFailed as error:
            yield False, str(error)


def _files_of_the_package() -> Found:
    built = PACKAGE / "web" / "static" / "dist" / "manifest.json"
    yield (
        built.exists(),
        "the front-end is built" if built.exists() else "the front-end is not built: make setup",
    )
    compiled = list(PACKAGE.glob("locale/*/LC_MESSAGES/django.mo"))
    yield (
        bool(compiled),
        "messages are compiled" if compiled else "messages are not compiled: make setup",
    )


def _settings() -> Found:
    try:
        usable.require_usable()
    except environment.WrongSetting as error:
        yield False, str(error)
    else:
        yield True, f"settings; the desk's public address is {environment.base_url()}"


def _folder(data: Path) -> Found:
    if not data.exists():
        yield True, f"{data} does not exist yet: `balcao up` makes it"
        return
    yield os.access(data, os.W_OK), f"{data} can be written to"
    free = shutil.disk_usage(data).free
    words = f"{free / 1e9:.1f} GB of room left"
    yield free >= ROOM_NEEDED, words if free >= ROOM_WISHED else f"only {words}"
    for name in ("secret-keys", "outbox", "postgres"):
        path = data / name
        if path.exists():
            is_closed = not stat.S_IMODE(path.stat().st_mode) & 0o077
            yield is_closed, f"{path} is {'closed' if is_closed else 'open'} to other users"


def _ports(data: Path) -> Found:
    if lock.is_held(data):
        yield from _health(lock.address(data))
        return
    for name, default in (("BALCAO_PORT", 8000), ("BALCAO_SMTP_PORT", 2525)):
        port = environment.number(name, default)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                yield False, f"port {port} can't be used: {error.strerror}"
            else:
                yield True, f"port {port} is free"


def _health(address: str) -> Found:
    """What the desk that runs says of itself."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310
            told = json.load(answer)
    except (OSError, ValueError) as error:
        yield False, f"the desk runs, but {address}/healthz does not answer well: {error}"
    else:
        yield True, "the desk runs: " + ", ".join(f"{key} {value}" for key, value in told.items())


def _calendars() -> Found:
    from balcao.register.calendars.watching import moved, unseen

    names = ", ".join(f"“{name}”" for name in unseen())
    yield (
        not names,
        f"holidays or clocks of {names} changed with this version: `balcao up` looks at promises again"
        if names
        else "the holidays of every calendar are those that promises count by",
    )
    for name, at in moved():
        yield True, f"holidays or clocks of “{name}” changed on {at:%Y-%m-%d}; promises followed"


def _database() -> Found:
    import django
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    from balcao.config import suitable

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            yield True, f"PostgreSQL {cursor.fetchone()[0]} answers"
        wrong = list(suitable.faults())
        yield not wrong, " ".join(wrong) or "its encoding and locale serve Portuguese"
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        words = f"{len(missing)} steps of the tables are missing: `balcao up` makes them"
        yield not missing, words if missing else "the tables are up to date"
        if not missing:
            yield from _calendars()
    except Error as error:
        yield False, f"the database does not answer: {error}"
    finally:
        connection.close()
