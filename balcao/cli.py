"""The command line: each command opens the desk of its data folder and calls one room."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click
from dotenv import load_dotenv

from balcao import __version__

if TYPE_CHECKING:
    from balcao.core.errors import Refusal

load_dotenv(Path.cwd() / ".env")

_PORT = click.IntRange(1, 65_535)
_DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default="data",
    envvar="BALCAO_DATA",
    show_envvar=True,
    help="The folder that holds everything.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="balcao")
def main() -> None:
    """Balcão: a service desk for both sides of the counter."""


@main.command()
@_DATA
@click.option("--host", default="127.0.0.1", envvar="BALCAO_HOST", show_default=True)
@click.option("--port", type=_PORT, default=8000, envvar="BALCAO_PORT", show_default=True)
@click.option("--smtp-port", type=_PORT, default=2525, envvar="BALCAO_SMTP_PORT", show_default=True)
@click.option(
    "--demo", "demo", flag_value=True, default=None, type=bool, help="Begin with the demo company."
)
@click.option("--empty", "demo", flag_value=False, type=bool, help="Begin with nobody.")
def up(data: Path, host: str, port: int, smtp_port: int, demo: bool | None) -> None:
    """Run the desk until Ctrl-C."""
    from balcao.config.start import Wanted, up

    sys.exit(up(Wanted(data.absolute(), host, port, smtp_port, demo)))


@main.command()
@_DATA
@click.option(
    "--inbox", metavar="ADDRESS", help="The inbox they came to; else the recipient decides."
)
@click.option("--archive", is_flag=True, help="Old mail: nobody is answered.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
def ingest(data: Path, inbox: str | None, archive: bool, paths: tuple[str, ...]) -> None:
    """Take in mails: files, mbox files, maildirs, or - for standard input."""
    with _desk(data):
        from balcao.service.delivery.ingest import run

        sys.exit(run(list(paths), inbox, archive))


@main.command()
@_DATA
@click.argument("address", metavar="EMAIL")
def token(data: Path, address: str) -> None:
    """Print an API token that acts as that person."""
    with _desk(data):
        from balcao.core.actor import SYSTEM
        from balcao.register.access.actions import issue_token

        click.echo(issue_token(SYSTEM, address))


@main.command("sign-in")
@_DATA
@click.argument("address", metavar="EMAIL")
def sign_in(data: Path, address: str) -> None:
    """Print an address that signs that person in once, on this machine."""
    with _desk(data):
        from balcao.config.greeting import sign_in_address

        click.echo(sign_in_address(address))


@main.command()
@_DATA
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--tickets", type=click.IntRange(1), default=1500, show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; today when absent.")
@click.option("--live", is_flag=True, help="Play a working day now, in the demo that is there.")
@click.option(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="With --live: how many times faster the day passes.",
)
def demo(
    data: Path, seed: int, tickets: int, until: datetime | None, live: bool, speed: float
) -> None:
    """Make the demo company anew. Refuses a folder that is not a demo's."""
    with _desk(data):
        from balcao.config import prepare

        if live:
            _play(data, speed)
            return
        if not prepare.is_demo() and (prepare.is_begun() or prepare.is_filled()):
            _refuse(f"{data} is not a demo's folder: nothing was touched.")
        day: date | None = until.date() if until else None
        prepare.fill(click.echo, seed, tickets, day)


def _play(data: Path, speed: float) -> None:
    """Play a day of the demo that is there, until its end or Ctrl-C."""
    from balcao.config import prepare
    from balcao.demo.living import play_day

    seed = prepare.demo_seed()
    if seed is None:
        _refuse(f"There is no demo company in {data}: make one first, by `balcao demo`.")
    try:
        played = play_day(seed, speed, click.echo)
    except KeyboardInterrupt:
        click.echo("Stopped; everybody went home.")
    else:
        click.echo(f"The day is over: {played} acts.")


@main.command()
@_DATA
def doctor(data: Path) -> None:
    """Look whether all is well, and say what isn't."""
    os.environ["BALCAO_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balcao.config.settings")
    from balcao.operations.doctor import examine

    sys.exit(examine(data.absolute(), click.echo))


