"""What becomes a task, of whom and by when; and the steps to go through."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.listening.loop import actions, queries, rules
from balcao.listening.surveys import queries as surveys
from balcao.register.teams import queries as teams

from ..pages import tell
from ..posting import told
from ..shell import show
from .asking import both, number, places, reader, spoken
from .words import LIMITED, NAMES, ORIGINS

_SPARE = 2


@require_http_methods(["GET", "POST"])
def rules_page(request: HttpRequest, survey_id: int | None = None) -> HttpResponse:
    """For each score what becomes a task: of the whole company, or of one survey."""
    actor = reader(request)
    survey = None if survey_id is None else surveys.survey(actor, survey_id)
    refusal, kind = None, told(request, "kind")
    if request.method == "POST":
        try:
            actions.set_rule(actor, survey_id, kind, _terms(request))
        except Invalid as refused:
            refusal = refused
        else:
            tell(request, _("Kept. It counts for answers from now on."))
            return HttpResponseRedirect(request.path)
    in_force = queries.rules_in_force(actor, survey_id)
    context = {
        **places(actor, "rules"),
        "survey": survey,
        "rules": [_shown(one) for one in in_force],
        "may_set": survey is not None or queries.may_arrange(actor),
        "surveys": [
            (one["id"], one["name"])
            for one in surveys.surveys(actor)[0]
            if one["side"] == "external"
        ],
        "teams": [(one["id"], one["name"]) for one in teams.teams(actor)],
        "playbooks": [(one["key"], spoken(one["name"])) for one in queries.playbook_list(actor)],
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
        "refused_kind": kind if refusal else "",
        "given": request.POST,
    }
    return show(request, "loop/rules.html", context, status=422 if refusal else 200)


@require_safe
def playbooks(request: HttpRequest) -> HttpResponse:
    """Every playbook as it is now."""
    actor = reader(request)
    found = [
        one | {"title": spoken(one["name"]), "lines": [spoken(step) for step in one["steps"]]}
        for one in queries.playbook_list(actor)
    ]
    context = {
        **places(actor, "playbooks"),
        "playbooks": found,
        "may_set": queries.may_arrange(actor),
    }
    return show(request, "loop/playbooks.html", context)


@require_http_methods(["GET", "POST"])
def playbook(request: HttpRequest, key: str = "") -> HttpResponse:
    """Write a playbook, in both languages; tasks that began with another version keep that one."""
    actor = reader(request)
    found = _playbook(actor, key)
    refusal = None
    if request.method == "POST":
        name, steps = both(request, "name"), _steps(request)
        try:
            actions.keep_playbook(actor, key, name, steps)
        except Invalid as refused:
            refusal, found = refused, found | {"name": name, "steps": steps}
        else:
            tell(request, _("Kept. Tasks from now on go by it."))
            return HttpResponseRedirect(reverse("loop:playbooks"))
    spare = max(1, min(_SPARE, rules.STEPS_MOST - len(found["steps"])))
    context = {
        **places(actor, "playbooks"),
        "playbook": found,
        "title": spoken(found["name"]) if key else _("New playbook"),
        "lines": [*found["steps"], *({} for _n in range(spare))][: rules.STEPS_MOST],
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "loop/playbook.html", context, status=422 if refusal else 200)


def _playbook(actor: Actor, key: str) -> dict[str, Any]:
    if not queries.may_arrange(actor):
        raise NotFound()
    if not key:
        return {"key": "", "version": 0, "name": {}, "steps": []}
    found = next((one for one in queries.playbook_list(actor) if one["key"] == key), None)
    if found is None:
        raise NotFound()
    return found


def _steps(request: HttpRequest) -> list[dict[str, str]]:
    """The steps written, without the lines left empty in both languages."""
    found = [both(request, f"step{place}") for place in range(rules.STEPS_MOST)]
    return [one for one in found if any(one.values())]


def _terms(request: HttpRequest) -> rules.Terms:
    try:
        threshold = Decimal(told(request, "threshold") or "-1")
    except InvalidOperation:
        threshold = Decimal(-1)
    amount, is_days = number(request, "target"), told(request, "unit") != "hours"
    return rules.Terms(
        threshold,
        target_hours=None if is_days else amount or 0,
        target_days=(amount or 0) if is_days else None,
        playbook=told(request, "playbook"),
        team_id=number(request, "team"),
        is_active=told(request, "is_active") == "1",
    )


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    kind = one["kind"]
    said = LIMITED[rules.when_of(kind)]
    choices = [
        (rules.plain(limit), said % {"limit": rules.plain(limit)}) for limit in rules.LIMITS[kind]
    ]
    return {
        **one,
        "label": NAMES[kind],
        "source": ORIGINS[one["origin"]],
        "highest": rules.plain(Decimal(one["threshold"])),
        "said": said % {"limit": rules.plain(Decimal(one["threshold"]))},
        "choices": choices,
        "target": one["target_days"] or one["target_hours"],
        "unit": "days" if one["target_days"] else "hours",
    }
