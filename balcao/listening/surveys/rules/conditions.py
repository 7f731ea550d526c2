"""When a question is asked at all: what was answered before decides.

A condition is {"when": "all" or "any", "rules": [{"question", "operator", "value"}, …]}. What was
not answered, or not asked, fulfils nothing, `is_not` included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.core.text import clean, fold

from .asked import Asked, Kind, choices, in_order, numbers

MOST_RULES = 10
MOST_CONTAINED = 100
ALL, ANY = "all", "any"


class Operator(StrEnum):
    """How an answer is compared with the value of a rule."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    CONTAINS = "contains"


_NUMBER = (Operator.IS, Operator.IS_NOT, Operator.AT_LEAST, Operator.AT_MOST)
OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.NPS: _NUMBER,
    Kind.ENPS: _NUMBER,
    Kind.CSAT: _NUMBER,
    Kind.CES: _NUMBER,
    Kind.SCALE: _NUMBER,
    Kind.CHOICE: (Operator.IS, Operator.IS_NOT),
    Kind.MULTIPLE: (Operator.CONTAINS,),
    Kind.TEXT: (Operator.CONTAINS,),
    Kind.CONSENT: (Operator.IS,),
}


def holds(condition: Mapping[str, Any] | None, known: Mapping[str, Any]) -> bool:
    """Whether a condition is fulfilled by what is known; one without rules always is."""
    if not condition or not condition.get("rules"):
        return True
    met = [_is_met(rule, known) for rule in condition["rules"]]
    return any(met) if condition.get("when") == ANY else all(met)


def visible(questions: Iterable[Asked], answers: Mapping[str, Any]) -> list[Asked]:
    """The questions that are asked, in order; answers to questions that aren't, decide nothing."""
    shown: list[Asked] = []
    known: dict[str, Any] = {}
    for asked in in_order(questions):
        if holds(asked.shown_if, known):
            shown.append(asked)
            if asked.key in answers:
                known[asked.key] = answers[asked.key]
    return shown


def read_condition(told: object) -> dict[str, Any] | None:
    """A condition as it is kept, None for none. Invalid when it is not written as one."""
    if not told:
        return None
    if not isinstance(told, Mapping) or not isinstance(told.get("rules"), (list, tuple)):
        raise Invalid(_("This is no condition."))
    rules = [_read_rule(rule) for rule in told["rules"]]
    if len(rules) > MOST_RULES:
        raise Invalid(_("%(most)s are the most.") % {"most": MOST_RULES})
    if told.get("when", ALL) not in (ALL, ANY):
        raise Invalid(_("A condition wants all of its lines, or any."))
    return {"when": told.get("when", ALL), "rules": rules} if rules else None


def condition_problem(questions: Sequence[Asked], key: str) -> str | Promise | None:
    """Why the condition of the question `key` can't stand among these questions; None if it can."""
    order = in_order(questions)
    place = {asked.key: n for n, asked in enumerate(order)}
    by_key = {asked.key: asked for asked in order}
    for rule in (by_key[key].shown_if or {}).get("rules", ()):
        wanted = rule["question"]
        if wanted not in by_key:
            return _("The condition speaks of a question that is not there.")
        if _leads_to(by_key, wanted, key):
            return _("The condition goes round in a circle: the question would decide on itself.")
        if place[wanted] > place[key]:
            return _("The condition speaks of a question that is asked only later.")
        if problem := _rule_problem(by_key[wanted], rule):
            return problem
    return None


def conditions_problem(questions: Sequence[Asked]) -> tuple[str, str | Promise] | None:
    """The first question whose condition can't stand, with the reason; None when all can."""
    for asked in in_order(questions):
        if problem := condition_problem(questions, asked.key):
            return asked.key, problem
    return None


def _leads_to(by_key: Mapping[str, Asked], start: str, goal: str) -> bool:
    waiting, seen = [start], set[str]()
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key in seen or key not in by_key:
            continue
        seen.add(key)
        waiting += [rule["question"] for rule in (by_key[key].shown_if or {}).get("rules", ())]
    return False


def _rule_problem(asked: Asked, rule: Mapping[str, Any]) -> str | Promise | None:
    if rule["operator"] not in OPERATORS.get(asked.kind, ()):
        return _("An answer of this kind can't be compared so.")
    value = rule["value"]
    if asked.kind is Kind.CONSENT:
        fits = isinstance(value, bool)
    elif asked.kind is Kind.TEXT:
        fits = isinstance(value, str) and 0 < len(value.strip()) <= MOST_CONTAINED
    elif asked.kind in (Kind.CHOICE, Kind.MULTIPLE):
        fits = value in choices(asked)
    else:
        fits = isinstance(value, int) and not isinstance(value, bool) and value in numbers(asked)
    return None if fits else _("The condition waits for an answer that can't be given.")


def _read_rule(told: object) -> dict[str, Any]:
    if not isinstance(told, Mapping) or not isinstance(told.get("question"), str):
        raise Invalid(_("This is no condition."))
    if told.get("operator") not in set(Operator):
        raise Invalid(_("This is no way to compare an answer."))
    value = told.get("value")
    if not isinstance(value, (str, int, bool)):
        raise Invalid(_("The condition waits for an answer that can't be given."))
    if isinstance(value, str):
        value = clean(value).strip()
    return {"question": told["question"], "operator": str(told["operator"]), "value": value}


def _is_met(rule: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    answer, value = known.get(rule["question"]), rule["value"]
    if answer is None:
        return False
    match rule["operator"]:
        case Operator.IS:
            return bool(answer == value)
        case Operator.IS_NOT:
            return bool(answer != value)
        case Operator.AT_LEAST:
            return bool(answer >= value)
        case Operator.AT_MOST:
            return bool(answer <= value)
        case _:
            return fold(value) in fold(answer) if isinstance(answer, str) else value in answer
