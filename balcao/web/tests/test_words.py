from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from balcao.core import clock
from balcao.register.calendars.rules import read
from balcao.web.components import dates, drawn, looks, promises, words

NOON = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon_in_sao_paulo() -> object:
    with clock.at(NOON), timezone.override("America/Sao_Paulo"), translation.override("pt-br"):
        yield


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 3, 10, 3, 5, tzinfo=UTC), "00:05"),
        (datetime(2026, 3, 10, 2, 59, tzinfo=UTC), "9 mar"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "31/12/2025"),
    ],
)
def test_a_list_shows_as_little_of_an_instant_as_will_do(instant: datetime, shown: str) -> None:
    assert dates.short(instant) == shown


def test_an_instant_in_full_is_in_the_readers_zone_and_language() -> None:
    assert dates.moment(NOON) == "ter, 10 mar 2026, 12:00"
    with timezone.override("America/Manaus"), translation.override("en"):
        assert dates.moment(NOON) == "Tue, 10 Mar 2026, 11:00"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("João Souza", "JS"),
        ("Maria da Conceição Reis", "MR"),
        ("zoe", "Z"),
        ("zoe@fora.example", "ZF"),
        ("", "?"),
        ("***", "?"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, shown: str) -> None:
    assert words.initials(name) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (999, "999 B"), (1_500, "1,5 kB"), (84_211, "84 kB"), (26_214_400, "26 MB")],
)
def test_sizes_are_in_the_readers_notation(count: int, shown: str) -> None:
    assert words.size(count) == shown


def test_plain_text_keeps_its_breaks_and_shows_markup_as_typed() -> None:
    told = words.lines("Oi <b>\ntchau\r\n\r\n\n<script>alert(1)</script>")
    assert told == "<p>Oi &lt;b&gt;<br>tchau</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_preview_has_no_marks_of_markdown() -> None:
    assert words.plain("## Olá\n> **já** vimos\n\n`x`") == "Olá já vimos x"


def test_names_in_components_are_escaped() -> None:
    assert "<img" not in drawn.avatar("<img src=x> <b")


def test_each_side_reads_its_own_words_of_a_status() -> None:
    with translation.override("en"):
        assert "Waiting for client" in drawn.status("pending")
        assert "Waiting for you" in drawn.status("pending", looks.CLIENT_STATUS)


def test_a_quiet_priority_says_nothing_of_the_ordinary() -> None:
    assert drawn.priority(2) == ""
    assert drawn.priority(2, quiet=False)
    assert drawn.priority(4)


LUNCH = [["08:00", "12:00"], ["13:00", "18:00"]]
WHOLE = [["00:00", "24:00"]]
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("weekly", "shown"),
    [
        (
            {**dict.fromkeys(WORKDAYS, LUNCH), "sat": [["08:00", "12:00"]]},
            "seg–sex 08:00–12:00, 13:00–18:00; sáb 08:00–12:00",
        ),
        (dict.fromkeys((*WORKDAYS, "sat", "sun"), WHOLE), "dia e noite"),
        (
            {"fri": [["22:00", "06:00"]], "sun": [["08:00", "24:00"]]},
            "sex 22:00–06:00; dom 08:00–24:00",
        ),
        (
            {"tue": LUNCH, "thu": LUNCH},
            "ter 08:00–12:00, 13:00–18:00; qui 08:00–12:00, 13:00–18:00",
        ),
    ],
)
def test_a_week_tells_days_with_the_same_hours_together(
    weekly: dict[str, list[list[str]]], shown: str
) -> None:
    told = read({"name": "Loja", "zone": "America/Sao_Paulo", "weekly": weekly})
    assert promises.week_of(told) == shown