@main.command()
@_DATA
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(data: Path, file: Path) -> None:
    """Write everything into one file, consistent while the desk runs."""
    with _desk(data):
        from balcao.operations.backup import write

        write(data.absolute(), file)


@main.command()
@_DATA
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(data: Path, file: Path) -> None:
    """Bring a backup back into an empty folder."""
    os.environ["BALCAO_DATA"] = str(data.absolute())
    from balcao.config import usable
    from balcao.config.environment import WrongSetting
    from balcao.config.postgres import ServerFailed
    from balcao.operations.restore import NotRestored, read

    try:
        usable.require_usable()
        read(data.absolute(), file, _note)
    except (NotRestored, WrongSetting) as error:
        _refuse(str(error))
    except (ServerFailed, OSError) as error:
        _fail(str(error))


@main.command()
@click.option("--tickets", type=click.IntRange(1), default=20_000, show_default=True)
@click.option(
    "--json",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the figures here, too.",
)
def bench(tickets: int, report: Path | None) -> None:
    """Measure the desk in a throw-away folder of its own."""
    from balcao.bench import run

    sys.exit(run(tickets, report))


@main.command()
@_DATA
def rebuild(data: Path) -> None:
    """Recompute every derived number from what it comes from, and say where they differed."""
    with _desk(data):
        from balcao.listening.results.rebuild import rebuild as recount
        from balcao.service.tickets.rebuild import rebuild as compare

        found, counted = compare(), recount()
        for difference in (*found.differing, *found.counts, *counted.differing):
            click.echo(", ".join(f"{name}: {value}" for name, value in difference.items()))
        told = (
            f"{found.tickets} tickets compared with their events,"
            f" {counted.days} days with their answers:"
        )
        if not (found.is_equal and counted.is_equal):
            _fail(f"{told} the above differed.")
        click.echo(f"{told} all equal.")


@main.group()
def calendar() -> None:
    """Business calendars in files, without a desk."""


@calendar.command("due")
@click.argument("file", type=click.File("rb"), metavar="FILE.json")
@click.option("--start", required=True, metavar="INSTANT", help="2026-04-30T17:00:00-03:00")
@click.option("--target", required=True, help="6h, 90m, 1h30m; or 3d, business days.")
@click.option("--pause", "pauses", multiple=True, metavar="FROM/TO", help="Time not to count.")
def due(file: BinaryIO, start: str, target: str, pauses: tuple[str, ...]) -> None:
    """Print when a target is due by the calendar in FILE, and each interval on the way."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # words only: neither database nor data folder
    from balcao.core.errors import Refusal
    from balcao.register.calendars import rules

    try:
        told = rules.read_json(file.read())
        asked = (rules.read_instant(start), rules.read_target(target))
        found = rules.due_of(told, *asked, [rules.read_pause(pause) for pause in pauses])
    except Refusal as refusal:
        _refuse(str(refusal.message))
    else:
        click.echo(json.dumps(rules.as_json(told, *found), ensure_ascii=False, indent=2))


@contextmanager
def _desk(data: Path) -> Iterator[None]:
    """The desk's database and code at hand; what can't be done is said in words."""
    os.environ["BALCAO_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balcao.config.settings")
    from balcao.config import environment, usable
    from balcao.config.postgres import ServerFailed, running

    try:
        usable.require_usable()
        with running(data.absolute(), say=_note):
            import django

            django.setup()
            yield from _worded()
    except environment.WrongSetting as error:
        _refuse(str(error))
    except (ServerFailed, OSError) as error:
        _fail(str(error))


def _worded() -> Iterator[None]:
    from django.db import Error, connections

    from balcao.config import prepare
    from balcao.core.errors import Refusal

    try:
        prepare.tables(_note)
        yield
    except Refusal as error:
        _fail(_in_english(error))
    except Error as error:
        _fail(f"The database refused: {error}")
    finally:
        connections.close_all()


def _in_english(refusal: Refusal) -> str:
    """The command line speaks English, whatever the language of the desk."""
    from django.utils.translation import override

    with override("en"):
        return str(refusal.message)


def _note(words: Any) -> None:
    click.echo(words, err=True)


def _fail(words: str) -> None:
    _note(words)
    sys.exit(1)


def _refuse(words: str) -> NoReturn:
    _note(words)
    sys.exit(2)
