from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.changes.rules import (
    QUESTIONS,
    Kind,
    Level,
    Risk,
    State,
    days,
    lacking,
    may_become,
    months,
    overlap,
    problems_of_window,
    risk,
    services,
    unanswered,
    week,
    weighed,
)

from .changing import HARMLESS, WORST

NOON = datetime(2026, 11, 22, 15, tzinfo=UTC)
ANSWERS = st.fixed_dictionaries(
    {q.key: st.sampled_from([key for key, _words in q.answers]) for q in QUESTIONS}
)
INSTANTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1))


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"),
    [
        (1, 1, Risk.LOW),
        (1, 2, Risk.LOW),
        (2, 1, Risk.LOW),
        (1, 3, Risk.MODERATE),
        (2, 2, Risk.MODERATE),
        (3, 1, Risk.MODERATE),
        (2, 3, Risk.HIGH),
        (3, 2, Risk.HIGH),
        (3, 3, Risk.VERY_HIGH),
    ],
)
def test_the_matrix_is_the_product_of_both_levels(
    likelihood: int, impact: int, expected: Risk
) -> None:
    assert risk(Level(likelihood), Level(impact)) is expected


def test_the_gentlest_answers_are_low_and_the_hardest_very_high() -> None:
    assert weighed(HARMLESS).risk is Risk.LOW
    assert weighed(HARMLESS).heavy == ()
    told = weighed(WORST)
    assert (told.likelihood, told.impact, told.risk) == (Level.HIGH, Level.HIGH, Risk.VERY_HIGH)
    assert set(told.heavy) == {question.key for question in QUESTIONS}


def test_what_cannot_be_taken_back_is_never_unlikely_to_hurt() -> None:
    assert weighed({**HARMLESS, "back_out": "no"}).likelihood is Level.MEDIUM
    assert weighed({**HARMLESS, "data": "lost"}).impact is Level.MEDIUM


@given(ANSWERS, st.sampled_from(QUESTIONS))
def test_a_harder_answer_never_lowers_the_risk(answers: dict[str, str], question: object) -> None:
    keys = [key for key, _words in question.answers]  # type: ignore[attr-defined]
    risks = [
        weighed({**answers, question.key: key}).risk  # type: ignore[attr-defined]
        for key in keys
    ]
    assert risks == sorted(risks)


def test_what_is_not_answered_or_not_offered_is_told() -> None:
    assert unanswered(HARMLESS) == []
    assert unanswered({**HARMLESS, "tested": "perhaps"}) == ["tested"]
    assert len(unanswered({})) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("draft", "waiting", True),
        ("draft", "running", False),
        ("waiting", "draft", True),
        ("refused", "approved", False),
        ("approved", "running", True),
        ("running", "cancelled", False),
        ("done", "reviewed", True),
        ("reviewed", "draft", False),
    ],
)
def test_the_ways_of_a_change(before: str, after: str, allowed: bool) -> None:
    assert may_become(State(before), State(after)) is allowed


def test_only_what_is_harmless_is_standard_and_an_emergency_says_why() -> None:
    whole = {"plan": "x", "back_out": "y", "has_window": True}
    assert not lacking(Kind.STANDARD, Risk.LOW, reason="", **whole)  # type: ignore[arg-type]
    assert set(lacking(Kind.STANDARD, Risk.HIGH, reason="", **whole)) == {"kind"}  # type: ignore[arg-type]
    assert set(lacking(Kind.EMERGENCY, Risk.HIGH, reason="", **whole)) == {"urgent_why"}  # type: ignore[arg-type]
    missing = lacking(Kind.NORMAL, None, plan="", back_out="", has_window=False, reason="")
    assert set(missing) == {"answers", "plan", "back_out", "starts_at"}


@given(INSTANTS, INSTANTS, INSTANTS, INSTANTS)
def test_windows_meet_whichever_is_asked_first(
    a: datetime, b: datetime, c: datetime, d: datetime
) -> None:
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    shared = overlap(one, other)
    assert shared == overlap(other, one)
    if shared:
        assert max(one[0], other[0]) == shared[0] < shared[1] == min(one[1], other[1])
    else:
        assert one[1] <= other[0] or other[1] <= one[0] or a == b or c == d


def test_windows_that_touch_do_not_meet() -> None:
    hour = timedelta(hours=1)
    assert overlap((NOON, NOON + hour), (NOON + hour, NOON + 2 * hour)) is None


def test_a_window_has_both_ends_in_order_and_is_no_season() -> None:
    assert problems_of_window(None, None) == {}
    assert set(problems_of_window(NOON, None)) == {"starts_at"}
    assert set(problems_of_window(NOON, NOON)) == {"ends_at"}
    assert set(problems_of_window(NOON, NOON + timedelta(days=32))) == {"ends_at"}
    assert problems_of_window(NOON, NOON + timedelta(days=31)) == {}


def test_names_are_kept_once_in_whatever_spelling() -> None:
    told = services([" Emissão  de nota", "emissao de NOTA", "", "Wi-Fi"])
    assert [one.name for one in told] == ["Emissão de nota", "Wi-Fi"]
    assert told[0].key == "emissao de nota"
    assert len(services(str(n) for n in range(50))) == 20


@given(st.dates(min_value=date(2000, 2, 1), max_value=date(2100, 1, 1)))
def test_calendars_begin_on_sunday_and_miss_no_day(day: date) -> None:
    weeks = days(day)
    assert all(len(one) == 7 and one[0].weekday() == 6 for one in weeks)
    assert day in week(day)
    assert day in [one for line in weeks for one in line]
    assert months(months(day, 1), -1) == day.replace(day=1)
