"""Files for spreadsheets: read as they are meant, and never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from balcao.web.sheets import Cell, sheet


def _read(
    lines: Iterable[Sequence[Cell]], language: str = "pt-br"
) -> tuple[bytes, list[list[str]]]:
    with translation.override(language):
        content = b"".join(sheet("numeros", ["Grupo", "Valor"], lines).streaming_content)  # type: ignore[arg-type]
    told = content.decode("utf-8-sig")
    separator = "," if language == "en" else ";"
    return content, list(csv.reader(io.StringIO(told), delimiter=separator))


def test_a_file_opens_in_a_brazilian_spreadsheet() -> None:
    content, lines = _read([["Região “Sul”; sim", -5.5], ["João\nde novo", 34], [None, 0.8125]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines == [
        ["Grupo", "Valor"],
        ["Região “Sul”; sim", "-5,5"],
        ["João\nde novo", "34"],
        ["", "0,8125"],
    ]
    assert _read([["a,b", -5.5]], "en")[1][1] == ["a,b", "-5.5"]


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+55 11", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "＋1", "＠a"],
)
def test_words_never_become_a_formula(words: str) -> None:
    (_heads, (told,)) = _read([[words]])[1]
    assert told == f"'{words}"


def test_days_and_instants_are_told_for_machines() -> None:
    told = [date(2026, 5, 4), datetime(2026, 5, 4, 15, 30, tzinfo=UTC)]
    assert _read([told])[1][1] == ["2026-05-04", "2026-05-04 12:30"]


def test_a_file_is_saved_under_its_name_and_kept_by_nobody() -> None:
    answer = sheet("numeros", ["a"], [])
    assert answer["Content-Disposition"].startswith('attachment; filename="numeros-20')
    assert "no-store" in answer["Cache-Control"]
