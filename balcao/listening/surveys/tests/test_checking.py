from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from balcao.listening.surveys.rules import Kind, checked, from_form, to_form, visible

from .asking import answer_to, only_if, question, surveys

WRONG: list[tuple[Kind, Any]] = [
    (Kind.NPS, 11),
    (Kind.NPS, -1),
    (Kind.NPS, "dez"),
    (Kind.NPS, "٣"),
    (Kind.NPS, True),
    (Kind.NPS, 9.5),
    (Kind.NPS, [9]),
    (Kind.CSAT, 0),
    (Kind.CSAT, 6),
    (Kind.CES, 8),
    (Kind.ENPS, "11"),
    (Kind.SCALE, 4),
    (Kind.CHOICE, "z"),
    (Kind.CHOICE, ["a"]),
    (Kind.MULTIPLE, "a"),
    (Kind.MULTIPLE, ["a", "z"]),
    (Kind.MULTIPLE, ["a", "b", "c"]),
    (Kind.MULTIPLE, [["a"]]),
    (Kind.MATRIX, {"z": 1}),
    (Kind.MATRIX, {"a": 9}),
    (Kind.MATRIX, 3),
    (Kind.RANKING, ["a", "b"]),
    (Kind.RANKING, ["a", "a", "b"]),
    (Kind.RANKING, {"a": "1"}),
    (Kind.TEXT, "x" * 21),
    (Kind.TEXT, 3),
    (Kind.CONSENT, "maybe"),
    (Kind.CONSENT, 2),
]
RIGHT: list[tuple[Kind, Any, Any]] = [
    (Kind.NPS, "10", 10),
    (Kind.NPS, 0, 0),
    (Kind.CSAT, "5", 5),
    (Kind.SCALE, 3, 3),
    (Kind.CHOICE, "b", "b"),
    (Kind.MULTIPLE, ["c", "a", "a"], ["a", "c"]),
    (Kind.MATRIX, {"a": "1", "b": 2}, {"a": 1, "b": 2}),
    (Kind.RANKING, ["c", "a", "b"], ["c", "a", "b"]),
    (Kind.TEXT, " oi\x00 ", "oi"),
    (Kind.CONSENT, "no", False),
    (Kind.CONSENT, True, True),
]


@pytest.mark.parametrize(("kind", "told"), WRONG)
def test_a_wrong_answer_is_refused_in_both_languages(kind: Kind, told: Any) -> None:
    asked = [question("q", kind)]
    pt, en = (checked(asked, {"q": told}, language) for language in ("pt-br", "en"))
    assert not pt.values
    assert not pt.is_clean
    assert set(pt.problems) == set(en.problems) == {"q"}
    assert pt.problems["q"]
    assert en.problems["q"]


@pytest.mark.parametrize(("kind", "told", "expected"), RIGHT)
def test_a_right_answer_is_made_clean(kind: Kind, told: Any, expected: Any) -> None:
    found = checked([question("q", kind)], {"q": told}, "pt-br")
    assert found.is_clean
    assert found.values == {"q": expected}
    assert type(found.values["q"]) is type(expected)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_nothing_is_no_answer_and_a_fault_where_one_is_needed(kind: Kind, nothing: Any) -> None:
    assert checked([question("q", kind)], {"q": nothing}, "en").values == {}
    needed = checked([question("q", kind, is_required=True)], {"q": nothing}, "en")
    assert needed.problems == {"q": "An answer is needed here."}


def test_a_required_matrix_wants_each_line() -> None:
    asked = [question("q", Kind.MATRIX, is_required=True)]
    assert checked(asked, {"q": {"a": 1, "b": 2}}, "en").problems == {"q": "Answer each line."}
    assert checked(asked, {"q": {"a": 1, "b": 2, "c": 3}}, "en").is_clean


def test_a_hidden_question_is_neither_needed_nor_kept() -> None:
    asked = [
        question("a", position=1),
        question("b", Kind.TEXT, position=2, is_required=True, shown_if=only_if("a", "at_most", 6)),
    ]
    assert checked(asked, {"a": 9, "b": "nada"}, "en").values == {"a": 9}
    assert set(checked(asked, {"a": 6}, "en").problems) == {"b"}


def test_a_strange_key_is_refused_when_asked_to_be_strict() -> None:
    asked = [question("a")]
    assert checked(asked, {"a": 1, "x": 2}, "en").values == {"a": 1}
    assert set(checked(asked, {"a": 1, "x": 2}, "en", strict=True).problems) == {"x"}


def test_places_given_twice_are_told_back_not_guessed() -> None:
    asked = [question("q", Kind.RANKING)]
    form = QueryDict("q.a=1&q.b=1&q.c=2")
    assert set(checked(asked, from_form(asked, form.getlist), "en").problems) == {"q"}


@given(surveys(), st.data())
def test_clean_answers_come_back_the_same_from_page_and_machine(
    asked: list[Any], data: st.DataObject
) -> None:
    answers = {one.key: data.draw(answer_to(one)) for one in asked}
    shown = visible(asked, answers)
    wanted = {one.key: answers[one.key] for one in shown}
    by_machine = checked(asked, answers, "en", strict=True)
    assert by_machine.is_clean
    assert by_machine.values == wanted
    form = QueryDict(mutable=True)
    for one in asked:
        for name, value in to_form(one, answers[one.key]):
            form.appendlist(name, value)
    by_page = checked(asked, from_form(asked, form.getlist), "en")
    assert by_page == checked(asked, wanted, "en") == by_machine


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
    max_leaves=6,
)


@given(surveys(), st.data())
def test_whatever_is_sent_is_clean_or_refused_and_never_breaks(
    asked: list[Any], data: st.DataObject
) -> None:
    sent = {one.key: data.draw(ANYTHING) for one in asked}
    found = checked(asked, sent, "pt-br")
    assert not set(found.values) & set(found.problems)
    shown = {one.key for one in visible(asked, found.values)}
    assert set(found.values) | set(found.problems) <= shown
    required = {one.key for one in asked if one.is_required} & shown
    assert required <= set(found.values) | set(found.problems)
    assert checked(asked, found.values, "pt-br").values == found.values
