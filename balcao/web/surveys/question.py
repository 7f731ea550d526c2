from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import Row
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.rules import (
    OPERATORS,
    Asked,
    Kind,
    in_order,
    read_options,
    read_words,
)

from ..components import answering
from ..pages import tell
from ..posting import number, told
from ..shell import show
from . import forms, words
from .asking import asker, language
from .builder import around_page


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question, both languages side by side, and how it looks on a phone meanwhile."""
    actor = asker(request)
    survey, asked = queries.question(actor, question_id)
    there = queries.questions(actor, survey["id"])
    refusal = None
    if request.method == "POST":
        told_ = forms.changes(request.POST, asked.kind, there)
        try:
            actions.change_question(actor, question_id, told_, seen=number(request, "seen"))
        except (Invalid, Conflict, Forbidden) as found:
            refusal = found
            asked = _meanwhile(asked, request.POST, there)
        else:
            tell(request, _("Saved."))
            stays = told(request, "then") == "stay"
            again = [one for one in queries.questions(actor, survey["id"]) if one.key == asked.key]
            if stays and again:
                return redirect("surveys:question", again[0].id)
            return redirect(
                f"{reverse('surveys:survey', args=[survey['id']])}#question-{again[0].id}"
            )
    speaking = language(request)
    context = {
        **around_page(request, survey, speaking),
        "asked": asked,
        "kind": words.KINDS[asked.kind],
        "heading": words.spoken(asked.words) or _("(no words yet)"),
        "earlier": _earlier(asked, there),
        "operators": list(words.OPERATORS.items()),
        "rules": forms.rules(asked.shown_if),
        "value_of": lambda rule: _typed(rule, there),
        "suggested": _suggested(asked, there),
        "lines": forms.lines,
        "consents": list(words.CONSENTS.items()),
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
        "phone": _phone(request, survey, asked, speaking),
    }
    return show(
        request, "surveys/question.html", context, status=refusal.status if refusal else 200
    )


@require_POST
def tried(request: HttpRequest, question_id: int) -> HttpResponse:
    """What is being typed, as a phone shows it; nothing is saved."""
    actor = asker(request)
    survey, asked = queries.question(actor, question_id)
    there = queries.questions(actor, survey["id"])
    meanwhile = _meanwhile(asked, request.POST, there)
    return HttpResponse(_phone(request, survey, meanwhile, language(request)))


def _meanwhile(asked: Asked, form: QueryDict, there: Sequence[Asked]) -> Asked:
    """The question as it is typed now, as far as it can be read."""
    told_ = forms.changes(form, asked.kind, there)
    found: dict[str, Any] = {"is_required": told_["is_required"], "shown_if": told_["shown_if"]}
    for name in ("words", "help"):
        try:
            found[name] = read_words(told_[name])
        except Invalid:
            found[name] = {one: said[:500] for one, said in told_[name].items()}
    try:
        found["options"] = read_options(asked.kind, told_["options"])
    except Invalid:
        found["options"] = asked.options
    return replace(asked, **found)


def _phone(request: HttpRequest, survey: Row, asked: Asked, speaking: str) -> str:
    alone = replace(asked, page=1, position=1, shown_if=None)
    address = f"{reverse('surveys:preview', args=[survey['id']])}?lang={speaking}"
    beginning = answering.walk([alone], QueryDict(), speaking)
    return answering.drawn(request, beginning, {}, speaking, address, is_preview=True)


def _earlier(asked: Asked, there: Sequence[Asked]) -> list[tuple[str, str]]:
    """The questions whose answers may decide on this one."""
    order = in_order(there)
    before = order[: next((n for n, one in enumerate(order) if one.id == asked.id), len(order))]
    return [(one.key, words.spoken(one.words)) for one in before if one.kind in OPERATORS]


def _suggested(asked: Asked, there: Sequence[Asked]) -> list[str]:
    """What may be typed as the answer of a condition."""
    keys = {key for key, _said in _earlier(asked, there)}
    found: list[str] = []
    for one in there:
        if one.key in keys:
            found += [words.spoken(choice["words"]) for choice in one.options.get("choices", ())]
            found += [words.spoken(label) for label in one.options.get("labels", ())]
            found += [_("Yes"), _("No")] if one.kind is Kind.CONSENT else []
    return list(dict.fromkeys(filter(None, found)))


def _typed(rule: dict[str, Any], there: Sequence[Asked]) -> str:
    asked = next((one for one in there if one.key == rule["question"]), None)
    return words.value(asked, rule["value"])
