"""A change as it is planned: what, why it is safe, when, and who is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound, Refusal
from balcao.core.sql import Row
from balcao.register.access import audiences
from balcao.service.changes import actions, queries, rules
from balcao.service.changes.actions import Plan
from balcao.service.problems import queries as problems

from ..moments import read
from ..pages import tell
from ..posting import as_number, number, told
from .asking import home, reader, show
from .words import KIND_HELP

_FIELDS = (
    "title", "kind", "plan", "back_out", "urgent_why", "services", "assets", "starts_at",
    "ends_at", "rule", "notice.pt-br", "notice.en",
)  # fmt: skip
# Before the keys of questions: one of them is called as a text of the plan is.
_RISK = "risk-"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a change; with `problem` in the address it puts that problem right."""
    actor = reader(request)
    teams = queries.teams(actor)
    if not teams:
        raise NotFound()
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            made = actions.plan_change(actor, number(request, "team") or 0, _plan(request))
        except Refusal as refusal:
            refused = refusal
        else:
            tell(request, _("Planned. Ask for it once everything is written."))
            return HttpResponseRedirect(home(made.pk))
    problem = as_number(request.GET.get("problem", "")) or number(request, "problem")
    given = _given(request) if request.method == "POST" else _blank()
    return _form(request, actor, None, {**given, "problem": problem}, refused)


@require_http_methods(["GET", "POST"])
def rewrite(request: HttpRequest, change_id: int) -> HttpResponse:
    """Write it anew while it is planned."""
    actor = reader(request)
    found = queries.change(actor, change_id)
    if not found["may_change"]:
        raise NotFound()
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            actions.rewrite(actor, change_id, _plan(request), version=number(request, "version"))
        except Refusal as refusal:
            refused = refusal
        else:
            tell(request, _("Kept"))
            return HttpResponseRedirect(home(change_id))
    given = _given(request) if request.method == "POST" else _kept(actor, found)
    return _form(request, actor, found, given, refused)


def _form(
    request: HttpRequest,
    actor: Actor,
    found: Row | None,
    given: dict[str, Any],
    refused: Refusal | None,
) -> HttpResponse:
    teams = queries.teams(actor)
    problem = given.get("problem")
    context = {
        "change": found,
        "given": given,
        "teams": [(team["id"], team["name"]) for team in teams],
        "team": number(request, "team") or teams[0]["id"] if teams else None,
        "kind_choices": KIND_HELP,
        "questions": rules.QUESTIONS,
        "approval_choices": [(one["id"], one["name"]) for one in queries.offered_approvals(actor)],
        "services": queries.services(actor),
        "problem": problems.problem(actor, problem) if problem else None,
        "audience_choices": [
            (word, name) for word in audiences.WORDS for name in audiences.told([word], {})
        ],
        "errors": refused.fields if isinstance(refused, Invalid) else {},
        "refused": str(refused.message) if refused else "",
        "most": {"title": rules.TITLE_MOST, "text": rules.TEXT_MOST},
    }
    return show(request, "write", context, status=refused.status if refused else 200)


def _plan(request: HttpRequest) -> Plan:
    return Plan(
        title=told(request, "title"),
        kind=told(request, "kind"),
        answers={one.key: told(request, f"{_RISK}{one.key}") for one in rules.QUESTIONS},
        plan=told(request, "plan"),
        back_out=told(request, "back_out"),
        urgent_why=told(request, "urgent_why"),
        services=_listed(told(request, "services")),
        assets=_listed(told(request, "assets")),
        starts_at=read(told(request, "starts_at")),
        ends_at=read(told(request, "ends_at")),
        rule_id=number(request, "rule"),
        problem_id=number(request, "problem"),
        audience=request.POST.getlist("audience"),
        notice={"pt-br": told(request, "notice.pt-br"), "en": told(request, "notice.en")},
    )


def _given(request: HttpRequest) -> dict[str, Any]:
    """What was written in the form, to be shown again."""
    return {
        **{name: told(request, name) for name in _FIELDS},
        **{f"{_RISK}{one.key}": told(request, f"{_RISK}{one.key}") for one in rules.QUESTIONS},
        "audience": request.POST.getlist("audience"),
        "problem": number(request, "problem"),
    }


def _kept(actor: Actor, found: Row) -> dict[str, Any]:
    assets = queries.touched(actor, found["id"])
    return {
        **{f"{_RISK}{key}": answer for key, answer in found["answers"].items()},
        **{name: found[name] for name in ("title", "kind", "plan", "back_out", "urgent_why")},
        "services": ", ".join(found["services"]),
        "assets": ", ".join(one["number"] for one in assets),
        "starts_at": _wall(found["starts_at"]),
        "ends_at": _wall(found["ends_at"]),
        "rule": found["rule_id"] or "",
        "problem": found["problem_id"],
        "audience": found["audience"],
        "notice.pt-br": found["notice"].get("pt-br", ""),
        "notice.en": found["notice"].get("en", ""),
    }


def _blank() -> dict[str, Any]:
    return {**dict.fromkeys(_FIELDS, ""), "kind": rules.Kind.NORMAL, "audience": []}


def _wall(at: Any) -> str:
    """An instant as a date and time field holds it."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" if at else ""


def _listed(text: str) -> list[str]:
    return [
        part.strip()
        for part in text.replace(";", ",").replace("\n", ",").split(",")
        if part.strip()
    ]
