"""What others computed and wrote: holidays of Brazil, clock changes, and iCalendar files."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from balcao.register.calendars import rules
from balcao.register.calendars.rules import WrongFile, read_icalendar
from tests.corpus import DATA

PEOPLE = DATA / "people_br"
FILES = sorted((DATA / "email" / "calendar").rglob("*.ics"))


def _told(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PEOPLE / name).read_text())
    return found


@pytest.mark.parametrize("state", ["", "SP", "RJ"])
def test_the_holidays_of_brazil_are_those_of_the_list(state: str) -> None:
    told = _told("holidays_br.json")
    listed = told[f"{state}_2026" if state else "national_2024_2028"]
    years = sorted({int(day[:4]) for day in listed})
    found = [day for year in years for day in rules.named_holidays("BR", state, year)]
    assert [day.isoformat() for day in found] == sorted(listed)


def test_optional_points_are_those_of_the_list() -> None:
    told = _told("holidays_br.json")
    lawful = {day for day in told["national_2024_2028"] if day.startswith("2026")}
    optional = {day.isoformat() for day in rules.optional_points("BR", "", 2026)}
    assert optional == set(told["national_and_optional_2026"]) - lawful


def test_a_day_with_a_change_of_clock_has_as_many_hours_as_it_had() -> None:
    for zone, known in _told("timezones_br.json")["zones"].items():
        always = rules.read(
            {
                "name": "Madrugada",
                "zone": zone,
                "weekly": {day: [["00:00", "06:00"]] for day in rules.DAYS},
            }
        )
        for change in known["transitions_2000_2030"]:
            at = datetime.fromisoformat(change["utc"]).astimezone(UTC)
            local = at.astimezone(always.zone)
            midnight = datetime(local.year, local.month, local.day, tzinfo=always.zone)
            day = (midnight, midnight + timedelta(days=1))
            expected = sum(
                (at_minute := midnight.astimezone(UTC) + timedelta(minutes=minute))
                < day[1].astimezone(UTC)
                and at_minute.astimezone(always.zone).hour < 6
                for minute in range(26 * 60)
            )
            assert rules.worked(always, *day) == timedelta(minutes=expected), (zone, change)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_gives_days_or_a_reason(file: Any) -> None:
    try:
        found = read_icalendar(file.read_bytes(), date(2026, 11, 22))
    except WrongFile as refusal:
        found = None
        reason = str(refusal)
    assert found.days if found else reason
