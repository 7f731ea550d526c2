"""What must be done to a data folder before the desk runs on it: tables, first content, codes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

from . import environment

PREPARED = "prepared"
FILLING = "filling"
DEMO = "demo.json"
BEGUN = "begun"
SEED = 7
TICKETS = 1500

Say = Callable[[str], None]


def tables(say: Say) -> None:
    """Bring the tables up to date; costs next to nothing when they are."""
    from django.core.management import call_command

    from . import migrating

    stamp = environment.data_folder() / PREPARED
    digest = _digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Bringing the tables up to date")
    migrating.migrate()
    call_command("createcachetable", verbosity=0)
    stamp.write_text(digest)


def openings(say: Say) -> None:
    """Notice what a newer library of holidays or of clocks has moved, and say so."""
    from balcao.register.calendars.watching import look_at_openings

    for name in look_at_openings():
        say(f"The holidays or clocks of “{name}” changed with this version: open promises follow")


def is_filled() -> bool:
    """Whether somebody is in the register already; a demo cut off half-way does not count."""
    from django.db import connection

    if is_cut_off():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_person)")
        return bool(cursor.fetchone()[0])


def is_demo() -> bool:
    """Whether the folder holds the demo company, or the beginning of it."""
    return (environment.data_folder() / DEMO).exists() or is_cut_off()


def is_cut_off() -> bool:
    """Whether the loading of a demo was cut off here."""
    return (environment.data_folder() / FILLING).exists()


def begin() -> None:
    """Note that a company begins here, with nobody yet: from now on it is no place for a demo."""
    (environment.data_folder() / BEGUN).touch()


def is_begun() -> bool:
    """Whether `up` began a company's own desk here, be there somebody in it or not."""
    return (environment.data_folder() / BEGUN).exists()


def demo_people() -> dict[str, str]:
    """Addresses of the people of the demo and who each of them is; empty elsewhere."""
    marker = environment.data_folder() / DEMO
    found = json.loads(marker.read_text()) if marker.exists() else {}
    return dict(found.get("people", {}))


def demo_seed() -> int | None:
    """The seed from which the demo here was drawn; None where there is no whole demo."""
    marker = environment.data_folder() / DEMO
    if not marker.exists() or is_cut_off():
        return None
    return int(json.loads(marker.read_text()).get("seed", SEED))


def fill(say: Say, seed: int = SEED, tickets: int = TICKETS, until: date | None = None) -> None:
    """Load the demo company into the folder, in place of the demo that is there."""
    from django.core.management import call_command
    from django.db import connection

    from balcao import demo

    data = environment.data_folder()
    was_demo = is_demo()
    (data / FILLING).touch()
    if was_demo:
        call_command("flush", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        for folder in ("files", "outbox"):
            shutil.rmtree(data / folder, ignore_errors=True)
    demo.load(seed=seed, tickets=tickets, until=until, progress=say)
    told = {
        "seed": seed,
        "tickets": tickets,
        "until": until.isoformat() if until else None,
        "people": demo.who(),
    }
    (data / DEMO).write_text(json.dumps(told) + "\n")
    (data / FILLING).unlink()


def first_run_code() -> str | None:
    """A new one-time code for the first-run page; None once there is an administrator."""
    from balcao.core.actor import SYSTEM
    from balcao.register.access import queries as access
    from balcao.register.access.actions import make_code
    from balcao.register.access.models import Purpose

    return None if access.has_administrator(SYSTEM) else make_code(Purpose.FIRST_RUN)


def _digest() -> str:
    parts = [django.__version__, os.environ.get("DATABASE_URL", "")]
    for config in django.apps.apps.get_app_configs():
        folder = Path(config.path) / "migrations"
        parts += [f"{config.label}.{file.stem}" for file in sorted(folder.glob("[0-9]*.py"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
