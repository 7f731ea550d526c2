"""The system user that runs the server: oneself, or another one when oneself is root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


class ServerFailed(Exception):
    """The private database can't be made, started or reached, and why."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A system user under whom PostgreSQL's programs run, as they refuse to run under root."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """True when this process already runs as that user."""
        return os.geteuid() == self.uid

    def run(self, *command: str | Path, told: str = "") -> str:
        """Run a program as this user and return its output; ServerFailed with its words."""
        done = subprocess.run(
            [str(part) for part in command],
            input=told,
            capture_output=True,
            text=True,
            check=False,
            **self._as_user(),
        )
        if done.returncode:
            words = (done.stderr or done.stdout).strip()
            raise ServerFailed(f"{Path(command[0]).name} failed: {words}")
        return str(done.stdout)

    def may(self, test: str, path: Path) -> bool:
        """Whether test(1) holds for this user, e.g. "-x" for a folder that can be entered."""
        done = subprocess.run(
            ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)], check=False, **self._as_user()
        )
        return done.returncode == 0

    def spawn(
        self, command: Sequence[str], log: IO[bytes], before: Callable[[], None] | None
    ) -> subprocess.Popen[bytes]:
        """Start a program as this user in a session of its own, its words going to the log."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=before,
            **self._as_user(),
        )

    def take(self, path: Path, mode: int) -> None:
        """Make the path this user's, with that mode."""
        if not self.is_self:
            os.chown(path, self.uid, self.gid)
        os.chmod(path, mode)

    def _as_user(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        told: dict[str, Any] = {"cwd": "/", "env": environment}
        if not self.is_self:
            told |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return told


def of(uid: int) -> Owner:
    """The user with that id; ServerFailed when the machine knows no name for it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ServerFailed(
            f"The user id {uid} has no name on this machine, which PostgreSQL needs. "
            "Add the user, or set DATABASE_URL."
        ) from None
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def choose() -> Owner:
    """Oneself; under root the user `balcao`, else `postgres`, else a new `balcao`, else nobody."""
    if os.geteuid() != 0:
        return of(os.geteuid())
    return (
        _known("balcao")
        or _known("postgres")
        or _new("balcao")
        or of(pwd.getpwnam("nobody").pw_uid)
    )


def _known(name: str) -> Owner | None:
    try:
        return of(pwd.getpwnam(name).pw_uid)
    except KeyError:
        return None


def _new(name: str) -> Owner | None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return None
    command = [
        program,
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/bin/false",
        name,
    ]
    subprocess.run(command, capture_output=True, check=False)
    return _known(name)
