"""Single answers of surveys that are not anonymous, and comments, for those who may read them."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import Cut, value_label
from balcao.listening.surveys.rules import Asked, Kind, numbers

from ..components import scores
from ..shell import show
from . import told
from .asking import number
from .below import comment_lines
from .parts import Reader, around
from .survey import read_by

CLASSES: dict[str, str | Promise] = {
    "detractors": gettext_lazy("Detractors, 0 to 6"),
    "passives": gettext_lazy("Passives, 7 and 8"),
    "promoters": gettext_lazy("Promoters, 9 and 10"),
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_GET
def answers(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Single answers, the last first, each with who gave it and what it is about."""
    reader = read_by(request, survey_id)
    asked, days = reader.chosen, reader.days()
    known_by = _narrowed_to(reader, request)
    option = request.GET.get("option", "")
    options = _options(known_by)
    option = option if option in dict(options) else ""
    found, following = queries.answers(
        reader.actor,
        survey_id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
        question_id=known_by.id if known_by and option else None,
        option=option or None,
        before=number(request.GET.get("before", "")),
    )
    more = {"question": known_by.id if known_by else None, "option": option}
    context = {
        **around(reader, ""),
        "back": reader.at("survey"),
        "saved_at": reader.at("answers_file"),
        "options": options,
        "option": option,
        "question_id": known_by.id if known_by else None,
        "lines": [_line(one) for one in found],
        "older": reader.at("answers", **more, before=following) if following else "",
    }
    return show(request, "results/answers.html", context)


@require_GET
def comments(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Comments without whose they are; of anonymous rounds where enough wrote."""
    reader = read_by(request, survey_id)
    asked, days = reader.chosen, reader.days()
    before = request.GET.get("before", "")
    is_known = _UUID.fullmatch(before) if reader.survey["is_anonymous"] else number(before)
    found = queries.comments(
        reader.actor,
        survey_id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
        before=before if is_known else None,
    )
    context = {
        **around(reader, ""),
        "back": reader.at("survey"),
        "lines": comment_lines(reader, found.rows),
        "symbol": told.symbol(found.hidden),
        "why": scores.said(found.hidden),
        "older": reader.at("comments", before=found.next) if found.next else "",
    }
    return show(request, "results/comments.html", context)


def given(asked: Asked, value: Any) -> str:
    """One clean answer as people read it."""
    named = scores.options(asked)
    match asked.kind:
        case Kind.SCALE:
            return named[int(value) - 1] if 0 < int(value) <= len(named) else str(value)
        case Kind.CHOICE:
            return scores.choice_label(asked, str(value))
        case Kind.MULTIPLE | Kind.RANKING:
            return " · ".join(scores.choice_label(asked, str(one)) for one in value)
        case Kind.MATRIX:
            told_lines = (
                f"{scores.part_label(asked, line)}: {named[int(step) - 1]}"
                for line, step in value.items()
            )
            return " · ".join(told_lines)
        case Kind.CONSENT:
            return _("Yes") if value else _("No")
        case _:
            return str(value)


def _narrowed_to(reader: Reader, request: HttpRequest) -> Asked | None:
    wanted = number(request.GET.get("question", ""))
    own = [one for one in reader.survey["questions"] if one.id == wanted]
    found: Asked | None = own[0] if own else reader.survey["question"]
    return found


def _options(asked: Asked | None) -> list[tuple[str, str]]:
    """What answers may be narrowed to: classes of a score, steps of a scale, choices."""
    if asked is None:
        return []
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            return [(key, str(label)) for key, label in CLASSES.items()]
        case Kind.CSAT | Kind.CES | Kind.SCALE:
            named = scores.options(asked)
            return [(str(place), label) for place, label in enumerate(named, start=1)]
        case Kind.CHOICE | Kind.MULTIPLE:
            told_options = asked.options.get("choices", ())
            return [(one["value"], scores.spoken(one["words"])) for one in told_options]
        case _:
            return []


def _line(one: Row) -> dict[str, Any]:
    asked, score = one["question"], one["score"]
    return {
        "at": one["answered_at"],
        "who": one["person"] or one["link"] or _("Somebody, by a link"),
        "is_named": bool(one["person"]),
        "protocol": one["protocol"],
        "order": one["order_number"],
        "way": value_label(Cut.WAY, one["way"], {}),
        "score": str(score) if asked is not None else "",
        "tone": _tone(asked, score),
        "scale": _scale(asked),
        "words": [words for _asked, words in one["words"]],
        "rest": [(scores.spoken(own.words), given(own, value)) for own, value in _rest(one)],
    }


def _rest(one: Row) -> list[tuple[Asked, Any]]:
    """What else was answered, in the order in which it was asked."""
    first = one["question"].id if one["question"] else None
    return [
        (own, value) for own, value in one["given"] if own.id != first and own.kind is not Kind.TEXT
    ]


def _scale(asked: Asked | None) -> str:
    """From where to where the score beside it may go."""
    steps = numbers(asked) if asked is not None else range(0)
    return _("%(low)s to %(high)s") % {"low": steps[0], "high": steps[-1]} if steps else ""


def _tone(asked: Asked | None, score: Any) -> str:
    """Good, middling or bad, for the colour beside the number that says it."""
    if asked is None or not isinstance(score, int):
        return "plain"
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            return "low" if score <= 6 else "middle" if score <= 8 else "high"
        case Kind.CSAT:
            return "low" if score <= 2 else "middle" if score == 3 else "high"
        case Kind.CES:
            return "low" if score <= 3 else "middle" if score == 4 else "high"
        case _:
            return "plain"
