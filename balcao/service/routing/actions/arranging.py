"""What administrators, and supervisors for their own teams, arrange: skills, capacity, rules."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.access.models import Membership
from balcao.register.teams.models import Team
from balcao.service.tickets.rules import Kind

from ..events import CapacitySet, PersonSkillSet, RoutingSet, SkillNeedSet, SkillSet
from ..models import Capacity, PersonSkill, Skill, SkillNeed, TeamRouting
from ..rules import LEVEL_MAX, LEVEL_MIN, LIMIT_MAX
from ..waking import wake

NAME_MAX = 60
OVERFLOW_LEAST_SECONDS = 60
OVERFLOW_MOST_SECONDS = 30 * 86_400


@transaction.atomic
def set_routing(
    actor: Actor,
    team_id: int,
    *,
    is_automatic: bool,
    is_sticky: bool = True,
    by_language: bool = False,
    default_limit: int = 8,
    overflow_team_id: int | None = None,
    overflow_after_seconds: int | None = None,
) -> TeamRouting:
    """How a team's tickets find their agents. A confidential team neither overflows nor is filled."""
    _require_arranger(actor, team_id)
    team = Team.objects.filter(pk=team_id, is_active=True).first()
    if team is None:
        raise NotFound()
    if not 0 <= default_limit <= LIMIT_MAX:
        raise Invalid(_("This is not a number of tickets."), {"default_limit": _("0 to 500")})
    if overflow_team_id is not None:
        _require_overflow(actor, team, overflow_team_id, overflow_after_seconds)
    told = {
        "is_automatic": is_automatic,
        "is_sticky": is_sticky,
        "by_language": by_language,
        "default_limit": default_limit,
        "overflow_team_id": overflow_team_id,
        "overflow_after_seconds": overflow_after_seconds if overflow_team_id else None,
    }
    rule, _made = TeamRouting.objects.update_or_create(team_id=team_id, defaults=told)
    publish(
        actor,
        RoutingSet(
            team_id,
            automatic=is_automatic,
            sticky=is_sticky,
            by_language=by_language,
            default_limit=default_limit,
            overflow_team_id=overflow_team_id,
            overflow_after_seconds=rule.overflow_after_seconds,
        ),
    )
    wake()
    return rule


@transaction.atomic
def add_skill(actor: Actor, name: str, *, team_id: int | None = None, language: str = "") -> Skill:
    """A new skill of a team or, by administrators, of the company; or that of a language."""
    _require_arranger(actor, team_id)
    told = text.one_line(name).strip()[:NAME_MAX]
    if not told:
        raise Invalid(_("A name is needed."), {"name": _("A name is needed.")})
    if language and (language not in _languages() or team_id is not None):
        raise Invalid(_("This language is unknown here."), {"language": _("Choose one.")})
    own = Skill.objects.filter(team=None) if team_id is None else Skill.objects.filter(team=team_id)
    if own.filter(name=told).exists() or (
        language and Skill.objects.filter(language=language).exists()
    ):
        raise Conflict(_("There is such a skill already."))
    skill = Skill.objects.create(name=told, team_id=team_id, language=language)
    publish(actor, SkillSet(skill.pk, team_id, is_kept=True))
    return skill


@transaction.atomic
def remove_skill(actor: Actor, skill_id: int) -> None:
    """The skill goes, with everybody's level in it and every need of it."""
    skill = _skill(actor, skill_id)
    _require_arranger(actor, skill.team_id)
    team_id, number = skill.team_id, skill.pk
    skill.delete()
    publish(actor, SkillSet(number, team_id, is_kept=False))
    wake()


@transaction.atomic
def set_person_skill(actor: Actor, person_id: int, skill_id: int, level: int) -> None:
    """How well somebody can do something, 1 to 5; 0 is not at all."""
    _require_colleague(actor, person_id)
    skill = _skill(actor, skill_id)
    _require_level(level)
    if level:
        PersonSkill.objects.update_or_create(
            person_id=person_id, skill=skill, defaults={"level": level}
        )
    else:
        PersonSkill.objects.filter(person_id=person_id, skill=skill).delete()
    publish(actor, PersonSkillSet(person_id, skill_id, level))
    wake()


