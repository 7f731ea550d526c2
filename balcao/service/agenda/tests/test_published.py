"""The agenda as a file: what calendars of phones need, and nothing that moves by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from balcao.service.agenda.published import POINT, Entry, calendar, mark_of

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DUE = datetime(2026, 5, 4, 15, tzinfo=ZoneInfo("America/Sao_Paulo"))
LONG = "Retorno combinado com a equipe de instalação " * 4
ENTRIES = [
    Entry("follow_up-1@desk", LONG, DUE, None, "https://desk.example/desk/tickets/202600000011/"),
    Entry("appointment-2@desk", "Compromisso", DUE, DUE + timedelta(hours=1)),
]


def test_it_is_read_back_as_it_was_written() -> None:
    found: list[Any] = Calendar.from_ical(calendar("Agenda", ENTRIES, NOW)).walk("VEVENT")
    first, second = found
    assert str(first["uid"]) == "follow_up-1@desk"
    assert str(first["summary"]) == LONG
    assert first["dtstart"].dt == DUE
    assert first["dtend"].dt == DUE + POINT
    assert (str(first["transp"]), str(second["transp"])) == ("TRANSPARENT", "OPAQUE")
    assert "url" not in second
    assert second["dtend"].dt == DUE + timedelta(hours=1)


def test_lines_end_and_fold_as_the_standard_wants_and_instants_are_in_utc() -> None:
    raw = calendar("Agenda", ENTRIES, NOW)
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert {b"PRODID:-//Balcao//Agenda//PT", b"VERSION:2.0"} <= set(lines)
    assert b"DTSTART:20260504T180000Z" in lines
    assert lines.count(b"DTSTAMP:20260504T120000Z") == len(ENTRIES)
    assert b"TZID" not in raw


def test_an_empty_agenda_is_a_calendar_too() -> None:
    assert Calendar.from_ical(calendar("Agenda", [], NOW)).walk("VEVENT") == []


def test_its_mark_changes_with_what_it_says_and_never_with_time() -> None:
    assert mark_of("Agenda", ENTRIES) == mark_of("Agenda", list(ENTRIES))
    assert mark_of("Agenda", ENTRIES) != mark_of("Agenda", ENTRIES[:1])
    assert mark_of("Agenda", ENTRIES) != mark_of("Diary", ENTRIES)
