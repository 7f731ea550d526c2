"""What a template may say; which tasks come next, in any order in which they are done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.service.bundles import rules
from balcao.service.bundles.rules import State

DAY = {"key": "day", "kind": "date", "labels": {"pt-br": "Dia"}}
KEYS = [f"t{number}" for number in range(7)]


def task(key: str, *after: str, **told: Any) -> dict[str, Any]:
    return {"key": key, "titles": {"pt-br": key.upper()}, "inbox": 1, "after": list(after), **told}


def content(*tasks: dict[str, Any], **told: Any) -> dict[str, Any]:
    return {"form": [DAY], "key_date": "day", "tasks": list(tasks), **told}


def test_tasks_stand_after_those_they_wait_for() -> None:
    told = rules.read(content(task("c", "b"), task("b", "a"), task("a"), task("d")))
    assert [one.key for one in told.tasks] == ["a", "b", "c", "d"]
    assert rules.read(rules.as_json(told)) == told


def test_a_circle_is_refused_with_the_names() -> None:
    with pytest.raises(Invalid) as refused:
        rules.read(content(task("z"), task("a", "c"), task("b", "a"), task("c", "b", "z")))
    words = str(refused.value.message)
    assert {name for name in ("“A”", "“B”", "“C”") if name in words} == {"“A”", "“B”", "“C”"}
    assert "“Z”" not in words
    with pytest.raises(Invalid):
        rules.read(content(task("a", "a")))


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        content(),
        content(task("a"), task("a")),
        content(task("a", "nada")),
        content({**task("a"), "inbox": None}),
        content({**task("a"), "titles": {}}),
        content(task("A B")),
        content(task("a", days=9999)),
        content(task("a", days=1), key_date=""),
        content(task("a"), key_date="other"),
        content(task("a", condition={"when": "all", "rules": [{"field": "x", "operator": "is"}]})),
        content(task("a"), form=[{**DAY, "kind": "file"}], key_date=""),
        content(task("a"), more=1),
        content({**task("a"), "more": 1}),
        content(*(task(f"t{number}") for number in range(41))),
    ],
)
def test_what_can_t_stand_is_refused(told: object) -> None:
    with pytest.raises(Invalid):
        rules.read(told)


@given(st.lists(st.sets(st.integers(0, 6)), min_size=7, max_size=7), st.data())
@settings(max_examples=100)
def test_whatever_has_no_circle_comes_to_its_end_and_never_too_soon(
    befores: list[set[int]], data: st.DataObject
) -> None:
    """Each waits for earlier ones alone; done in any order, all open once and after their own."""
    tasks = [task(KEYS[n], *(KEYS[b] for b in befores[n] if b < n)) for n in range(7)]
    told = rules.read(content(*reversed(tasks))).tasks
    skipped = data.draw(st.sets(st.sampled_from(KEYS)))
    states = {key: State.SKIPPED if key in skipped else State.WAITING for key in KEYS}
    opened = list[str]()
    while following := rules.ready(told, states):
        for one in following:
            assert all(states[before] in rules.SETTLED for before in one.after)
            states[one.key] = State.OPEN
            opened.append(one.key)
        running = [key for key in KEYS if states[key] is State.OPEN]
        states[data.draw(st.sampled_from(running))] = State.DONE
        while not rules.ready(told, states) and State.OPEN in states.values():
            left = [key for key in KEYS if states[key] is State.OPEN]
            states[left[0]] = State.DONE
    assert sorted(opened) == sorted(set(KEYS) - skipped)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(-60, 60))
@settings(max_examples=100)
def test_days_count_business_days_both_ways(key_date: date, days: int) -> None:
    def is_business(day: date) -> bool:
        return day.weekday() < 5

    found = rules.due_on(key_date, days, is_business)
    assert found is not None
    low, high = sorted((key_date, found))
    between = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    counted = [day for day in between if is_business(day) and day != key_date]
    assert len(counted) == abs(days)
    assert days == 0 or is_business(found)


def test_without_a_key_date_there_is_no_day_and_a_shut_company_is_told() -> None:
    assert rules.due_on(None, 3, lambda day: True) is None
    assert rules.due_on(date(2026, 1, 1), None, lambda day: True) is None
    with pytest.raises(ValueError, match="business day"):
        rules.due_on(date(2026, 1, 1), 1, lambda day: False)
