from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import run
from balcao.core.text import fold
from balcao.events.actions import publish
from balcao.listening.surveys.editing import may_edit
from balcao.listening.surveys.models import Survey
from balcao.listening.surveys.rules import LANGUAGES
from balcao.register.teams.models import Team

from .. import playbooks, rules
from ..events import PlaybookKept, RuleSet
from ..models import Playbook, Rule
from ..owners import candidates

NAME_MOST, STEP_MOST = 120, 400


@transaction.atomic
def set_rule(actor: Actor, survey_id: int | None, kind: str, terms: rules.Terms) -> Rule:
    """Say when a low score becomes a task: of one survey, for those who may edit it, or, company-wide,
    of each that has no rule of its own."""
    survey = _required(actor, survey_id)
    _checked(actor, kind, terms)
    told = {name: getattr(terms, name) for name in rules.Terms.__dataclass_fields__}
    made, _is_new = Rule.objects.select_for_update().update_or_create(
        survey=survey,
        when=rules.when_of(kind),
        kind="" if kind == rules.THEME else kind,
        defaults=told,
        create_defaults={**told, "created_at": clock.now()},
    )
    publish(actor, RuleSet(made.pk, survey_id, made.when, kind, made.is_active))
    return made


@transaction.atomic
def keep_playbook(
    actor: Actor, key: str, name: Mapping[str, str], steps: Sequence[Mapping[str, str]]
) -> Playbook:
    """A playbook as it is from now on: the next version of its key, or a new one where key is empty.

    For whoever may ask company-wide. Tasks that began with another version keep that one.
    """
    if not actor.may(Permission.ASK):
        raise Forbidden()
    told = _words(name, NAME_MOST, _("Give it a name in both languages."), "name")
    lines = [
        _words(step, STEP_MOST, _("Write each step in both languages."), "steps") for step in steps
    ]
    if not 1 <= len(lines) <= rules.STEPS_MOST:
        why = _("One to twelve steps: nobody goes through more.")
        raise Invalid(why, {"steps": why})
    run("SELECT pg_advisory_xact_lock(hashtext('loop.playbook'))")
    before = playbooks.playbook(key) if key else None
    if key and before is None:
        raise NotFound()
    made = Playbook.objects.create(
        key=key or _free_key(told["pt-br"]),
        version=before["version"] + 1 if before else 1,
        name=told,
        steps=lines,
        created_at=clock.now(),
    )
    publish(actor, PlaybookKept(made.pk, made.version))
    return made


def _required(actor: Actor, survey_id: int | None) -> Survey | None:
    if survey_id is None:
        if not actor.may(Permission.ASK):
            raise Forbidden()
        return None
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None or not may_edit(actor, survey):
        raise NotFound()
    return survey


def _checked(actor: Actor, kind: str, terms: rules.Terms) -> None:
    if kind not in rules.SHIPPED:
        raise Invalid(_("This is not one of the choices."), {"kind": _("Choose one.")})
    if terms.threshold not in rules.LIMITS[kind]:
        why = _("Choose one of the limits.")
        raise Invalid(why, {"threshold": why})
    hours, days = terms.target_hours, terms.target_days
    if (hours is None) == (days is None):
        why = _("Give it hours or days.")
        raise Invalid(why, {"target": why})
    length, unit = (hours, "hours") if days is None else (days, "days")
    most = rules.TARGET_MOST[unit]
    if length is None or not 1 <= length <= most:
        why = _("At least one, at most 400 hours or 60 days.")
        raise Invalid(why, {"target": why})
    if terms.playbook and playbooks.playbook(terms.playbook) is None:
        raise Invalid(_("There is no such playbook."), {"playbook": _("Choose one.")})
    _check_who(actor, terms)


def _check_who(actor: Actor, terms: rules.Terms) -> None:
    if terms.team_id is not None:
        team = Team.objects.filter(pk=terms.team_id, is_active=True).first()
        if team is None or (team.is_confidential and team.pk not in actor.teams):
            raise Invalid(_("There is no such team."), {"team": _("Choose one.")})
    if terms.owner_id is not None:
        known = {one["id"] for one in candidates(terms.team_id, None)}
        if terms.owner_id not in known:
            raise Invalid(
                _("This person can't take it."), {"owner": _("Choose somebody of the team.")}
            )


def _words(told: Mapping[str, str], most: int, why: object, field: str) -> dict[str, str]:
    read = {language: " ".join(str(told.get(language, "")).split()) for language in LANGUAGES}
    if not all(read.values()) or any(len(words) > most for words in read.values()):
        raise Invalid(str(why), {field: str(why)})
    return read


def _free_key(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:40] or "own"
    taken = {one["key"] for one in playbooks.playbooks()}
    return next(
        key
        for n in range(1, len(taken) + 2)
        if (key := base if n == 1 else f"{base}_{n}") not in taken
    )