@transaction.atomic
def set_capacity(actor: Actor, person_id: int, at_once: int | None, channel: str = "") -> None:
    """How many tickets somebody is given at once, on a channel or in all; None: the team's default."""
    _require_colleague(actor, person_id)
    if at_once is not None and not 0 <= at_once <= LIMIT_MAX:
        raise Invalid(_("This is not a number of tickets."), {"at_once": _("0 to 500")})
    if not (channel.isascii() and (not channel or channel.isidentifier())) or len(channel) > 12:
        raise Invalid(_("This channel is unknown."), {"channel": _("Choose one.")})
    if at_once is None:
        Capacity.objects.filter(person_id=person_id, channel=channel).delete()
    else:
        Capacity.objects.update_or_create(
            person_id=person_id, channel=channel, defaults={"at_once": at_once}
        )
    publish(actor, CapacitySet(person_id, channel, at_once))
    wake()


@transaction.atomic
def set_need(actor: Actor, team_id: int, skill_id: int, level: int, kind: str = "") -> None:
    """The least level a team's tickets of a kind (empty: of every kind) ask for; 0 asks nothing."""
    _require_arranger(actor, team_id)
    skill = _skill(actor, skill_id)
    if skill.team_id not in (None, team_id):
        raise NotFound()
    if kind and kind not in set(Kind):
        raise Invalid(_("This kind is unknown."), {"kind": _("This kind is unknown.")})
    _require_level(level)
    if level:
        SkillNeed.objects.update_or_create(
            team_id=team_id, kind=kind, skill=skill, defaults={"level": level}
        )
    else:
        SkillNeed.objects.filter(team_id=team_id, kind=kind, skill=skill).delete()
    publish(actor, SkillNeedSet(team_id, kind, skill_id, level))
    wake()


def _require_arranger(actor: Actor, team_id: int | None) -> None:
    """Administrators everywhere, supervisors in their own teams."""
    if actor.may(Permission.ADMINISTER):
        return
    if team_id is None or not actor.may(Permission.SUPERVISE, team_id):
        raise Forbidden()


def _require_colleague(actor: Actor, person_id: int) -> None:
    """Whoever is arranged for answers for a team that the actor arranges; else NotFound."""
    memberships = Membership.objects.filter(person_id=person_id, person__merged_into=None)
    if not actor.may(Permission.ADMINISTER):
        memberships = memberships.filter(team_id__in=actor.teams_where(Permission.SUPERVISE))
    if not memberships.exists():
        raise NotFound()


def _skill(actor: Actor, skill_id: int) -> Skill:
    """A skill within the actor's sight: the company's, or one of a team they arrange."""
    found = Skill.objects.select_for_update().filter(pk=skill_id).first()
    if found is None or not (
        found.team_id is None
        or actor.may(Permission.ADMINISTER)
        or actor.may(Permission.SUPERVISE, found.team_id)
    ):
        raise NotFound()
    return found


def _require_level(level: int) -> None:
    if level and not LEVEL_MIN <= level <= LEVEL_MAX:
        raise Invalid(_("A level goes from 1 to 5."), {"level": _("A level goes from 1 to 5.")})


def _require_overflow(actor: Actor, team: Team, other_id: int, after_seconds: int | None) -> None:
    other = Team.objects.filter(pk=other_id, is_active=True).first()
    may_know = other is not None and (
        not other.is_confidential or other.pk in actor.teams or actor.may(Permission.ADMINISTER)
    )
    if other is None or not may_know:
        raise NotFound(_("There is no such team."))
    if other.pk == team.pk:
        raise Invalid(_("A team can't overflow into itself."))
    if team.is_confidential or other.is_confidential:
        raise Invalid(_("Tickets don't leave or enter a confidential team by themselves."))
    if after_seconds is None or not (
        OVERFLOW_LEAST_SECONDS <= after_seconds <= OVERFLOW_MOST_SECONDS
    ):
        raise Invalid(
            _("Say after how many minutes it overflows."),
            {"overflow_after": _("From one minute to thirty days.")},
        )


def _languages() -> set[str]:
    return {code for code, _name in settings.LANGUAGES} | {"es"}
