"""Rules of approval: their stages as a form that works without script, written as versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.core.forms.numbers import decimal_of
from balcao.core.sql import Row
from balcao.service.approvals import actions, queries, rules, wording
from balcao.service.approvals.rules.stages import STAGES_MOST

from ..pages import tell
from ..posting import act, as_number, number, told
from ..shell import show
from .asking import reader

_ROLES = ("supervisor", "agent")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rules one keeps, with their stages in words."""
    actor = _keeper(request)
    context = {"rules": _told(actor, queries.rules(actor))}
    return show(request, "approving/rules.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, rule_id: int | None = None) -> HttpResponse:
    """Write a rule; what waits already goes on by the version it began with."""
    actor = _keeper(request)
    found = queries.rule(actor, rule_id) if rule_id is not None else None
    refusal, lines = None, _lines(actor, found["stages"]) if found else []
    if request.method == "POST":
        lines = _given(request)
        try:
            _keep(request, actor, lines, rule_id)
        except Invalid as refused:
            refusal = refused
        else:
            tell(request, _("Kept. What is asked from now on goes by it."))
            return HttpResponseRedirect(reverse("approval_rules:list"))
    context = {
        "rule": found,
        "name": told(request, "name") if refusal else (found["name"] if found else ""),
        "team": told(request, "team"),
        "lines": [*lines, {"order": len(lines) + 1}][:STAGES_MOST],
        "whos": rules.WHO_LABELS,
        "roles": [("supervisor", _("its supervisors")), ("agent", _("its agents"))],
        "teams": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "own_teams": [(one["id"], one["name"]) for one in queries.teams_to_keep(actor)],
        "may_company": actor.may(Permission.OFFER),
        "departments": [(one["id"], one["name"]) for one in queries.departments(actor)],
        "days_most": rules.DAYS_MOST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "approving/rule.html", context, status=422 if refusal else 200)


@require_POST
def use(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule out of use, or back into it."""
    actor = _keeper(request)
    wanted = told(request, "active") == "1"
    done = _("In use again.") if wanted else _("Out of use: what waits goes on.")
    return act(
        lambda: actions.set_active(actor, rule_id, is_active=wanted),
        request,
        done,
        reverse("approval_rules:list"),
    )


def _keeper(request: HttpRequest) -> Actor:
    actor = reader(request)
    if not actor.may_anywhere(Permission.OFFER):
        raise NotFound()
    return actor


def _keep(
    request: HttpRequest, actor: Actor, lines: Sequence[dict[str, Any]], rule_id: int | None
) -> None:
    stages = [_stage(actor, place, line) for place, line in enumerate(lines, start=1)]
    team = number(request, "team")
    actions.keep_rule(actor, told(request, "name"), stages, team_id=team, rule_id=rule_id)


def _given(request: HttpRequest) -> list[dict[str, Any]]:
    """The stages written, in the order given; a stage without a name is none."""
    keys = (
        "order",
        "name",
        "who",
        "team",
        "role",
        "people",
        "department",
        "needed",
        "from_amount",
        "code_above",
        "days",
        "remind_days",
    )
    found = [
        {key: told(request, f"{key}_{place}") for key in keys}
        for place in range(1, STAGES_MOST + 1)
    ]
    kept = [line for line in found if line["name"]]
    return sorted(kept, key=lambda line: as_number(line["order"]) or STAGES_MOST)


def _stage(actor: Actor, place: int, line: dict[str, Any]) -> dict[str, Any]:
    who: dict[str, Any] = {"kind": line["who"]}
    if line["who"] == rules.Who.TEAM:
        role = line["role"] if line["role"] in _ROLES else None
        who |= {"team_id": as_number(line["team"]), "role": role}
    elif line["who"] == rules.Who.PEOPLE:
        who["people"] = _people(actor, place, line["people"])
    elif line["who"] == rules.Who.DEPARTMENT_HEAD:
        who["organization_id"] = as_number(line["department"])
    return {
        "name": line["name"],
        "who": who,
        "needed": as_number(line["needed"]) if line["needed"] else None,
        "from_amount": _amount(place, line["from_amount"]),
        "code_above": _amount(place, line["code_above"]),
        "days": as_number(line["days"]),
        "remind_days": as_number(line["remind_days"] or "0"),
    }


def _people(actor: Actor, place: int, written: str) -> list[int]:
    addresses = [one.lower() for one in written.replace(",", " ").replace(";", " ").split()]
    found = queries.addressed(actor, addresses)
    missing = next((one for one in addresses if one not in found), None)
    if missing is not None:
        words = _("Stage %(number)s: nobody who works here has the address %(address)s.")
        said = words % {"number": place, "address": missing}
        raise Invalid(said, {f"stage_{place}": said})
    return [found[one] for one in addresses]


def _amount(place: int, written: str) -> str | None:
    if not written:
        return None
    found = decimal_of(written, get_language() or "pt-br")
    if found is None:
        said = _("Stage %(number)s: an amount isn't one.") % {"number": place}
        raise Invalid(said, {f"stage_{place}": said})
    return str(found)


def _lines(actor: Actor, stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stages kept, as the form shows them."""
    read = rules.read_stages(stages)
    people = {
        one["id"]: one["address"] for one in queries.named(actor, sorted(rules.people_of(read)))
    }
    return [
        {
            "order": place,
            "name": stage.name,
            "who": str(stage.who),
            "team": stage.team_id or "",
            "role": stage.role or "",
            "people": "\n".join(people[one] for one in stage.people if one in people),
            "department": stage.organization_id or "",
            "needed": stage.needed or "",
            "from_amount": wording.amount(stage.from_amount),
            "code_above": wording.amount(stage.code_above),
            "days": stage.days,
            "remind_days": stage.remind_days,
        }
        for place, stage in enumerate(read, start=1)
    ]


def _told(actor: Actor, found: list[Row]) -> list[dict[str, Any]]:
    """The rules with their stages in words."""
    read = {one["id"]: rules.read_stages(one["stages"]) for one in found}
    people = {person for stages in read.values() for person in rules.people_of(stages)}
    names = {one["id"]: one["called"] for one in queries.named(actor, sorted(people))}
    teams = {one["id"]: one["name"] for one in queries.teams(actor)}
    places = {one["id"]: one["name"] for one in queries.departments(actor)}
    return [
        {
            **one,
            "lines": [
                {
                    "name": stage.name,
                    "who": wording.who(stage, teams, names, places),
                    "how_many": wording.how_many(stage.needed),
                    "limits": wording.limits(stage),
                }
                for stage in read[one["id"]]
            ],
        }
        for one in found
    ]
