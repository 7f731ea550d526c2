from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.register.people.models import Organization, Person
from balcao.register.teams.models import Team

from .. import scope
from ..events import RuleKept
from ..models import Rule, RuleVersion
from ..rules import StageRule, people_of, read_stages, written

NAME_MOST = 120


@transaction.atomic
def keep_rule(
    actor: Actor,
    name: str,
    stages: object,
    *,
    team_id: int | None = None,
    rule_id: int | None = None,
) -> Rule:
    """Write a rule, or a new version of one: what waits goes on by the version it began with.

    Of a team for its supervisors, of the company for administrators. Its team stays what it was.
    """
    rule = _locked(actor, rule_id) if rule_id is not None else None
    if rule is None:
        _require_new(actor, team_id)
    told = text.one_line(name, NAME_MOST)
    if not told:
        raise Invalid(_("A name is needed."), {"name": _("A name is needed.")})
    read = read_stages(stages)
    _require_known(actor, read)
    others = Rule.objects.filter(name=told).exclude(pk=rule.pk if rule else 0)
    if others.exists():
        words = _("There is a rule of this name already.")
        raise Invalid(words, {"name": words})
    if rule is None:
        rule = Rule.objects.create(name=told, team_id=team_id, created_at=clock.now())
    elif rule.name != told:
        rule.name = told
        rule.save(update_fields=["name"])
    _keep_version(actor, rule, read)
    return rule


@transaction.atomic
def set_active(actor: Actor, rule_id: int, *, is_active: bool) -> Rule:
    """Take a rule out of use, or back into it: what waits goes on either way."""
    rule = _locked(actor, rule_id)
    if rule.is_active == is_active:
        raise Conflict()
    rule.is_active = is_active
    rule.save(update_fields=["is_active"])
    publish(actor, RuleKept(rule.pk, _last(rule), is_active))
    return rule


def _keep_version(actor: Actor, rule: Rule, stages: tuple[StageRule, ...]) -> None:
    last = rule.versions.order_by("-number").first()
    told = written(stages)
    if last is not None and last.stages == told:
        return
    number = last.number + 1 if last else 1
    RuleVersion.objects.create(
        rule=rule, number=number, stages=told, at=clock.now(), by_id=actor.person_id
    )
    publish(actor, RuleKept(rule.pk, number, rule.is_active))


def _last(rule: Rule) -> int:
    return rule.versions.order_by("-number").values_list("number", flat=True)[0]


def _require_new(actor: Actor, team_id: int | None) -> None:
    require(actor, Permission.OFFER, team_id)
    if team_id is None:
        return
    team = Team.objects.filter(pk=team_id, is_active=True).first()
    if team is None or (
        team.is_confidential and not actor.is_system and team_id not in actor.team_ids
    ):
        raise NotFound()


def _locked(actor: Actor, rule_id: int) -> Rule:
    found = row(
        f"SELECT u.id FROM approvals_rule u WHERE u.id = %(id)s AND {scope.RULE_KEPT} FOR UPDATE",
        {**scope.params(actor), "id": rule_id},
    )
    if found is None:
        raise NotFound()
    return Rule.objects.get(pk=rule_id)


def _require_known(actor: Actor, stages: tuple[StageRule, ...]) -> None:
    people = people_of(stages)
    if Person.objects.filter(pk__in=people, merged_into=None).count() != len(people):
        raise Invalid(_("A stage names somebody who isn't in the register."))
    teams = {one.team_id for one in stages if one.team_id is not None}
    known = Team.objects.filter(pk__in=teams, is_active=True)
    if not actor.is_system:  # a confidential team is there for its own people alone
        known = known.exclude(Q(is_confidential=True) & ~Q(pk__in=actor.team_ids))
    if known.count() != len(teams):
        raise Invalid(_("A stage names a team that isn't there."))
    departments = {one.organization_id for one in stages if one.organization_id is not None}
    if Organization.objects.filter(pk__in=departments, kind="department").count() != len(
        departments
    ):
        raise Invalid(_("A stage names a department that isn't there."))
