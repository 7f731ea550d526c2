"""The throw-away desk: an environment that knows no other, its folder, its group of processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120
STOP_SECONDS = 20
_FOREIGN = ("DATABASE_URL", "LIVE_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL", "PGSERVICE")


class NotStarted(Exception):
    """The group did not become ready; its last words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running group: where its pages and its mail receiver listen, and its first process."""

    host: str
    port: int
    smtp_port: int
    pid: int


@contextmanager
def throw_away() -> Iterator[Path]:
    """A folder of one's own, gone afterwards; no setting of another desk reaches this process."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("BALCAO_") or name in _FOREIGN]:
        del os.environ[name]
    parent = Path(tempfile.mkdtemp(prefix="balcao-bench-"))
    parent.chmod(0o711)
    data = parent / "data"
    os.environ["BALCAO_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "balcao.config.settings"
    try:
        yield data
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(parent, ignore_errors=True)


@contextmanager
def group(data: Path) -> Iterator[Desk]:
    """The whole group on loopback, as `balcao up` starts it; stopped afterwards."""
    port, smtp_port = _free_port(), _free_port()
    command = "import sys; from balcao.cli import main; sys.argv[0] = 'balcao'; main()"
    log = (data.parent / "up.log").open("w+")
    with log, subprocess.Popen(
        [
            sys.executable, "-c", command, "up", "--data", str(data),
            "--port", str(port), "--smtp-port", str(smtp_port),
        ],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    ) as process:  # fmt: skip
        try:
            _wait_ready(process, log.name)
            yield Desk("127.0.0.1", port, smtp_port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_ready(process: subprocess.Popen[str], log: str) -> None:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("ready "):
            return
    raise NotStarted("".join(said[-5:]) + Path(log).read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(*pids: int) -> int:
    """Bytes that these processes and all their descendants hold (PSS: shared pages counted once)."""
    return sum(_pss(each) for each in {each for pid in pids for each in _family(pid)})


def database_pid(data: Path) -> int:
    """The first process of the private PostgreSQL of this folder."""
    from balcao.config.postgres.places import home

    return int((home(data) / "cluster" / "postmaster.pid").read_text().split()[0])


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(parts[1]), []).append(int(status.parent.name))
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        left += children.get(one, [])
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
