"""Where keepers tell what fails, and say what there is to fail."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.service.status import actions, queries
from balcao.service.status.rules import IMPACTS

from .. import hats
from ..components import audience
from ..pages import tell
from ..posting import act, as_number, number, told
from . import words
from .causes import problem_choices
from .reading import one, reader, show


def keeper(request: HttpRequest) -> Actor:
    """Whoever tells of the status of anything; NotFound for others."""
    actor = hats.person(request)
    if not queries.may_keep(actor):
        raise NotFound()
    return actor


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What keepers look after: what fails now, and the components."""
    actor = keeper(request)
    found, _following = queries.incidents(actor, limit=10)
    context = {
        "incidents": [words.incident(each) for each in found],
        "components": _components(actor),
    }
    return show(request, "panel", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Tell that something fails."""
    actor = keeper(request)
    if request.method == "GET":
        return _new(request, actor)
    try:
        made = actions.open_incident(
            actor,
            number(request, "team") or 0,
            _worded(request, "title"),
            _worded(request, "words"),
            impact=told(request, "impact"),
            audience=request.POST.getlist("audience"),
            components=_numbers(request, "components"),
            started_at=_instant(request, "started_at"),
            problem_id=number(request, "problem"),
        )
    except (Invalid, NotFound) as refusal:
        return _new(request, actor, refusal)
    tell(request, _("It is told."))
    return HttpResponseRedirect(reverse("status:incident", args=[made.pk]))


@require_POST
def update(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Tell how far one has come."""
    actor = keeper(request)
    try:
        actions.update_incident(
            actor, incident_id, told(request, "state"), _worded(request, "words")
        )
    except Invalid as refusal:
        said = str(refusal.message)
        return one(
            request, reader(request), incident_id, refused=said, errors=refusal.fields, status=422
        )
    tell(request, _("It is told."))
    return HttpResponseRedirect(reverse("status:incident", args=[incident_id]))


@require_POST
def change(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Put right what an incident is called, whom it is told to, what it touches."""
    actor = keeper(request)
    changes: dict[str, Any] = {
        "titles": _worded(request, "title"),
        "impact": told(request, "impact"),
        "audience": request.POST.getlist("audience"),
        "components": _numbers(request, "components"),
    }
    if "problem" in request.POST:
        changes["problem_id"] = number(request, "problem")
    return act(
        lambda: actions.change_incident(actor, incident_id, changes),
        request,
        _("Saved."),
        reverse("status:incident", args=[incident_id]),
    )


@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """Something more that may fail."""
    actor = keeper(request)
    if request.method == "GET":
        return _form(request, actor, None)
    try:
        actions.add_component(
            actor,
            number(request, "team") or 0,
            _worded(request, "name"),
            request.POST.getlist("audience"),
        )
    except (Invalid, NotFound) as refusal:
        return _form(request, actor, None, refusal)
    tell(request, _("The component is there."))
    return HttpResponseRedirect(reverse("status:panel"))


@require_http_methods(["GET", "POST"])
def component(request: HttpRequest, component_id: int) -> HttpResponse:
    """Change what a component is called, whom it is shown to, or retire it."""
    actor = keeper(request)
    found = next((one for one in queries.components(actor) if one["id"] == component_id), None)
    if found is None:
        raise NotFound()
    if request.method == "GET":
        return _form(request, actor, found)
    changes = {
        "names": _worded(request, "name"),
        "audience": request.POST.getlist("audience"),
        "is_retired": bool(told(request, "is_retired")),
    }
    try:
        actions.change_component(actor, component_id, changes)
    except Invalid as refusal:
        return _form(request, actor, found, refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("status:panel"))


@require_POST
def move(request: HttpRequest, component_id: int) -> HttpResponse:
    """Change places with the one above or below."""
    actor = keeper(request)
    is_up = told(request, "to") == "up"
    return act(
        lambda: actions.move_component(actor, component_id, up=is_up),
        request,
        _("Moved."),
        reverse("status:panel"),
    )


def _components(actor: Actor) -> list[dict[str, Any]]:
    for_whom = audience.teller(actor)
    return [
        {
            **found,
            "name": words.said(found["names"]),
            "for_whom": for_whom(found["audience"]),
        }
        for found in queries.components(actor)
    ]


def _new(
    request: HttpRequest, actor: Actor, refusal: Invalid | NotFound | None = None
) -> HttpResponse:
    known = [one for one in queries.components(actor) if not one["is_retired"]]
    context = {
        "component_choices": [(one["id"], words.said(one["names"])) for one in known],
        "chosen": set(_numbers(request, "components")),
        "impact_choices": IMPACTS,
        "problem_choices": problem_choices(actor),
        **_shared(request, actor, _first(request, actor), refusal),
    }
    return show(request, "new", context, status=422 if refusal else 200)


def _first(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What a new incident begins with where one comes from a problem."""
    wanted = as_number(request.GET.get("problema", ""))
    title = dict(problem_choices(actor)).get(wanted or 0, "")
    return {"problem": wanted, "title_pt": title} if title else {}


def _form(
    request: HttpRequest,
    actor: Actor,
    found: dict[str, Any] | None,
    refusal: Invalid | NotFound | None = None,
) -> HttpResponse:
    first: dict[str, Any] = {}
    if found is not None:
        names = found["names"]
        first = {"name_pt": names.get("pt-br", ""), "name_en": names.get("en", ""), **found}
    context = {"component": found, **_shared(request, actor, first, refusal)}
    return show(request, "component", context, status=422 if refusal else 200)


def _shared(
    request: HttpRequest, actor: Actor, first: dict[str, Any], refusal: Invalid | NotFound | None
) -> dict[str, Any]:
    is_sent = request.method == "POST"
    choose = _("Choose a team.")
    return {
        "given": request.POST if is_sent else first,
        "ticked": set(request.POST.getlist("audience") if is_sent else first.get("audience", ())),
        "audiences": audience.choices(actor),
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "refused": str(choose if isinstance(refusal, NotFound) else refusal.message)
        if refusal
        else "",
        "errors": getattr(refusal, "fields", {}),
    }


def _worded(request: HttpRequest, name: str) -> dict[str, str]:
    return {"pt-br": told(request, f"{name}_pt"), "en": told(request, f"{name}_en")}


def _numbers(request: HttpRequest, name: str) -> list[int]:
    said = request.POST.getlist(name)
    return [int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 10]


def _instant(request: HttpRequest, name: str) -> datetime | None:
    said = told(request, name)
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(clock.zone()))
    except ValueError:
        wrong = _("Write a day and an hour.")
        raise Invalid(wrong, {name: wrong}) from None
