"""A desk run by the command line, for tests that end its processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("balcao")
UNSET = {"DATABASE_URL", "BALCAO_DATA", "BALCAO_URL", "BALCAO_SOCKET_DIR"}
SECONDS = 120.0  # a bound for machines that do much else at once


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until the condition holds; AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [str(PROGRAM), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=_environment(environment),
    )


class Desk:
    """`balcao up` on a folder, and what it said so far."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.port, self.smtp_port = free_port(), free_port()
        self.said: list[str] = []
        ports = ["--port", str(self.port), "--smtp-port", str(self.smtp_port)]
        self.process = subprocess.Popen(
            [str(PROGRAM), "up", "--data", str(data), *ports, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=_environment({}),
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    @property
    def url(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    def wait_ready(self, seconds: float = SECONDS) -> None:
        """Wait for the ready line."""
        until(lambda: self.has_said("ready http") or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.said

    def has_said(self, words: str) -> bool:
        """Whether one of its lines holds these words."""
        return any(words in line for line in self.said)

    def health(self) -> dict[str, object]:
        """What /healthz tells; empty while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            told: dict[str, object] = json.loads(answer.read())
            return {**told, "status": answer.status}
        except OSError:
            return {}
        finally:
            connection.close()

    def is_well(self) -> bool:
        """Whether every member does its work."""
        return self.health().get("status") == 200

    def processes(self) -> dict[int, str]:
        """Every living process of the group by id, under the name it shows."""
        parents = {}
        names = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            rest = stat.rpartition(")")[2].split()
            if rest[0] not in "ZX":
                parents[int(folder.name)] = int(rest[1])
                names[int(folder.name)] = stat[stat.index("(") + 1 : stat.rindex(")")]
        found = {self.process.pid}
        while grown := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= grown
        return {pid: names[pid] for pid in found if pid in names}

    def member(self, name: str) -> int:
        """The first process shown under that name."""
        shown = f"balcao {name}"[:15]
        return min(pid for pid, known in self.processes().items() if known == shown)

    def postmaster(self) -> int:
        """The process that is PostgreSQL's first."""
        known = self.processes()
        parents = {pid: name for pid, name in known.items() if name == "postgres"}
        return min(parents)

    def code(self) -> str:
        """The one-time code of the first-run page."""
        match = re.search(r"code: (\d+)", "\n".join(self.said))
        assert match, self.said
        return match.group(1)

    def end(self) -> int:
        """End it as Ctrl-C would; its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self._reading.join(5)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))


def _environment(told: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return {**kept, **told}
