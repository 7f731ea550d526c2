"""Demo companies that tests read: each loaded once, by a program of its own, and copied for a session."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from tests import database

UNTIL = date(2026, 11, 22)
SEED = 7
LOCK = database.LOCK + 1
KEPT = database.SERVER_FOLDER / "companies"
_CACHE = type(cache(int))
_REMEMBERING = ("balcao.register", "balcao.service", "balcao.listening", "balcao.inside")
_NO_CONTENT = {"__pycache__", "tests", "static", "static-src", "web", "bench", "operations"}


@dataclass(frozen=True, slots=True)
class Company:
    """How much of the company is loaded."""

    tickets: int
    is_heard: bool

    @property
    def name(self) -> str:
        """What its database is called, behind the digest of what made it."""
        return f"{self.tickets}_{'heard' if self.is_heard else 'unheard'}"


SMALL = Company(60, is_heard=False)
HEARD = Company(200, is_heard=True)


@dataclass(frozen=True, slots=True)
class Copy:
    """A company to work on: its database, the files that belong to it, what was said at its loading."""

    address: str
    files: Path
    said: list[str]


@contextmanager
def copied(address: str, worker: str, company: Company) -> Iterator[Copy]:
    """A copy of this company on the server of that database, dropped afterwards."""
    own = f"test_{os.getpid()}_{worker}_{company.name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        kept = _kept(connection, address, worker, company)
        told = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(told.format(sql.Identifier(own), sql.Identifier(kept)))
        connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    try:
        yield Copy(database.named(address, own), KEPT / kept / "files", _said(KEPT / kept))
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            database.drop(connection, own)


@contextmanager
def loaded(address: str, worker: str, company: Company, folder: Path) -> Iterator[str]:
    """The address of a database into which the company was just loaded; its files are in the folder."""
    with database.fresh(address, f"{worker}_load") as empty:
        told = [str(company.tickets), "heard" if company.is_heard else "unheard"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.companies", *told],
            cwd=database.PROJECT,
            env={**os.environ, "DATABASE_URL": empty, "BALCAO_DATA": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield empty


def forget_what_was_read() -> None:
    """Another database has other rows under the same numbers: nothing remembered of them holds."""
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()
    for found in gc.get_objects():
        if isinstance(found, _CACHE) and found.__module__.startswith(_REMEMBERING):
            found.cache_clear()


def _kept(
    connection: psycopg.Connection[tuple[object, ...]],
    address: str,
    worker: str,
    company: Company,
) -> str:
    """The name of the database that is copied; loaded now when there is none of this code."""
    name = f"demo_{_digest()}_{company.name}"
    known = "SELECT datname FROM pg_database WHERE datname LIKE 'demo\\_%%\\_' || %s"
    of_it = [str(row[0]) for row in connection.execute(known, [company.name])]
    if name in of_it and (KEPT / name).is_dir():
        return name
    for old in of_it:
        database.drop(connection, old)
        shutil.rmtree(KEPT / old, ignore_errors=True)
    half = KEPT / f"half_{name}"
    for folder in (half, KEPT / name):
        shutil.rmtree(folder, ignore_errors=True)
    half.mkdir(parents=True)
    with loaded(address, worker, company, half) as full:
        told = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        of = full.rpartition("/")[2].partition("?")[0]
        connection.execute(told.format(sql.Identifier(of), sql.Identifier(name)))
    half.rename(KEPT / name)
    return name


def _said(folder: Path) -> list[str]:
    told: list[str] = json.loads((folder / "said.json").read_text())
    return told


@cache
def _digest() -> str:
    """Of everything that may change what is loaded."""
    source = database.PROJECT / "balcao"
    files = (file for file in sorted(source.rglob("*")) if file.is_file())
    content = (file for file in files if not _NO_CONTENT & set(file.relative_to(source).parts))
    parts = [database.digest(), *(hashlib.sha256(one.read_bytes()).hexdigest() for one in content)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _load(company: Company) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "balcao.config.settings"
    django.setup()
    from balcao import demo

    said: list[str] = []
    demo.load(
        seed=SEED,
        tickets=company.tickets,
        until=UNTIL,
        progress=said.append,
        is_heard=company.is_heard,
    )
    (Path(os.environ["BALCAO_DATA"]) / "said.json").write_text(json.dumps(said))


if __name__ == "__main__":
    _load(Company(int(sys.argv[1]), is_heard=sys.argv[2] == "heard"))
