"""The private server as its users see it: entered, used by several at once, left by the last."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from .. import lifeline
from . import places, upgrade
from .cluster import Cluster
from .owner import Owner, ServerFailed

START_SECONDS = 120.0
CLASH_SECONDS = 15.0


def _silent(words: str) -> None:
    return None


class Server:
    """The private PostgreSQL of one data folder.

    Several processes may enter at once: the first starts it, the last to leave stops it, and a
    lock in the data folder keeps their comings and goings apart.
    """

    def __init__(
        self,
        data: Path,
        *,
        durable: bool = True,
        say: Callable[[str], None] = _silent,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.data = data.absolute()
        self.durable = durable
        self.say = say
        self.pause = pause
        self.process: subprocess.Popen[bytes] | None = None
        self._users: IO[str] | None = None
        self._tied = False

    def prepare(self) -> Cluster:
        """Make what is missing, bring an older major version up, write the settings."""
        owner = places.settle(self.data, self.say)
        cluster = self.cluster(owner)
        upgrade.recover(cluster)
        if not cluster.exists:
            self.say("Making the database")
            cluster.make()
        upgrade.bring_up(cluster, self.say)
        cluster.configure()
        return cluster

    def enter(self, *, tied: bool = False) -> None:
        """Use the server, starting it when it does not answer; `tied`, it ends with this process."""
        self._tied = tied
        with self._lock():
            self._users = (self.data / "postgres.users").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            try:
                self._start_unless_answering()
            except BaseException:
                self._stop_own()
                self._users.close()
                self._users = None
                raise

    def leave(self) -> None:
        """Stop using it; it is stopped when it is this process's child or nobody else uses it."""
        if self._users is None:
            return
        with self._lock():
            fcntl.flock(self._users, fcntl.LOCK_UN)
            if (self._tied and self.process) or self._is_last():
                self._existing().stop(self.process)
                self.process = None
            self._users.close()
            self._users = None

    def revive(self) -> None:
        """Start it again after a crash, unless somebody did; does not wait until it answers."""
        with self._lock():
            self.process = None
            cluster = self._existing()
            if not cluster.is_answering() and cluster.postmaster() is None:
                self.process = self._spawn(cluster)

    def is_alive(self) -> bool:
        """True while the child lives, or, when it is not our child, while it answers."""
        if self.process is not None:
            return self.process.poll() is None
        return self.is_answering()

    def is_answering(self) -> bool:
        """True when a real connection answers."""
        return places.home(self.data).exists() and self._existing().is_answering()

    def _start_unless_answering(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.process = None
        if self.is_answering():
            return
        cluster = self.prepare()
        started = time.monotonic()
        while time.monotonic() - started < START_SECONDS:
            if cluster.is_answering():
                return
            if self.process is None and cluster.postmaster() is None:
                self.process = self._spawn(cluster)
            elif self.process is not None and self.process.poll() is not None:
                self.process = None
                if time.monotonic() - started > CLASH_SECONDS:
                    break
                self.pause(0.3)
            self.pause(0.02)
        raise ServerFailed(f"The database does not start:\n{cluster.last_words()}")

    def _spawn(self, cluster: Cluster) -> subprocess.Popen[bytes]:
        return cluster.spawn(lifeline.tied(signal.SIGINT) if self._tied else None)

    def _stop_own(self) -> None:
        if self.process is not None:
            self._existing().stop(self.process)
            self.process = None

    def _existing(self) -> Cluster:
        return self.cluster(places.settle(self.data, self.say))

    def cluster(self, owner: Owner) -> Cluster:
        """The cluster of this folder, made or not."""
        folder = places.home(self.data) / "cluster"
        return Cluster(folder, owner, places.socket_folder(self.data), self.durable)

    def _is_last(self) -> bool:
        assert self._users is not None
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with suppress(FileExistsError):
            self.data.mkdir(parents=True)
            os.chmod(self.data, 0o711 if os.geteuid() == 0 else 0o700)
        with (self.data / "postgres.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def running(
    data: Path, *, durable: bool = True, say: Callable[[str], None] = _silent
) -> Iterator[None]:
    """The database answering while inside: the running one, or one started for the while.

    Does nothing when DATABASE_URL names another server.
    """
    if os.environ.get("DATABASE_URL", "").strip():
        yield
        return
    server = Server(data, durable=durable, say=say)
    server.enter()
    try:
        yield
    finally:
        server.leave()
