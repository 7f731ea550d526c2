"""The private server: made where it can be reached, shared, brought back, left as it was found."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from balcao.config.postgres import Server, ServerFailed, places, running, socket_folder
from balcao.config.postgres.upgrade import Serving

AS_ROOT = os.geteuid() == 0
HOLD = """
import sys, time
from pathlib import Path
from balcao.config.postgres import Server
server = Server(Path(sys.argv[1]), durable=False)
server.enter(tied=sys.argv[2] == "tied")
print(server.process.pid if server.process else 0, flush=True)
sys.stdin.readline()
server.leave()
"""


@pytest.fixture(autouse=True)
def _private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("BALCAO_SOCKET_DIR", raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may pass through, as pytest's own is not."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def ask(data: Path, question: str) -> object:
    """The first value the server of this folder answers."""
    with psycopg.connect(
        host=str(socket_folder(data)), user="balcao", dbname="balcao"
    ) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def hold(data: Path, how: str = "free") -> subprocess.Popen[str]:
    """Another process that uses the server until its standard input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> int:
    """What the other process said once it uses the server: the server's id, 0 when not its own."""
    assert process.stdout
    return int(process.stdout.readline())


def end(process: subprocess.Popen[str]) -> None:
    """Let the other process leave."""
    process.communicate("\n", timeout=20)
    assert process.returncode == 0


def test_it_answers_and_folds_portuguese_as_an_ordinary_role(folder: Path) -> None:
    data = folder / "data"
    with running(data, durable=False):
        assert ask(data, "SELECT lower('ÇÃÉ')") == "çãé"
        assert ask(data, "SELECT current_user") == "balcao"
        assert ask(data, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert ask(data, "SHOW listen_addresses") == ""
    assert not Server(data).is_answering()


@pytest.mark.parametrize("name", ["with space", 'it\'s "quoted"', "café, ação", "x" * 110])
def test_any_path_will_do(folder: Path, name: str) -> None:
    data = folder / name
    with running(data, durable=False):
        assert ask(data, "SELECT 1") == 1
        socket = socket_folder(data)
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert len(os.fsencode(socket / places.SOCKET_FILE)) <= places.LONGEST_SOCKET
    if not socket.is_relative_to(data):
        shutil.rmtree(socket)


def test_no_folder_above_is_opened(folder: Path) -> None:
    above = folder / "above"
    above.mkdir(mode=0o711)
    with running(above / "data", durable=False):
        assert stat.S_IMODE(above.stat().st_mode) == 0o711
        assert stat.S_IMODE((above / "data" / "postgres").stat().st_mode) == 0o700


@pytest.mark.skipif(not AS_ROOT, reason="only root has to give the server to another user")
def test_below_a_closed_folder_the_cluster_lies_elsewhere_and_that_is_said(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    told: list[str] = []
    data = closed / "data"
    try:
        with running(data, durable=False, say=told.append):
            assert ask(data, "SELECT 1") == 1
        elsewhere = places.home(data)
        assert not elsewhere.is_relative_to(folder)
        assert str(elsewhere) in told[0]
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        shutil.copytree(data, closed / "copy")
        with (
            pytest.raises(ServerFailed, match="is a copy of"),
            running(closed / "copy", durable=False),
        ):
            pass
    finally:
        shutil.rmtree(places.home(data))


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_another_user_of_the_machine_is_refused(folder: Path) -> None:
    data = folder / "data"
    with running(data, durable=False):
        child = os.fork()
        if not child:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            try:
                ask(data, "SELECT 1")
            except psycopg.OperationalError:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_two_at_once_share_one_server_and_the_last_stops_it(folder: Path) -> None:
    data = folder / "data"
    one, two = hold(data), hold(data)
    owners = [first_line(one), first_line(two)]
    assert sorted(owner > 0 for owner in owners) == [False, True]
    end(one)
    assert ask(data, "SELECT 1") == 1
    end(two)
    assert not Server(data).is_answering()


def test_it_comes_back_after_its_users_and_itself_were_killed(folder: Path) -> None:
    data = folder / "data"
    holder = hold(data)
    server = first_line(holder)
    os.kill(server, signal.SIGKILL)
    holder.kill()
    holder.communicate()
    with running(data, durable=False):
        assert ask(data, "SELECT 1") == 1


def test_a_server_left_by_a_killed_command_is_used_and_then_stopped(folder: Path) -> None:
    data = folder / "data"
    holder = hold(data)
    server = first_line(holder)
    holder.kill()
    holder.communicate()
    with running(data, durable=False):
        assert ask(data, "SELECT pg_postmaster_start_time() < now()") is True
        assert Path(f"/proc/{server}/cwd").exists()
    assert not Server(data).is_answering()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_a_tied_server_ends_with_its_killed_parent(folder: Path) -> None:
    data = folder / "data"
    holder = hold(data, "tied")
    assert first_line(holder) > 0
    holder.kill()
    holder.communicate()
    cluster = Server(data).cluster(places.settle(data, print))
    deadline = time.monotonic() + 10
    while cluster.postmaster() is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_older_major_version_is_brought_up_with_its_content(folder: Path) -> None:
    data = folder / "data"
    server = Server(data, durable=False)
    cluster = server.cluster(places.settle(data, lambda words: None))
    cluster.make(16)
    with Serving(cluster), cluster.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'coração' AS word")
    told: list[str] = []
    with running(data, durable=False, say=told.append):
        assert ask(data, "SELECT word FROM kept") == "coração"
        assert str(ask(data, "SHOW server_version")).startswith("18")
        assert ask(data, "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'") == "balcao"
    assert told[0] == "Bringing the database from PostgreSQL 16 to 18"


def test_a_cut_off_upgrade_begins_again(folder: Path) -> None:
    data = folder / "data"
    server = Server(data, durable=False)
    cluster = server.cluster(places.settle(data, lambda words: None))
    cluster.make(16)
    cluster.folder.rename(cluster.folder.with_name("cluster-16"))
    with running(data, durable=False):
        assert str(ask(data, "SHOW server_version")).startswith("18")
