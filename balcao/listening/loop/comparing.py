"""How a score went before and after something was done, as results tell it to everybody.

What is kept holds for every reader: of an anonymous survey only what also those may see who answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from balcao.core import clock
from balcao.listening.results import reading, rounds
from balcao.listening.results import rules as results
from balcao.listening.results.rules import Hidden, Score
from balcao.listening.surveys.rules import Asked

from . import rules
from .models import Told

Part = Score | Hidden | None


def compare_all() -> int:
    """Look again at everything published whose days after are not over, or that was never looked
    at; how many."""
    today = clock.today()
    found = Told.objects.filter(published_at__isnull=False, question__isnull=False)
    due = [told for told in found.select_related("survey").iterator() if _is_due(told, today)]
    for told in due:
        compare(told)
    return len(due)


def compare(told: Told) -> Mapping[str, Any] | None:
    """Work out the two scores and their difference, and keep them."""
    asked = next(
        (one for one in reading.ever_asked(told.survey_id) if one.id == told.question_id), None
    )
    if asked is None:
        return None
    before, after = _anonymous(told, asked) if told.survey.is_anonymous else _named(told, asked)
    told.kept = rules.kept(before, after)
    told.looked_on = clock.today()
    told.save(update_fields=["kept", "looked_on"])
    return told.kept


def _is_due(told: Told, today: date) -> bool:
    if told.looked_on is None or told.survey.is_anonymous:
        return True
    return told.looked_on <= told.acted_on + timedelta(days=told.compare_days) and (
        told.looked_on < today
    )


def _named(told: Told, asked: Asked) -> tuple[Part, Part]:
    days = timedelta(days=told.compare_days)
    last = min(told.acted_on + days - timedelta(days=1), clock.today())
    return (
        _score(told, asked, told.acted_on - days, told.acted_on - timedelta(days=1)),
        _score(told, asked, told.acted_on, last),
    )


def _score(told: Told, asked: Asked, since: date, until: date) -> Part:
    if since > until:
        return None
    return reading.score_of(told.survey_id, asked.id, since=since, until=until)


def _anonymous(told: Told, asked: Asked) -> tuple[Part, Part]:
    """The last round that had closed by then, and the first that opened after."""
    found = rounds.rounds([told.survey_id], reading.FIRST, reading.LAST, None)
    before = [one for one in found if one["is_closed"] and one["closes_on"] <= told.acted_on]
    after = [one for one in found if one["opens_on"] >= told.acted_on]
    return _of_round(before[-1:], asked), _of_round(after[:1], asked)


def _of_round(found: list[dict[str, Any]], asked: Asked) -> Part:
    if not found:
        return None
    # As for somebody who answered: the strictest reader.
    wave = found[0] | {"has_answered": True}
    return reading.of_round(wave, [asked], reading.slice_of()).get((asked.id, "", ""))


def parts(told: Mapping[str, Any] | None) -> tuple[Part, Part]:
    """What was kept, as results tell scores."""
    kept = told or {}
    return rules.unkept(kept.get("before")), rules.unkept(kept.get("after"))


def change(told: Mapping[str, Any] | None) -> Any:
    """The difference of the two, with its doubt; None where there is nothing to compare."""
    before, after = parts(told)
    if not isinstance(before, Score) or not isinstance(after, Score):
        return None
    return results.change(after, before)
