"""`balcao up`: refusals first, then the database, its content, the members, and one ready line."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import environment, lock, members, prepare, usable
from .postgres import Server, ServerFailed
from .supervise import Group, Member, Signals, Stopped, finish, fork

READY_SECONDS = 60.0
AGAIN_SECONDS = 2.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class Refused(Exception):
    """The desk can't be started like this, and why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; `demo` is None when nothing was said."""

    data: Path
    host: str
    port: int
    smtp_port: int
    demo: bool | None

    @property
    def url(self) -> str:
        """The address of the pages on this machine."""
        host = ANYWHERE.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def up(wanted: Wanted) -> int:
    """Run the desk until a signal asks for the end; the exit code."""
    signals = Signals()
    try:
        with ExitStack() as stack:
            _run(wanted, signals, stack)
    except Stopped:
        return 0
    except (Refused, environment.WrongSetting) as error:
        print(error, file=sys.stderr)
        return 2
    except ServerFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 1


def say(words: str) -> None:
    """One line on standard output, at once."""
    print(words, flush=True)


def _run(wanted: Wanted, signals: Signals, stack: ExitStack) -> None:
    _tell_members(wanted)
    stack.enter_context(_only_one(wanted))
    _require_free(wanted.host, wanted.port, "--port")
    _require_free(os.environ["BALCAO_SMTP_HOST"], wanted.smtp_port, "--smtp-port")
    _require_done(fork(_check_settings), signals)
    server = _database(wanted, signals, stack)
    data = wanted.data
    is_new = not (data / prepare.PREPARED).exists()
    is_new |= (bool(wanted.demo) or prepare.is_cut_off()) and not (data / prepare.DEMO).exists()
    if not is_new:
        _load()
    _require_done(fork(lambda: _prepare(wanted)), signals)
    if is_new:
        _load()  # only now: settings are read once, and say whether this is a demo
    group = Group(
        [
            Member("pages", members.web(_address(wanted.host), wanted.port)),
            Member("job worker", members.worker),
            Member("mail receiver", members.mail),
        ],
        signals,
        say,
        _database_check(server),
    )
    stack.callback(say, "Stopped")
    stack.callback(group.stop)
    _wait_ready(wanted, group)
    _require_done(fork(_greet), signals)
    say(f"ready {wanted.url}")
    while True:
        group.look(0.5)


def _tell_members(wanted: Wanted) -> None:
    os.environ["BALCAO_DATA"] = str(wanted.data)
    os.environ["BALCAO_SMTP_PORT"] = str(wanted.smtp_port)
    os.environ.setdefault("BALCAO_SMTP_HOST", "127.0.0.1")
    os.environ.setdefault("BALCAO_URL", wanted.url)
    os.environ["DJANGO_SETTINGS_MODULE"] = "balcao.config.settings"


def _only_one(wanted: Wanted) -> IO[str]:
    data = wanted.data
    data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    try:
        return lock.take(data, wanted.url)
    except BlockingIOError:
        raise Refused(
            f"A desk already runs on {data}: {lock.told(data) or 'it is starting'}."
        ) from None


def _address(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise Refused(f"{host} is no address of this machine.") from None


def _require_free(host: str, port: int, option: str) -> None:
    address = _address(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            why = os.strerror(error.errno or 0).lower()
            raise Refused(
                f"Port {port} on {host} can't be used ({why}). Choose another with {option}."
            ) from None


def _require_done(pid: int, signals: Signals) -> None:
    code = finish(pid, signals)
    if code == 2:
        raise Refused("The desk was not started.")
    if code:
        raise ServerFailed("The desk was not started.")


def _database(wanted: Wanted, signals: Signals, stack: ExitStack) -> Server | None:
    if os.environ.get("DATABASE_URL", "").strip():
        return None
    server = Server(wanted.data, say=say, pause=signals.wait)
    say("Starting the database")
    server.enter(tied=True)
    stack.callback(server.leave)
    return server


def _database_check(server: Server | None) -> Callable[[], None]:
    again = 0.0

    def check() -> None:
        nonlocal again
        if server is None or time.monotonic() < again or server.is_alive():
            return
        again = time.monotonic() + AGAIN_SECONDS
        say("database ended: starting it again")
        try:
            server.revive()
        except ServerFailed as error:
            say(str(error))

    return check


def _check_settings() -> None:
    try:
        usable.require_usable()
        _require_receivable()
    except environment.WrongSetting as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def _require_receivable() -> None:
    """WrongSetting when the mail receiver could not start with its settings."""
    from balcao.service.delivery.smtp_settings import read_settings

    try:
        read_settings()
    except (OSError, ValueError) as error:
        raise environment.WrongSetting(str(error)) from None


def _load() -> None:
    """Everything the members need, read once here and shared by all of them."""
    import gc

    import django

    django.setup()
    from django.urls import get_resolver

    from . import server

    server.pages()
    if not get_resolver().url_patterns:
        raise ServerFailed("No address is known.")
    gc.freeze()


def _prepare(wanted: Wanted) -> None:
    import django
    from django.db import Error, OperationalError

    django.setup()
    from . import suitable

    try:
        faults = list(suitable.faults())
        if faults:
            print("\n".join(faults), file=sys.stderr)
            raise SystemExit(2)
        was_begun = prepare.is_begun()
        if not (wanted.demo or prepare.is_demo()):
            prepare.begin()
        prepare.tables(say)
        if was_begun or prepare.is_filled():
            if wanted.demo is not None:
                say(f"{wanted.data} is filled: --demo and --empty are ignored")
        elif wanted.demo or prepare.is_cut_off():
            say("Loading the demo company")
            prepare.fill(say)
        prepare.openings(say)
    except OperationalError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except Error as error:
        print(f"The tables can't be brought up to date: {error}", file=sys.stderr)
        raise SystemExit(1) from None


def _wait_ready(wanted: Wanted, group: Group) -> None:
    say("Starting pages, job worker and mail receiver")
    deadline = time.monotonic() + READY_SECONDS
    while not _is_healthy(wanted):
        if time.monotonic() > deadline:
            raise ServerFailed("The desk does not become ready; the lines above say why.")
        group.look(0.1)


def _is_healthy(wanted: Wanted) -> bool:
    host = ANYWHERE.get(wanted.host, wanted.host)
    connection = http.client.HTTPConnection(host, wanted.port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _greet() -> None:
    """The sign-ins of the demo, or the code of the first-run page."""
    from . import greeting

    for line in greeting.lines():
        say(line)
