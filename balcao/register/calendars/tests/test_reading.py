"""What a calendar may say, and in which words another is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.register.calendars import rules
from balcao.register.calendars.rules import WrongCalendar

from .test_rules import SHOP, TWO_SHIFTS

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"weekly": {}}, "never opens"),
    ({"weekly": None}, "never opens"),
    ({"weekly": {"mon": []}, "exceptions": {"2026-12-24": []}}, "never opens"),
    ({"weekly": {"mon": [["08:00", "12:00"], ["11:59", "18:00"]]}}, "08:00–12:00 and 11:59–18:00"),
    ({"weekly": {"fri": [["22:00", "06:00"]], "sat": [["05:00", "08:00"]]}}, "runs into"),
    (
        {"weekly": {"sun": [["22:00", "06:00"]], "mon": [["05:59", "08:00"]]}},
        "22:00–06:00 of Sunday",
    ),
    (
        {
            "weekly": {"thu": [["05:00", "12:00"]]},
            "exceptions": {"2026-12-23": [["20:00", "05:01"]]},
        },
        "2026-12-23",
    ),
    ({"weekly": {"mon": [["08:00", "08:00"]]}}, "00:00 to 24:00"),
    ({"weekly": {"mon": [["24:00", "08:00"]]}}, "no time"),
    ({"weekly": {"mon": [["8:00", "12:00"]]}}, "no time"),
    ({"weekly": {"mon": [["08:00", "25:00"]]}}, "no time"),
    ({"weekly": {"mon": [[8, 12]]}}, "no time"),
    ({"weekly": {"mon": [["08:00"]]}}, "two times"),
    ({"weekly": {"mon": ["08:00", "12:00"]}}, "must be a list"),
    ({"weekly": {"mon": "08:00-12:00"}}, "must be a list"),
    ({"weekly": {"monday": TWO_SHIFTS}}, "monday"),
    ({"weekly": [TWO_SHIFTS]}, "must be an object"),
    ({"name": ""}, "needs a name"),
    ({"name": None}, "needs a name"),
    ({"name": "x" * 81}, "longer than 80"),
    ({"zone": "America/Nowhere"}, "no time zone"),
    ({"zone": "../etc/passwd"}, "no time zone"),
    ({"zone": "America"}, "no time zone"),
    ({"zone": None}, "no time zone"),
    ({"holidays": {"country": "XX"}}, "no country"),
    ({"holidays": {"country": ["BR"]}}, "no country"),
    ({"holidays": {"country": "BR", "state": "XX"}}, "no state of BR"),
    ({"holidays": {"state": "SP"}}, "needs its country"),
    ({"holidays": {"add": ["25/01/2027"]}}, "no date"),
    ({"holidays": {"add": ["2027-02-29"]}}, "no date"),
    ({"holidays": {"add": ["13-01"]}}, "no date"),
    ({"holidays": {"add": [{"date": "2027-01-25", "nome": "x"}]}}, "nome"),
    ({"holidays": {"add": ["2027-01-25"], "remove": ["2027-01-25"]}}, "both added"),
    ({"holidays": {"ad": []}}, "ad"),
    ({"exceptions": {"24/12": []}}, "no date"),
    ({"exceptions": {"1969-12-31": []}}, "outside the years"),
    ({"exceptions": ["2026-12-24"]}, "must be an object"),
    ({"exception": {}}, "exception"),
]


@pytest.mark.parametrize(("changed", "reason"), WRONG)
def test_a_calendar_is_refused_with_the_reason(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(WrongCalendar) as refusal:
        rules.read({**SHOP, **changed})
    assert reason in str(refusal.value)


def test_what_is_no_object_is_refused() -> None:
    nothing: tuple[Any, ...] = ([], "Loja", None, 7)
    for told in nothing:
        with pytest.raises(WrongCalendar):
            rules.read(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["08:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mon", "sun", "country", "add", "remove", "2026-12-24", "date"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["name", "zone", "weekly", "holidays", "exceptions"]), JSON))
def test_anything_else_is_read_or_refused_and_never_a_fault(told: dict[str, Any]) -> None:
    for definition in (told, {**SHOP, **told}):
        reason = "read"
        try:
            rules.read(definition)
        except WrongCalendar as refusal:
            reason = str(refusal)
        assert reason


def test_openings_that_touch_are_allowed() -> None:
    told = rules.read(
        {**SHOP, "weekly": {"mon": [["22:00", "06:00"]], "tue": [["06:00", "24:00"]]}}
    )
    assert [opening.end for day in told.weekly for opening in day] == [108_000, 86_400]


def test_the_library_knows_the_holidays_by_law_and_not_the_optional_points() -> None:
    national = rules.named_holidays("BR", "", 2026)
    assert [day.isoformat() for day in national] == [
        "2026-01-01", "2026-04-03", "2026-04-21", "2026-05-01", "2026-09-07",
        "2026-10-12", "2026-11-02", "2026-11-15", "2026-11-20", "2026-12-25",
    ]  # fmt: skip
    optional = rules.optional_points("BR", "", 2026)
    assert {date(2026, 2, 16), date(2026, 2, 17), date(2026, 6, 4)} <= optional.keys()
    assert not optional.keys() & national.keys()
    assert date(2023, 11, 20) not in rules.named_holidays("BR", "", 2023)
    assert date(2024, 11, 20) in rules.named_holidays("BR", "", 2024)
    assert date(2027, 3, 26) in rules.named_holidays("BR", "", 2027), "Easter is on 28 March"


def test_holidays_of_a_state_of_a_city_and_ones_own() -> None:
    state = rules.read({**SHOP, "holidays": {"country": "BR", "state": "SP"}})
    assert state.holidays_of(2026)[date(2026, 7, 9)] == "Revolução Constitucionalista"
    city = rules.read({**SHOP, "holidays": {"country": "BR", "state": "São Paulo Capital"}})
    assert {date(2026, 1, 25), date(2026, 7, 9)} <= city.holidays_of(2026).keys()
    own = rules.read(
        {
            **SHOP,
            "holidays": {
                "country": "BR",
                "add": ["2027-01-25", {"date": "07-14", "name": "Aniversário"}, "02-29"],
                "remove": ["2026-04-03", "11-20"],
            },
        }
    )
    assert own.holidays_of(2026)[date(2026, 7, 14)] == "Aniversário"
    assert own.holidays_of(2027)[date(2027, 7, 14)] == "Aniversário"
    assert date(2027, 1, 25) in own.holidays_of(2027)
    assert date(2026, 1, 25) not in own.holidays_of(2026)
    assert date(2026, 4, 3) not in own.holidays_of(2026)
    assert date(2027, 3, 26) in own.holidays_of(2027)
    assert not {day for year in (2026, 2027) for day in own.holidays_of(year)} & {
        date(2026, 11, 20),
        date(2027, 11, 20),
    }
    assert date(2028, 2, 29) in own.holidays_of(2028)


def test_a_definition_changes_without_touching_the_one_given() -> None:
    given_one: dict[str, Any] = {**SHOP, "holidays": {"country": "BR", "remove": ["2026-04-03"]}}
    closed = rules.with_holidays(given_one, {"2026-02-17": "Carnaval", "2026-04-03": ""})
    assert closed["holidays"] == {
        "country": "BR",
        "add": [{"date": "2026-02-17", "name": "Carnaval"}, "2026-04-03"],
        "remove": [],
    }
    assert given_one["holidays"] == {"country": "BR", "remove": ["2026-04-03"]}
    opened = rules.open_on_holiday(closed, "2026-02-17")
    assert date(2026, 2, 17) not in rules.read(opened).holidays_of(2026)
    kept = rules.keeping_holiday(rules.open_on_holiday(closed, "2026-05-01"), "2026-05-01")
    assert date(2026, 5, 1) in rules.read(kept).holidays_of(2026)
    assert rules.without_own_holiday(closed, "2026-02-17")["holidays"]["add"] == ["2026-04-03"]
    half = rules.with_exception(SHOP, "2026-12-24", [["08:00", "12:00"]])
    assert half["exceptions"] == {"2026-12-24": [["08:00", "12:00"]]}
    assert rules.with_exception(half, "2026-12-24", None)["exceptions"] == {}


def test_the_named_days_of_a_year_with_who_says_so() -> None:
    told = rules.read(
        {
            **SHOP,
            "holidays": {
                "country": "BR",
                "add": [{"date": "07-14", "name": "Padroeira"}, "2026-02-17", "2026-06-04"],
                "remove": ["11-20", "2026-04-03", "2027-04-21"],
            },
        }
    )
    found = {one.day.isoformat(): one for one in rules.named_days(told, 2026)}
    assert list(found) == sorted(found)
    assert found["2026-07-14"] == rules.NamedDay(
        date(2026, 7, 14), "Padroeira", rules.Origin.OWN, True, "07-14"
    )
    assert (found["2026-02-17"].name, found["2026-02-17"].origin) == ("Carnaval", "own")
    assert (found["2026-02-16"].origin, found["2026-02-16"].is_kept) == ("optional", False)
    assert (found["2026-11-20"].is_kept, found["2026-11-20"].text) == (False, "11-20")
    assert (found["2026-04-21"].origin, found["2026-04-21"].is_kept) == ("law", True)
    kept = {one.day for one in found.values() if one.is_kept}
    assert kept == told.holidays_of(2026).keys()
