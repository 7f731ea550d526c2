from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.listening.surveys.rules import (
    Kind,
    condition_problem,
    conditions_problem,
    holds,
    in_order,
    moved,
    pages,
    read_condition,
    stepped,
    visible,
)

from .asking import answer_to, only_if, question, surveys


@pytest.mark.parametrize(
    ("operator", "value", "answer", "expected"),
    [
        ("is", 9, 9, True),
        ("is", 9, 8, False),
        ("is_not", 9, 8, True),
        ("is_not", 9, 9, False),
        ("at_least", 9, 9, True),
        ("at_least", 9, 8, False),
        ("at_most", 6, 6, True),
        ("at_most", 6, 7, False),
        ("contains", "a", ["b", "a"], True),
        ("contains", "a", ["b"], False),
        ("contains", "sofa", "O SOFÁ veio torto", True),
        ("contains", "mesa", "O sofá veio torto", False),
        ("is", True, True, True),
        ("is", True, False, False),
    ],
)
def test_an_answer_is_compared(operator: str, value: Any, answer: Any, expected: bool) -> None:
    assert holds(only_if("q", operator, value), {"q": answer}) is expected
    assert holds(only_if("q", operator, value), {}) is False


def test_all_wants_every_line_and_any_one_of_them() -> None:
    rules = [*only_if("a", "is", 1)["rules"], *only_if("b", "is", 2)["rules"]]
    known = {"a": 1, "b": 3}
    assert holds({"when": "any", "rules": rules}, known)
    assert not holds({"when": "all", "rules": rules}, known)
    assert holds(None, {})
    assert holds({"when": "all", "rules": []}, {})


def test_what_was_not_answered_is_not_unequal_either() -> None:
    assert not holds(only_if("q", "is_not", 3), {})


def test_an_answer_to_a_hidden_question_decides_nothing() -> None:
    asked = [
        question("a", position=1),
        question("b", position=2, shown_if=only_if("a", "at_most", 6)),
        question("c", position=3, shown_if=only_if("b", "at_most", 6)),
    ]
    assert [one.key for one in visible(asked, {"a": 10, "b": 0})] == ["a"]
    assert [one.key for one in visible(asked, {"a": 0, "b": 0})] == ["a", "b", "c"]


def test_a_circle_is_refused_as_a_circle_and_a_later_question_as_later() -> None:
    first = question("a", position=1, shown_if=only_if("b", "is", 1))
    second = question("b", position=2, shown_if=only_if("a", "is", 1))
    assert "circle" in str(condition_problem([first, second], "a"))
    assert "circle" in str(condition_problem([first, second], "b"))
    alone = question("a", shown_if=only_if("a", "is", 1))
    assert "circle" in str(condition_problem([alone], "a"))
    plain = replace(second, shown_if=None)
    assert "later" in str(condition_problem([first, plain], "a"))
    assert "not there" in str(condition_problem([first], "a"))


@pytest.mark.parametrize(
    ("kind", "operator", "value"),
    [
        (Kind.NPS, "contains", 1),
        (Kind.NPS, "is", 11),
        (Kind.NPS, "is", True),
        (Kind.NPS, "is", "9"),
        (Kind.CHOICE, "is", "z"),
        (Kind.CHOICE, "at_least", "a"),
        (Kind.MULTIPLE, "is", "a"),
        (Kind.CONSENT, "is", "yes"),
        (Kind.TEXT, "contains", " "),
        (Kind.MATRIX, "is", 1),
        (Kind.RANKING, "is", "a"),
        (Kind.SCALE, "at_most", 0),
    ],
)
def test_a_condition_that_can_never_be_met_is_refused(
    kind: Kind, operator: str, value: Any
) -> None:
    asked = [question("a", kind), question("b", position=2, shown_if=only_if("a", operator, value))]
    assert condition_problem(asked, "b")


@pytest.mark.parametrize(
    "told",
    [
        "x",
        {"rules": "x"},
        {"rules": [{"question": 3, "operator": "is", "value": 1}]},
        {"rules": [{"question": "a", "operator": "like", "value": 1}]},
        {"rules": [{"question": "a", "operator": "is", "value": [1]}]},
        {"when": "most", "rules": []},
        only_if("a", "is", 1) | {"rules": only_if("a", "is", 1)["rules"] * 11},
    ],
)
def test_what_is_no_condition_is_refused_in_words(told: Any) -> None:
    with pytest.raises(Invalid):
        read_condition(told)


def test_an_empty_condition_is_none() -> None:
    assert read_condition({"when": "any", "rules": []}) is None
    assert read_condition(None) is None


@given(surveys(), st.data())
def test_what_is_shown_depends_on_what_was_shown_before_alone(
    asked: list[Any], data: st.DataObject
) -> None:
    answers = {
        one.key: data.draw(answer_to(one)) for one in asked if data.draw(st.booleans(), one.key)
    }
    shown = visible(asked, answers)
    keys = {one.key for one in shown}
    assert shown == [one for one in in_order(asked) if one.key in keys]
    assert {one.key for one in asked if not one.shown_if} <= keys
    kept = {key: value for key, value in answers.items() if key in keys}
    assert visible(asked, kept) == shown
    for n in range(len(asked) + 1):
        before = in_order(asked)[:n]
        assert visible(before, answers) == [one for one in shown if one in before]
    for one in shown:
        if one.shown_if:
            assert {rule["question"] for rule in one.shown_if["rules"]} & keys


@given(surveys(), st.data())
def test_moving_loses_nobody_and_leaves_the_others_in_order(
    asked: list[Any], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([one.key for one in asked]))
    page, place = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    after = moved(asked, key, page, place)
    assert sorted(one.key for one in after) == sorted(one.key for one in asked)
    others = [one.key for one in in_order(after) if one.key != key]
    assert others == [one.key for one in in_order(asked) if one.key != key]
    told = pages(after)
    assert [one[0].page for one in told] == list(range(1, len(told) + 1))
    assert all([q.position for q in one] == list(range(1, len(one) + 1)) for one in told)


@given(surveys(), st.data())
def test_a_step_up_and_a_step_down_take_each_other_back(
    asked: list[Any], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([one.key for one in asked]))
    down = stepped(asked, key, "down")
    assert [one.key for one in stepped(down, key, "up")] == [one.key for one in in_order(asked)]
    place = [one.key for one in in_order(asked)].index(key)
    assert [one.key for one in down].index(key) in (place, place + 1)


@given(surveys())
def test_valid_surveys_have_no_problem_and_backwards_they_have_one(asked: list[Any]) -> None:
    assert conditions_problem(asked) is None
    turned = [replace(one, page=1, position=len(asked) - n) for n, one in enumerate(asked)]
    if any(one.shown_if for one in asked):
        assert conditions_problem(turned) is not None
