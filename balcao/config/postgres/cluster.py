"""One cluster of one major version: made, configured, started, asked, stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from . import programs
from .owner import Owner, ServerFailed

SUPERUSER = "postgres"
NAME = "balcao"
LONGEST_LOG = 5_000_000

_FIRST_STATEMENTS = f"""\
CREATE ROLE {NAME} LOGIN CREATEDB
CREATE DATABASE {NAME} OWNER {NAME}
"""

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "idle_in_transaction_session_timeout": "10min",
}
_FROM_18 = {"io_method": "sync"}
_THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster's folder, who owns it, where its socket is; `durable` off only for tests."""

    folder: Path
    owner: Owner
    socket: Path
    durable: bool = True

    @property
    def exists(self) -> bool:
        """True once initdb has finished."""
        return self.folder.exists()

    @property
    def major(self) -> int:
        """The major version that wrote it, or the newest for a cluster yet to be made."""
        told = self.folder / "PG_VERSION"
        return int(told.read_text()) if told.exists() else programs.NEWEST

    @property
    def log(self) -> Path:
        """The file the server's warnings go to."""
        return self.folder.with_suffix(".log")

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's programs of this cluster's version."""
        return programs.folder(self.owner, self.major) / name

    def make(self, major: int = programs.NEWEST) -> None:
        """Make it, empty, with its role and database; a half-made one is thrown away first."""
        half = self.folder.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        bin_folder = programs.folder(self.owner, major)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        how = [f"--username={SUPERUSER}", "--auth=peer", "--encoding=UTF8", "--locale=C", *locale]
        fast = [] if self.durable else ["--no-sync"]
        at = f"--pgdata={half}"
        self.owner.run(bin_folder / "initdb", at, *how, *fast)
        unsafe = [] if self.durable else ["-c", "fsync=off"]
        single = ["--single", "-D", str(half), *unsafe, SUPERUSER]
        self.owner.run(bin_folder / "postgres", *single, told=_FIRST_STATEMENTS)
        half.rename(self.folder)

    def configure(self) -> None:
        """Write its settings and who may enter: only its owner and this user, by their identity."""
        settings = {**_SETTINGS, "unix_socket_directories": _quoted_folder(self.socket)}
        settings |= _FROM_18 if self.major >= 18 else {}
        settings |= {} if self.durable else _THROW_AWAY
        lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
        users = sorted({self.owner.name, pwd.getpwuid(os.geteuid()).pw_name})
        entries = [f'desk "{user}" {role}\n' for user in users for role in (NAME, SUPERUSER)]
        self._write("postgresql.conf", "".join(lines))
        self._write("pg_hba.conf", "local all all peer map=desk\n")
        self._write("pg_ident.conf", "".join(entries))

    def spawn(self, before: Callable[[], None] | None) -> subprocess.Popen[bytes]:
        """Start the server without waiting for it; `before` runs in the child."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            return self.owner.spawn(
                [str(self.program("postgres")), "-D", str(self.folder)], log, before
            )

    def is_answering(self) -> bool:
        """True when a real connection answers a real question; nothing less is believed."""
        try:
            with self.connect() as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def connect(
        self, database: str = NAME, user: str = NAME
    ) -> psycopg.Connection[tuple[object, ...]]:
        """A connection that commits each statement."""
        return psycopg.connect(
            host=str(self.socket), user=user, dbname=database, connect_timeout=3, autocommit=True
        )

    def postmaster(self) -> int | None:
        """The id of the living server process; one that is dead, a zombie or no server is forgotten."""
        file = self.folder / "postmaster.pid"
        try:
            pid = int(file.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        if _is_server(pid, self.folder):
            return pid
        file.unlink(missing_ok=True)
        return None

    def stop(self, process: subprocess.Popen[bytes] | None = None) -> None:
        """End the server: fast, then at once, then by force; 15 seconds at the most."""
        pid = process.pid if process else self.postmaster()
        for signum, seconds in ((signal.SIGINT, 6.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 4.0)):
            if pid is None or _wait_gone(pid, process, self.folder, 0):
                return
            os.kill(pid, signum)
            if _wait_gone(pid, process, self.folder, seconds):
                return
        raise ServerFailed(f"The database (process {pid}) does not stop.")

    def last_words(self) -> str:
        """The end of the server's log, for a message to a person."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-4:])
        except FileNotFoundError:
            return "It said nothing."

    def _write(self, name: str, text: str) -> None:
        file = self.folder / name
        if file.exists() and file.read_text() == text:
            return
        new = file.with_suffix(".new")
        new.write_text(text)
        self.owner.take(new, 0o600)
        new.rename(file)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _quoted_folder(path: Path) -> str:
    return '"' + str(path).replace('"', '""') + '"'


def _is_server(pid: int, folder: Path) -> bool:
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():
        return True
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" and os.readlink(process / "cwd") == os.path.realpath(folder)
    except OSError:
        return False


def _wait_gone(
    pid: int, process: subprocess.Popen[bytes] | None, folder: Path, seconds: float
) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        gone = process.poll() is not None if process else not _is_server(pid, folder)
        if gone or time.monotonic() >= deadline:
            return gone
        time.sleep(0.02)
