from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from balcao.channels.email.parse import parse as parse_mail
from balcao.service.delivery import ingest
from balcao.service.delivery.models import OutgoingMail, RawMail
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .letters import letter

pytestmark = pytest.mark.django_db
MBOX_LINE = b"From joao@cliente.example Sun Nov 22 01:00:00 2026\n"


@pytest.fixture
def told(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run `ingest` and give its exit code and the lines it told."""

    def run(*paths: object, inbox: str | None = None, archive: bool = False) -> Any:
        capsys.readouterr()
        code = ingest.run([str(path) for path in paths], inbox, archive)
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def write(path: Path, *mails: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(mails))
    return path


def test_any_file_is_one_mail_and_is_told_in_one_line(told: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "whatever", letter().as_bytes())
    code, lines = told(path)
    assert code == 0
    assert lines == [
        {
            "source": str(path),
            "outcome": "opened",
            "protocol": Ticket.objects.get().protocol,
            "reason": lines[0]["reason"],
        }
    ]
    assert lines[0]["reason"]
    assert told(path)[1][0]["outcome"] == "duplicate"
    assert told(path)[1][0]["protocol"] == Ticket.objects.get().protocol


def test_lines_come_in_the_order_of_the_paths(told: Any, tmp_path: Path) -> None:
    paths = [write(tmp_path / name, letter(subject=name).as_bytes()) for name in ("c", "a", "b")]
    assert [line["source"] for line in told(*paths)[1]] == [str(path) for path in paths]


def test_an_mbox_is_told_mail_by_mail_with_its_index(told: Any, tmp_path: Path) -> None:
    one = MBOX_LINE + letter(body="a\n>From the start\n").as_bytes() + b"\n"
    two = MBOX_LINE + letter().as_bytes() + b"\n"
    for name in ("box.mbox", "box"):
        code, lines = told(write(tmp_path / name, one, two))
        assert code == 0
        assert [line["index"] for line in lines] == [0, 1]
    assert Ticket.objects.count() == 2
    assert "\nFrom the start" in bytes(RawMail.objects.order_by("pk")[0].data).decode()


def test_a_from_line_in_the_text_makes_no_mbox(told: Any, tmp_path: Path) -> None:
    text = "Olá\n\nFrom now on I pay.\n\nFrom joao with love\n"
    _code, lines = told(write(tmp_path / "one", MBOX_LINE, letter(body=text).as_bytes()))
    assert len(lines) == 1
    assert "index" not in lines[0]


def test_a_file_named_mbox_holds_what_it_holds(told: Any, tmp_path: Path) -> None:
    assert told(write(tmp_path / "empty.mbox"))[1] == []
    _code, lines = told(write(tmp_path / "one.mbox", MBOX_LINE, letter().as_bytes()))
    assert [line["index"] for line in lines] == [0]


def test_a_maildir_gives_its_read_and_new_mails(told: Any, tmp_path: Path) -> None:
    for name in ("cur/1.a:2,S", "new/2.b", "tmp/3.c"):
        write(tmp_path / "box" / name, letter(subject=name).as_bytes())
    code, lines = told(tmp_path / "box")
    assert (code, [line["index"] for line in lines]) == (0, [0, 1])
    assert {line["source"] for line in lines} == {str(tmp_path / "box")}
    assert list(Ticket.objects.order_by("pk").values_list("subject", flat=True)) == [
        "cur/1.a:2,S",
        "new/2.b",
    ]


def test_standard_input_is_one_mail(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(letter().as_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    code, lines = told("-")
    assert (code, lines[0]["source"], lines[0]["outcome"]) == (0, "-", "opened")


def test_an_inbox_named_decides_alone(told: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "one", letter(to="sac@boapraca.example").as_bytes())
    code, lines = told(path, inbox="TI@boapraca.example")
    assert (code, lines[0]["outcome"]) == (0, "opened")
    ticket = Ticket.objects.get()
    assert ticket.team.name == "TI"
    assert not ticket.places.exists()


def test_without_a_known_inbox_it_is_quarantined(told: Any, tmp_path: Path) -> None:
    code, (line,) = told(write(tmp_path / "one", letter(to="x@fora.example").as_bytes()))
    assert (code, line["outcome"], line["protocol"]) == (0, "quarantined", None)
    assert line["reason"]


def test_an_archive_answers_nobody(told: Any, tmp_path: Path) -> None:
    assert told(write(tmp_path / "one", letter().as_bytes()), archive=True)[0] == 0
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("inbox", [None, "nobody@boapraca.example"])
def test_what_does_not_exist_is_refused_before_anything_is_taken_in(
    told: Any, tmp_path: Path, inbox: str | None
) -> None:
    path = write(tmp_path / "one", letter().as_bytes())
    paths = [path] if inbox else [path, tmp_path / "missing"]
    assert told(*paths, inbox=inbox) == (2, [])
    assert not RawMail.objects.exists()


def test_an_oversized_mail_is_told_and_only_its_beginning_kept(
    told: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MAIL_MAX_BYTES = 1000
    code, (line,) = told(write(tmp_path / "big", letter(body="x" * 70_000).as_bytes()))
    assert (code, line["outcome"]) == (0, "quarantined")
    assert "1000" in line["reason"]
    raw = RawMail.objects.get()
    assert raw.size > 70_000
    assert len(raw.data) <= 65_536
    assert raw.subject == "Sofá rasgado"


def test_a_mail_that_breaks_the_intake_is_quarantined_and_holds_up_no_other(
    told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(data: bytes) -> Any:
        if b"POISON" in data:
            raise ZeroDivisionError("poison")
        return parse_mail(data)

    monkeypatch.setattr("balcao.service.delivery.inbound.parse", parse)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    paths = [
        write(tmp_path / "1", letter(subject="POISON").as_bytes()),
        write(tmp_path / "2", letter().as_bytes()),
    ]
    code, lines = told(*paths)
    assert (code, [line["outcome"] for line in lines]) == (0, ["quarantined", "opened"])
    assert "poison" in lines[0]["reason"]
