"""Holidays out of iCalendar files."""

from __future__ import annotations

from datetime import date

import pytest

from balcao.register.calendars.rules import Imported, WrongFile, read_icalendar

from .test_actions import ics

TODAY = date(2026, 11, 22)


def days(*events: str) -> list[str]:
    return list(read_icalendar(ics(*events), TODAY).days)


def test_days_with_their_names() -> None:
    found = read_icalendar(
        ics("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Véspera\\, de  Natal"), TODAY
    )
    assert found == Imported({"2026-12-24": "Véspera, de Natal"}, 0)


def test_several_days_end_before_their_end() -> None:
    assert days("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102") == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
    ]
    assert days("DTSTART;VALUE=DATE:20261230\r\nDURATION:P2D") == ["2026-12-30", "2026-12-31"]


def test_each_year_on_the_same_date_is_one_day_for_ever() -> None:
    for rule in ("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=1;BYMONTH=1;BYMONTHDAY=25"):
        assert days(f"DTSTART;VALUE=DATE:20200125\r\nRRULE:{rule}") == ["01-25"]


def test_other_repetitions_are_written_out_for_some_years() -> None:
    found = days("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH")
    assert found[:2] == ["2025-11-27", "2026-11-26"]
    assert len(found) == 12
    few = days("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;COUNT=3")
    assert few == ["2026-01-05", "2026-01-12", "2026-01-19"]
    until = days("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;UNTIL=20260112")
    assert until == ["2026-01-05", "2026-01-12"]


def test_what_is_no_holiday_is_left_aside_and_counted() -> None:
    kept = "DTSTART;VALUE=DATE:20261224"
    for other in (
        "DTSTART:20261225T090000Z",
        "DTSTART;VALUE=DATE:20261225\r\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101",
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225",
        "SUMMARY:Sem data",
        "DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=NEVER",
    ):
        found = read_icalendar(ics(kept, other), TODAY)
        assert (list(found.days), found.skipped) == (["2026-12-24"], 1), other


def test_a_file_without_holidays_is_refused_with_the_reason() -> None:
    endless = "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY"
    for content, reason in (
        (b"", "no whole-day event"),
        (b"\xff\xfe\x00garbage", "iCalendar"),
        (b"BEGIN:VCALENDAR", "no whole-day event"),
        (ics("DTSTART:20261225T090000Z"), "no whole-day event"),
        (b"x" * 1_000_001, "larger than"),
        (ics(endless), "more than"),
    ):
        with pytest.raises(WrongFile) as refusal:
            read_icalendar(content, TODAY)
        assert reason in str(refusal.value), content[:40]
