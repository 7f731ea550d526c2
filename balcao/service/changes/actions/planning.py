from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Conflict, Invalid
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.register.teams.models import Team
from balcao.service.approvals import actions as approvals
from balcao.service.approvals.models import Approval
from balcao.service.approvals.models import Rule as ApprovalRule
from balcao.service.assets import queries as assets
from balcao.service.problems import queries as problems

from .. import rules
from ..events import ChangePlanned, ChangeRewritten
from ..models import Change, Touched
from .locking import changing, move, touch

NOTICE_MOST = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written of a change. `assets` are numbers on labels, `rule_id` and `problem_id` of the
    approval it needs and the problem it puts right, if any."""

    title: str
    kind: str = rules.Kind.NORMAL
    answers: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""
    back_out: str = ""
    urgent_why: str = ""
    services: Sequence[str] = ()
    assets: Sequence[str] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rule_id: int | None = None
    problem_id: int | None = None
    audience: Sequence[str] = ()
    notice: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def plan_change(actor: Actor, team_id: int, plan: Plan) -> Change:
    """A change of a team one changes tickets of; whoever plans it answers for it."""
    team = Team.objects.filter(pk=team_id, is_active=True).first()
    if team is None or not (actor.is_system or team_id in actor.team_ids):
        raise Invalid(_("Choose a team."), {"team": _("Choose a team.")})
    require(actor, Permission.CHANGE_TICKET, team_id)
    now = clock.now()
    told, touched = _read(actor, team, plan), _assets(actor, plan.assets)
    change = Change.objects.create(
        team=team, owner_id=actor.person_id, created_at=now, updated_at=now, **told
    )
    _touch(change, touched, set())
    publish(actor, ChangePlanned(change.pk, team_id=team_id))
    return change


@transaction.atomic
def rewrite(actor: Actor, change_id: int, plan: Plan, *, version: int | None = None) -> Change:
    """Write it anew while it is planned; what was asked for is taken back to that first."""
    change = changing(actor, change_id)
    if version is not None and version != change.version:
        raise Conflict()
    if change.state != rules.State.DRAFT:
        raise Conflict(_("What was agreed to stays as it was. Take it back to planning first."))
    told, touched = _read(actor, change.team, plan), _assets(actor, plan.assets)
    fields = [name for name, value in told.items() if getattr(change, name) != value]
    for name in fields:
        setattr(change, name, told[name])
    if _touch(change, touched, _seen(actor, change)):
        fields.append("assets")
    if fields:
        touch(change, *(name for name in fields if name != "assets"))
        publish(actor, ChangeRewritten(change.pk, fields=fields))
    return change


@transaction.atomic
def replan(actor: Actor, change_id: int) -> Change:
    """Take it back to planning: what was asked or agreed counts no more."""
    change = changing(actor, change_id)
    change.decided_by, change.decided_at, change.decision_why = None, None, ""
    move(actor, change, rules.State.DRAFT, "decided_by", "decided_at", "decision_why")
    withdraw(change)
    return change


def withdraw(change: Change) -> None:
    """What waits for an approval of this change waits no more."""
    waiting = Approval.objects.filter(subject_type="change", subject_id=change.pk, state="waiting")
    for number in waiting.values_list("pk", flat=True):
        approvals.withdraw(SYSTEM, number)


def _read(actor: Actor, team: Team, plan: Plan) -> dict[str, Any]:
    title = text.one_line(text.clean(plan.title), rules.TITLE_MOST).strip()
    wrong: dict[str, Any] = {}
    if not title:
        wrong["title"] = _("Say in one line what changes.")
    if plan.kind not in set(rules.Kind):
        wrong["kind"] = _("Choose one.")
    texts = {name: _text(getattr(plan, name)) for name in ("plan", "back_out", "urgent_why")}
    wrong |= {
        name: _("This text is too long.")
        for name, told in texts.items()
        if len(told) > rules.TEXT_MOST
    }
    wrong |= rules.problems_of_window(plan.starts_at, plan.ends_at)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    named = rules.services(plan.services)
    return {
        "title": title,
        "folded_title": text.fold(title),
        "kind": rules.Kind(plan.kind).value,
        **texts,
        **_weighed(plan.answers),
        "services": [one.name for one in named],
        "touches": [one.key for one in named],
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "rule_id": _rule(team, plan.rule_id),
        "problem_id": _problem(actor, plan.problem_id),
        **_told(plan),
    }


def _weighed(answers: Mapping[str, str]) -> dict[str, Any]:
    open_ones = set(rules.unanswered(answers))
    kept = {
        question.key: answers[question.key]
        for question in rules.QUESTIONS
        if question.key not in open_ones
    }
    if open_ones:
        return {"answers": kept, "likelihood": None, "impact": None, "risk": None}
    told = rules.weighed(kept)
    return {
        "answers": kept,
        "likelihood": int(told.likelihood),
        "impact": int(told.impact),
        "risk": int(told.risk),
    }


def _told(plan: Plan) -> dict[str, Any]:
    """Who is told on the status page, and in which words; nobody without an audience."""
    notice = {
        language: _text(plan.notice.get(language, ""))[:NOTICE_MOST] for language in ("pt-br", "en")
    }
    if not plan.audience:
        return {"audience": [], "notice": {}}
    if not notice["pt-br"]:
        why = _("Write in Portuguese what they read.")
        raise Invalid(why, {"notice.pt-br": why})
    return {"audience": audiences.checked(plan.audience), "notice": notice}


def _rule(team: Team, rule_id: int | None) -> int | None:
    if rule_id is None:
        return None
    found = ApprovalRule.objects.filter(pk=rule_id, is_active=True, team__in=[team.pk])
    company = ApprovalRule.objects.filter(pk=rule_id, is_active=True, team=None)
    if not (found | company).exists():
        raise Invalid(_("There is no such approval."), {"rule": _("Choose one.")})
    return rule_id


def _problem(actor: Actor, problem_id: int | None) -> int | None:
    if problem_id is not None:
        problems.problem(actor, problem_id)
    return problem_id


def _assets(actor: Actor, numbers: Sequence[str]) -> set[int]:
    wanted = {number.strip().upper() for number in numbers} - {""}
    found = assets.assets(actor, sorted(wanted)) if wanted else []
    if missing := wanted - {one["number"] for one in found}:
        why = _("There is no such asset: %(number)s") % {"number": min(missing)[:40]}
        raise Invalid(why, {"assets": why})
    return {one["id"] for one in found}


def _seen(actor: Actor, change: Change) -> set[int]:
    """Of the assets it touches those the actor sees: what others keep stays untouched by them."""
    numbers = Touched.objects.filter(change=change).values_list("asset__number", flat=True)
    return {one["id"] for one in assets.assets(actor, sorted(numbers))}


def _touch(change: Change, wanted: set[int], seen: set[int]) -> bool:
    """Make these the assets it touches, of those seen; True when they were others."""
    new, gone = wanted - seen, seen - wanted
    Touched.objects.filter(change=change, asset__in=gone).delete()
    for one in sorted(new):
        Touched.objects.get_or_create(change=change, asset_id=one)
    return bool(new or gone)


def _text(told: str) -> str:
    return text.clean(told).replace("\r\n", "\n").strip()
