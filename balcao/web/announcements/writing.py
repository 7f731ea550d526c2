"""Writing an announcement: words in both languages, for whom, what is asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.inside.announcements import actions, queries
from balcao.inside.announcements.rules import (
    ASKED_MOST,
    BODY_MOST,
    CHOICE_MOST,
    CHOICES_MOST,
    LANGUAGES,
    REMIND_DAYS_MOST,
    TITLE_MOST,
    Question,
    question,
)

from .. import moments
from ..components import audience
from ..components.words import LANGUAGES as NAMES
from ..pages import tell
from ..posting import REFUSALS, number, told
from . import words
from .asking import show, signed_in


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a draft."""
    actor = signed_in(request)
    if not queries.may_write(actor):
        raise NotFound()
    if request.method == "GET":
        return show(request, "announcements/write.html", _context(actor, None, _empty()))
    try:
        made = actions.write(
            actor,
            _content(request),
            told_audience(request),
            team_id=_team(request),
            **_terms(request),
        )
    except REFUSALS as refusal:
        return _refused(request, actor, None, refusal)
    tell(request, _("Kept as a draft. Look at it, then publish it."))
    return HttpResponseRedirect(reverse("announcements:one", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Change a draft, or publish a new edition of what is read."""
    actor = signed_in(request)
    found = queries.draft(actor, announcement_id)
    if request.method == "GET":
        return show(request, "announcements/write.html", _context(actor, found, _given(found)))
    try:
        if found["edition"]:
            actions.revise(
                actor,
                announcement_id,
                _content(request),
                asks_again=bool(told(request, "asks_again")),
            )
        else:
            terms = _terms(request) | {"audience": told_audience(request)}
            actions.change(actor, announcement_id, _content(request), terms)
    except REFUSALS as refusal:
        return _refused(request, actor, found, refusal)
    tell(request, _("Published.") if found["edition"] else _("Saved."))
    return HttpResponseRedirect(reverse("announcements:one", args=[announcement_id]))


def told_audience(request: HttpRequest) -> list[str]:
    """The words of the audience that were ticked."""
    return request.POST.getlist("audience")


def _team(request: HttpRequest) -> int | None:
    return number(request, "team")


def _content(request: HttpRequest) -> actions.Content:
    return actions.Content(
        {language: told(request, f"title_{language}") for language in LANGUAGES},
        {language: told(request, f"body_{language}") for language in LANGUAGES},
        _question(request),
    )


def _question(request: HttpRequest) -> Question | None:
    """The question of the form; choices left empty are none, and the right one moves along."""
    asked = {language: told(request, f"asked_{language}") for language in LANGUAGES}
    right, chosen = None, number(request, "right")
    choices: list[dict[str, str]] = []
    for place in range(CHOICES_MOST):
        choice = {language: told(request, f"choice_{place}_{language}") for language in LANGUAGES}
        if any(choice.values()):
            right = len(choices) if place == chosen else right
            choices.append(choice)
    if not any(asked.values()) and not choices:
        return None
    return Question(asked, tuple(choices), right)


def _terms(request: HttpRequest) -> dict[str, Any]:
    last = moments.read_day(told(request, "last_day"))
    return {
        "needs_confirmation": bool(told(request, "needs_confirmation")),
        "is_mailed": bool(told(request, "is_mailed")),
        "mails_customers": bool(told(request, "mails_customers")),
        "remind_days": number(request, "remind_days") or 0,
        "expires_at": moments.start(last) + clock.ONE_DAY if last else None,
    }


def _refused(request: HttpRequest, actor: Actor, found: Row | None, refusal: Any) -> HttpResponse:
    context = _context(actor, found, request.POST.dict())
    context["ticked"] = set(told_audience(request))
    context |= {"refused": str(refusal.message), "errors": getattr(refusal, "fields", {})}
    return show(request, "announcements/write.html", context, status=refusal.status)


def _empty() -> dict[str, Any]:
    return {"is_mailed": "1", "remind_days": 2}


def _given(found: Row) -> dict[str, Any]:
    """What is kept, as the fields of the form."""
    given: dict[str, Any] = {
        "needs_confirmation": found["needs_confirmation"],
        "is_mailed": found["is_mailed"],
        "mails_customers": found["mails_customers"],
        "remind_days": found["remind_days"] or "",
        "last_day": words.last_day(found),
    }
    asked = question(found["question"])
    for language in LANGUAGES:
        given[f"title_{language}"] = found["titles"].get(language, "")
        given[f"body_{language}"] = found["bodies"].get(language, "")
        given[f"asked_{language}"] = asked.asked.get(language, "") if asked else ""
        for place, choice in enumerate(asked.choices if asked else ()):
            given[f"choice_{place}_{language}"] = choice.get(language, "")
    if asked and asked.right is not None:
        given["right"] = str(asked.right)
    return given


def _context(actor: Actor, found: Row | None, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "announcement": words.worded(found) if found else None,
        "is_read": bool(found and found["edition"]),
        "given": given,
        "ticked": set(found["audience"]) if found else set(),
        "audiences": audience.choices(actor),
        "for_whom": audience.told(actor, found["audience"]) if found else "",
        "own_teams": [(team["id"], team["name"]) for team in queries.writable_teams(actor)],
        "needs_team": not actor.may(Permission.ANNOUNCE),
        "written_in": [(language, NAMES[language]) for language in LANGUAGES],
        "places": range(CHOICES_MOST),
        "today": clock.today().isoformat(),
        "most": {
            "title": TITLE_MOST,
            "body": BODY_MOST,
            "asked": ASKED_MOST,
            "choice": CHOICE_MOST,
            "days": REMIND_DAYS_MOST,
        },
        "errors": {},
        "refused": "",
    }
