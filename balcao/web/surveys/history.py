from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from balcao.core.sql import Row
from balcao.listening.surveys import queries
from balcao.listening.surveys.rules import Asked, Became, around, compared, of_content

from ..shell import show
from . import words
from .asking import asker, language
from .builder import around_page


@require_GET
def versions(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Every version, and what differs between two of them."""
    actor = asker(request)
    survey, found = queries.survey(actor, survey_id), queries.versions(actor, survey_id)
    numbers = [row["number"] for row in found]
    later = _chosen(request, "after", numbers, numbers[0])
    earlier = _chosen(request, "before", numbers, numbers[1] if len(numbers) > 1 else numbers[0])
    before, after = (queries.version(actor, survey_id, number) for number in (earlier, later))
    among = [*of_content(before), *of_content(after)]
    changes = [_told(change, among) for change in compared(before, after)]
    context = {
        **around_page(request, survey, language(request)),
        "versions": found,
        "choices": [(number, f"v{number}") for number in numbers],
        "earlier": earlier,
        "later": later,
        "changes": [change for change in changes if not change["is_kept"]],
        "kept": sum(1 for change in changes if change["is_kept"]),
        "around": [words.FIELDS[name] for name in around(before, after)],
    }
    return show(request, "surveys/versions.html", context)


def _chosen(request: HttpRequest, name: str, numbers: list[int], otherwise: int) -> int:
    told = request.GET.get(name, "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
    return number if number in numbers else otherwise


def _told(change: Any, among: list[Asked]) -> Row:
    label, tone = words.BECAME[change.became]
    return {
        "is_kept": change.became is Became.KEPT,
        "label": label,
        "tone": tone,
        "before": _said(change.before, among),
        "after": _said(change.after, among),
        "fields": [words.FIELDS[name] for name in change.fields],
    }


def _said(asked: Asked | None, among: list[Asked]) -> Row | None:
    if asked is None:
        return None
    labels = [words.spoken(label) for label in asked.options.get("labels", ())]
    named = [words.spoken(one["words"]) for one in asked.options.get("choices", ())]
    return {
        "words": words.spoken(asked.words),
        "kind": words.KINDS[asked.kind],
        "answers": " · ".join([*labels, *named]),
        "condition": words.condition(asked, among),
        "is_required": asked.is_required,
        "page": asked.page,
    }
