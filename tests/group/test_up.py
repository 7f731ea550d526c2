"""`balcao up`: refusals in words, members that come back, and an end that ends everything."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from .desk import Desk, free_port, run, until

pytestmark = pytest.mark.group
FOUNDER = {
    "company": "Loja da Esquina",
    "name": "Beto",
    "email": "beto@loja.example",
    "password": "uma-senha-bem-comprida",
    "team": "SAC",
    "inbox": "sac@loja.example",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every user may pass through."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[Desk]:
    """A desk with nobody in it yet."""
    started = Desk(folder / "data", "--empty")
    started.wait_ready()
    yield started
    started.end()


class Visitor:
    """A browser without pictures: cookies, forms and one address."""

    def __init__(self, desk: Desk) -> None:
        self.port = desk.port
        self.cookies: dict[str, str] = {}

    def open(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """Ask; the answer's body is not read yet."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


def found(desk: Desk) -> Visitor:
    """Give the code of the first run, then come in by an address of the console."""
    visitor = Visitor(desk)
    assert visitor.open("GET", "/comecar/").status == 200
    answer = visitor.open("POST", "/comecar/", {**FOUNDER, "code": desk.code()})
    assert answer.status == 302, answer.read()
    address = run("sign-in", FOUNDER["email"], "--data", desk.data).stdout.strip()
    assert address.startswith(f"{desk.url}/entrar/console/")
    path = urlsplit(address).path
    assert visitor.open("GET", path).status == 200
    assert visitor.open("POST", path, {}).status == 302
    return visitor


@pytest.fixture(scope="module")
def founder(desk: Desk) -> Visitor:
    """The first administrator, at the desk."""
    return found(desk)


def test_it_is_ready_only_when_every_member_is(desk: Desk) -> None:
    assert desk.said[-1] == f"ready http://127.0.0.1:{desk.port}"
    told = desk.health()
    assert told.pop("version")
    assert told == {"database": True, "worker": True, "mail": True, "live": True, "status": 200}


def test_a_second_one_on_the_same_folder_is_refused(desk: Desk) -> None:
    ports = ["--port", free_port(), "--smtp-port", free_port()]
    second = run("up", "--data", desk.data, *ports)
    assert second.returncode == 2
    assert "already runs" in second.stderr
    assert desk.is_well()


@pytest.mark.parametrize("option", ["--port", "--smtp-port"])
def test_a_port_in_use_is_refused(folder: Path, option: str) -> None:
    ports = {"--port": free_port(), "--smtp-port": free_port()}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[option]))
        taken.listen()
        words = [word for pair in ports.items() for word in pair]
        refused = run("up", "--data", folder / "other", *words)
    assert refused.returncode == 2
    assert f"Port {ports[option]}" in refused.stderr
    assert option in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_PORT", "abc"),
        ("DATABASE_URL", "mysql://x/y"),
        ("BALCAO_TRUSTED_PROXIES", "everybody"),
    ],
)
def test_a_wrong_setting_is_refused(folder: Path, name: str, value: str) -> None:
    ports = ["--port", free_port(), "--smtp-port", free_port()]
    refused = run("up", "--data", folder / "other", *ports, **{name: value})
    assert refused.returncode == 2
    assert name in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_folder_begun_without_the_demo_takes_none(desk: Desk) -> None:
    refused = run("demo", "--data", desk.data)
    assert refused.returncode == 2
    assert "not a demo's" in refused.stderr
    assert desk.is_well()


def test_the_code_makes_an_administrator_who_works_at_once(desk: Desk, founder: Visitor) -> None:
    page = founder.open("GET", "/desk/")
    assert page.status == 200, page.headers
    token = run("token", FOUNDER["email"], "--data", desk.data)
    assert token.returncode == 0, token.stderr
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=20)
    bearer = {"Authorization": f"Bearer {token.stdout.splitlines()[-1]}"}
    connection.request("GET", "/api/v1/tickets", headers=bearer)
    assert connection.getresponse().status == 200


def test_a_backup_is_made_while_it_runs(desk: Desk, founder: Visitor) -> None:
    file, back = desk.data.parent / "all.backup", desk.data.parent / "back"
    assert founder.open("GET", "/desk/").status == 200
    made = run("backup", file, "--data", desk.data)
    assert made.returncode == 0, made.stderr
    restored = run("restore", file, "--data", back)
    assert restored.returncode == 0, restored.stderr
    assert run("token", FOUNDER["email"], "--data", back).returncode == 0


@pytest.mark.parametrize("name", ["job worker", "mail receiver", "pages"])
def test_a_killed_member_is_back_and_that_is_said(desk: Desk, name: str) -> None:
    killed = desk.member(name)
    desk.said.clear()
    os.kill(killed, signal.SIGKILL)
    until(lambda: desk.has_said(f"{name} was killed by SIGKILL: starting it again"), 5)
    until(lambda: f"balcao {name}"[:15] in desk.processes().values(), 5)
    until(desk.is_well)
    assert desk.member(name) != killed


def test_a_killed_page_process_is_back_and_that_is_said(desk: Desk) -> None:
    killed = desk.member("page")
    os.kill(killed, signal.SIGKILL)
    until(lambda: desk.has_said("page was killed by SIGKILL: starting it again"), 5)
    until(lambda: killed not in desk.processes())
    until(lambda: list(desk.processes().values()).count("balcao page") == 2, 10)
    until(desk.is_well)


def test_a_killed_database_is_back_with_what_was_committed(desk: Desk, founder: Visitor) -> None:
    desk.said.clear()
    os.kill(desk.postmaster(), signal.SIGKILL)
    until(lambda: desk.has_said("database ended: starting it again"), 5)
    until(desk.is_well)
    until(lambda: founder.open("GET", "/desk/").status == 200)


def test_sigterm_ends_all_of_it_also_with_open_streams(folder: Path) -> None:
    desk = Desk(folder / "streams", "--empty")
    try:
        desk.wait_ready()
        visitor = found(desk)
        streams = [visitor.open("GET", "/live?topics=mine") for _ in range(20)]
        assert {stream.status for stream in streams} == {200}
        everyone = desk.processes()
        began = time.monotonic()
        assert desk.end() == 0
        assert time.monotonic() - began < 10
        assert not [pid for pid in everyone if Path(f"/proc/{pid}").exists()]
        assert desk.said[-1] == "Stopped"
    finally:
        desk.end()


def test_when_the_first_process_is_killed_nobody_stays(folder: Path) -> None:
    desk = Desk(folder / "killed", "--empty")
    try:
        desk.wait_ready()
        everyone = desk.processes()
        assert len(everyone) > 8
        desk.process.kill()
        desk.process.wait()
        until(lambda: not [pid for pid in everyone if _lives(pid)], 10)
    finally:
        desk.end()
    again = Desk(folder / "killed")
    try:
        again.wait_ready()
    finally:
        assert again.end() == 0


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
