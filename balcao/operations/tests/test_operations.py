"""Doctor, backup and restore, as a person runs them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from balcao.config.postgres import running, socket_folder
from tests.group.desk import free_port

pytestmark = pytest.mark.group
PROGRAM = Path(sys.executable).with_name("balcao")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user may pass through, and no setting that leads elsewhere."""
    for name in ("DATABASE_URL", "BALCAO_DATA", "BALCAO_SOCKET_DIR"):
        monkeypatch.delenv(name, raising=False)
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def balcao(*words: object, code: int = 0, cwd: Path | None = None, **environment: str) -> str:
    """Run the command, expect its exit code, return what it said on both outputs."""
    done = subprocess.run(
        [str(PROGRAM), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    return said


def ask(data: Path, statement: str) -> object:
    """The first value the folder's database answers."""
    with (
        running(data),
        psycopg.connect(host=str(socket_folder(data)), user="balcao") as connection,
    ):
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def test_a_backup_brings_everything_back(folder: Path) -> None:
    data, file, back = folder / "data", folder / "all.backup", folder / "back"
    assert "Nobody in the register" in balcao("token", "nobody@example.com", "--data", data, code=1)
    ask(data, "INSERT INTO cache VALUES ('kept', 'value', now()) RETURNING 1")
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "note.txt").write_text("coração")
    balcao("backup", file, "--data", data)
    assert file.stat().st_mode & 0o077 == 0
    balcao("restore", file, "--data", back)
    assert (back / "files" / "ab" / "note.txt").read_text() == "coração"
    assert (back / "secret-keys").read_text() == (data / "secret-keys").read_text()
    assert ask(back, "SELECT value FROM cache WHERE cache_key = 'kept'") == "value"
    assert "not empty" in balcao("restore", file, "--data", back, code=2)


def test_a_file_that_is_no_backup_is_refused(folder: Path) -> None:
    wrong = folder / "wrong"
    wrong.write_bytes(b"nothing" * 1000)
    assert "no backup" in balcao("restore", wrong, "--data", folder / "data", code=2)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "other"])
def test_a_backup_that_reaches_outside_is_refused(folder: Path, name: str) -> None:
    wrong = folder / "wrong"
    with tarfile.open(wrong, "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    balcao("restore", wrong, "--data", folder / "data", code=2)
    assert not (folder / "outside").exists()


def test_the_doctor_names_what_is_wrong(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    said = balcao("doctor", "--data", data, code=1, EMAIL_PORT="abc")
    assert "BAD  EMAIL_PORT must be a whole number" in said
    said = balcao("doctor", "--data", data, code=1)
    assert "ok   its encoding and locale serve Portuguese" in said
    assert "steps of the tables are missing" in said


def test_the_doctor_makes_nothing_where_nothing_is(folder: Path) -> None:
    port, smtp_port = str(free_port()), str(free_port())
    said = balcao(
        "doctor",
        "--data",
        folder / "none",
        cwd=folder,
        BALCAO_PORT=port,
        BALCAO_SMTP_PORT=smtp_port,
    )
    assert "does not exist yet" in said
    assert not (folder / "none").exists()


def test_the_doctor_finds_an_open_key_file(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    keys = data / "secret-keys"
    keys.write_text("a-key\n")
    keys.chmod(0o644)
    assert f"BAD  {keys} is open to other users" in balcao("doctor", "--data", data, code=1)


def test_a_wrong_setting_is_refused_in_words(folder: Path) -> None:
    data = folder / "data"
    said = balcao("token", "a@b.c", "--data", data, code=2, DATABASE_URL="mysql://x/y")
    assert said == "DATABASE_URL must begin with postgresql://.\n"


def test_the_environment_wins_over_the_env_file(folder: Path) -> None:
    (folder / ".env").write_text(f"EMAIL_PORT=abc\nBALCAO_DATA={folder / 'told'}\n")
    said = balcao("doctor", code=1, cwd=folder)
    assert "BAD  EMAIL_PORT must be a whole number" in said
    assert f"{folder / 'told'}" in said
    (folder / "flag").mkdir()
    said = balcao("doctor", "--data", folder / "flag", code=1, cwd=folder, EMAIL_PORT="25")
    assert "EMAIL_PORT" not in said
    assert f"{folder / 'flag'}" in said
