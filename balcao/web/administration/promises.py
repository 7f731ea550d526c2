"""Promises: each policy, what it depends on, and how far a change has been looked through."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import Row
from balcao.register.calendars import queries as calendars
from balcao.register.calendars import rules as hours
from balcao.register.people import queries as people
from balcao.register.teams import queries as teams
from balcao.service.sla import actions, queries, rules
from balcao.service.tickets.rules import KIND_LABELS, PRIORITY_LABELS, STATUS_LABELS

from ..components.promises import target_written
from ..pages import tell
from .frame import administrator, number, show, told
from .words import KINDS

SIDES = (
    ("external", gettext_lazy("Clients outside (SLA)")),
    ("internal", gettext_lazy("Other departments (OLA)")),
)
PAUSABLE = [(value, label) for value, label in STATUS_LABELS if value in rules.PAUSABLE]


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every promise in the company's order, the progress of changes, and a new one."""
    actor = administrator(request)
    if request.method == "POST":
        return _set(request, actor, None)
    return _listing(request, actor, _NEW)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, policy_id: int) -> HttpResponse:
    """One promise, to be read and changed."""
    actor = administrator(request)
    found = queries.policy(actor, policy_id)
    if request.method == "POST":
        return _set(request, actor, found)
    return _one(request, actor, found, {**found, "target": target_written(found)})


def _listing(
    request: HttpRequest, actor: Actor, shown: dict[str, Any], refused: str = ""
) -> HttpResponse:
    context = {
        "policies": queries.policies(actor),
        "progress": queries.progress(actor),
        "policy": shown,
        "refused": refused,
    }
    return show(request, "promises", "promises", context | _choices(actor), _status(refused))


def _one(
    request: HttpRequest, actor: Actor, before: Row, shown: dict[str, Any], refused: str = ""
) -> HttpResponse:
    recent = [line for line in queries.progress(actor) if line["policy_id"] == before["id"]]
    context = {"policy": shown, "name": before["name"], "progress": recent[:1], "refused": refused}
    return show(request, "promise", "promises", context | _choices(actor), _status(refused))


def _status(refused: str) -> int:
    return 422 if refused else 200


def _set(request: HttpRequest, actor: Actor, before: Row | None) -> HttpResponse:
    try:
        made = actions.set_policy(
            actor,
            _terms(request, actor, before),
            before["id"] if before else None,
            for_open=bool(told(request, "for_open")),
        )
    except (Invalid, Conflict, NotFound) as refusal:
        return _again(request, actor, before, str(refusal.message))
    tell(request, _("Saved. Open tickets are looked at again."))
    return redirect("administration:promise", made.pk)


def _again(request: HttpRequest, actor: Actor, before: Row | None, refused: str) -> HttpResponse:
    """The form as it was filled in, with what is wrong in it."""
    shown = {**(before or _NEW), **{name: told(request, field) for name, field in _WRITTEN.items()}}
    shown |= {name: bool(told(request, name)) for name in _TICKED}
    shown["pauses_on"] = _pausing(request)
    if before is not None:
        shown |= {name: before[name] for name in ("promise", "side")}
        return _one(request, actor, before, shown, refused)
    return _listing(request, actor, shown, refused)


def _pausing(request: HttpRequest) -> list[str]:
    return [value for value, _label in PAUSABLE if told(request, f"pauses_{value}")]


def _terms(request: HttpRequest, actor: Actor, before: Row | None) -> actions.Terms:
    target = hours.read_target(told(request, "target"))
    return actions.Terms(
        told(request, "name"),
        before["promise"] if before else told(request, "promise"),
        before["side"] if before else told(request, "side"),
        None if isinstance(target, hours.BusinessDays) else int(target.total_seconds()),
        number(request, "calendar") or 0,
        kind=told(request, "kind") or None,
        priority=number(request, "priority"),
        relationship=told(request, "relationship") or None,
        organization_id=number(request, "organization"),
        team_id=number(request, "team"),
        pauses_on=_pausing(request),
        alert_calendar_id=number(request, "alert_calendar"),
        alerts_always=bool(told(request, "alerts_always")),
        manager_id=_manager(actor, told(request, "manager")),
        is_public=bool(told(request, "is_public")),
        is_active=bool(told(request, "is_active")),
        position=number(request, "position") or 0,
        target_days=target.days if isinstance(target, hours.BusinessDays) else None,
    )


def _manager(actor: Actor, address: str) -> int | None:
    if not address:
        return None
    found = people.by_handle(actor, address)
    if not found:
        raise NotFound(_("Nobody in the register has this address."))
    return found[0]["id"]


def _choices(actor: Actor) -> dict[str, Any]:
    return {
        "promise_choices": [one for one in rules.PROMISE_LABELS if one[0] in rules.BY_POLICY],
        "side_choices": SIDES,
        "kind_choices": KIND_LABELS,
        "priority_choices": PRIORITY_LABELS,
        "tie_choices": KINDS,
        "pausable": PAUSABLE,
        "calendars": calendars.calendars(actor),
        "teams": teams.teams(actor),
        "organizations": people.organizations(actor),
    }


_WRITTEN = {
    **{name: name for name in ("name", "promise", "side", "target", "kind", "priority")},
    **{name: name for name in ("relationship", "position")},
    "calendar_id": "calendar",
    "organization_id": "organization",
    "team_id": "team",
    "alert_calendar_id": "alert_calendar",
    "manager_address": "manager",
}
_TICKED = ("alerts_always", "is_public", "is_active", "for_open")
_NEW: dict[str, Any] = {
    "id": None,
    "name": "",
    "promise": "",
    "side": "external",
    "target": "",
    "calendar_id": "",
    "kind": "",
    "priority": "",
    "relationship": "",
    "organization_id": "",
    "team_id": "",
    "pauses_on": [],
    "alert_calendar_id": "",
    "alerts_always": False,
    "manager_address": "",
    "is_public": False,
    "is_active": True,
    "position": 100,
}
