"""A group of forked processes: started, watched, started again, stopped together."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import lifeline

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STEADY_SECONDS = 10.0
LONGEST_PAUSE = 3.0
GRACE_SECONDS = 6.0

Say = Callable[[str], None]


class Stopped(Exception):
    """A signal asked for the end."""


class Signals:
    """The signals that reached this process, read where it suits: nothing is interrupted."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        for signum in (*STOP, signal.SIGCHLD):
            signal.signal(signum, lambda *_: None)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)

    def wait(self, seconds: float) -> None:
        """Wait for a signal, at most that long; Stopped when one asks for the end."""
        if select.select([self._read], [], [], max(0.0, seconds))[0]:
            told = os.read(self._read, 4096)
            if any(signum in told for signum in STOP):
                raise Stopped


def fork(run: Callable[[], object], name: str = "starting") -> int:
    """A child that runs this alone, in a process group of its own, and dies with this process.

    Its exit code is 0, 1 after an exception, or what SystemExit says.
    """
    tie = lifeline.tied(signal.SIGKILL)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for signum in (*STOP, signal.SIGCHLD):
            signal.signal(signum, signal.SIG_DFL)
        os.setpgid(0, 0)
        tie()
        lifeline.show_as(f"balcao {name}")
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def finish(pid: int, signals: Signals) -> int:
    """Wait for a child and return its exit code; when asked to stop, end it first."""
    try:
        while (code := _reap(pid)) is None:
            signals.wait(0.5)
    except Stopped:
        _end([pid], 2.0)
        raise
    return code


@dataclass(slots=True)
class Member:
    """One process of the group, and when it runs."""

    name: str
    run: Callable[[], object]
    pid: int | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        """Fork it."""
        self.pid = fork(self.run, self.name)
        self.started = time.monotonic()

    def look(self) -> str | None:
        """How it ended, in words, when it has; its next start is then due, later if it keeps ending."""
        code = _reap(self.pid) if self.pid else None
        if code is None:
            return None
        lived = time.monotonic() - self.started
        self.pause = 0.0 if lived > STEADY_SECONDS else min(self.pause + 1.0, LONGEST_PAUSE)
        self.pid, self.due = None, time.monotonic() + self.pause
        return ended(code)


def ended(code: int) -> str:
    """How a process ended, in words."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


class Group:
    """Members that run until the end of the group; `check` is called at every look."""

    def __init__(
        self, members: Sequence[Member], signals: Signals, say: Say, check: Callable[[], None]
    ) -> None:
        self.members = members
        self.signals = signals
        self.say = say
        self.check = check

    def look(self, seconds: float) -> None:
        """Wait a little, then start again whoever ended; Stopped when asked to end."""
        self.signals.wait(seconds)
        self.check()
        for member in self.members:
            how = member.look()
            if how:
                self.say(f"{member.name} {how}: starting it again")
            if member.pid is None and time.monotonic() >= member.due:
                member.start()

    def stop(self) -> None:
        """End every member: asked first, by force after 6 seconds."""
        _end([member.pid for member in self.members if member.pid], GRACE_SECONDS)


def _end(pids: list[int], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for signum in (signal.SIGTERM, signal.SIGKILL):
        for pid in pids:
            os.kill(pid, signum)
        while pids and (signum == signal.SIGKILL or time.monotonic() < deadline):
            pids = [pid for pid in pids if _reap(pid) is None]
            time.sleep(0.02 if pids else 0)


def _reap(pid: int) -> int | None:
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None
