from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.service.problems import queries as problems

from .. import rules, scope
from ..events import IncidentChanged, IncidentOpened, IncidentResolved, IncidentUpdated
from ..mailing import tell_later
from ..models import Incident, Update
from .wording import changed, kept_components, line, paragraphs, require_keeper, touch


@transaction.atomic
def open_incident(
    actor: Actor,
    team_id: int,
    titles: Mapping[str, str],
    words: Mapping[str, str],
    *,
    impact: str,
    audience: Iterable[str],
    components: Iterable[int],
    started_at: datetime | None = None,
    problem_id: int | None = None,
) -> Incident:
    """Tell an audience that something fails, since now or since an instant that passed."""
    require_keeper(actor, team_id)
    now = clock.now()
    since = started_at or now
    if since > now:
        wrong = _("It can't have begun later than now.")
        raise Invalid(wrong, {"started_at": wrong})
    titles, words = line(titles, rules.TITLE_MOST, "title"), _words(words)
    made = Incident.objects.create(
        titles=titles,
        team_id=team_id,
        audience=audiences.checked(audience),
        impact=_impact(impact),
        state=rules.State.INVESTIGATING,
        problem_id=_problem(actor, problem_id),
        started_at=since,
        created_at=now,
    )
    made.components.set(kept_components(actor, components))
    _tell(actor, made, words, now)
    publish(actor, IncidentOpened(made.pk, made.impact))
    return made


@transaction.atomic
def update_incident(
    actor: Actor, incident_id: int, state: str, words: Mapping[str, str]
) -> Incident:
    """Tell how far one has come; `resolved` ends it now, any other state after that opens it again."""
    incident = _kept(actor, incident_id)
    if state not in set(rules.State):
        wrong = _("Say how far you have come.")
        raise Invalid(wrong, {"state": wrong})
    said, now = _words(words), clock.now()
    was_open = incident.resolved_at is None
    incident.state = state
    if state != rules.State.RESOLVED:
        incident.resolved_at = None
    elif was_open:
        incident.resolved_at = now
    incident.save(update_fields=["state", "resolved_at"])
    _tell(actor, incident, said, now)
    publish(actor, IncidentUpdated(incident.pk, state))
    if was_open and incident.resolved_at is not None:
        publish(actor, IncidentResolved(incident.pk))
    return incident


@transaction.atomic
def change_incident(actor: Actor, incident_id: int, changes: Mapping[str, Any]) -> Incident:
    """Change titles, impact, audience, components or problem_id of an incident; what was told stays as
    it was."""
    incident = _kept(actor, incident_id)
    clean: dict[str, Any] = {}
    if "titles" in changes:
        clean["titles"] = line(changes["titles"], rules.TITLE_MOST, "title")
    if "impact" in changes:
        clean["impact"] = _impact(changes["impact"])
    if "audience" in changes:
        clean["audience"] = audiences.checked(changes["audience"])
    if "problem_id" in changes and changes["problem_id"] != incident.problem_id:
        clean["problem_id"] = _problem(actor, changes["problem_id"])
    names = changed(incident, clean)
    if names:
        incident.save(update_fields=names)
    if "components" in changes:
        before = set(incident.components.values_list("pk", flat=True))
        wanted = set(changes["components"])
        if wanted != before:
            kept_components(actor, wanted - before or wanted)
            incident.components.set(wanted)
            names.append("components")
    if names:
        publish(actor, IncidentChanged(incident.pk, names))
        touch()
    return incident


def _kept(actor: Actor, incident_id: int) -> Incident:
    found = row(
        f"SELECT i.id FROM status_incident i WHERE i.id = %(id)s AND {scope.kept('i')} FOR UPDATE",
        {**scope.params(actor), "id": incident_id},
    )
    if found is None:
        raise NotFound()
    return Incident.objects.get(pk=incident_id)


def _problem(actor: Actor, problem_id: int | None) -> int | None:
    """The problem behind it, one that the actor may read; else Invalid."""
    if problem_id is None:
        return None
    try:
        return int(problems.problem(actor, problem_id)["id"])
    except NotFound:
        wrong = _("There is no such problem.")
        raise Invalid(wrong, {"problem": wrong}) from None


def _tell(actor: Actor, incident: Incident, words: dict[str, str], now: datetime) -> None:
    made = Update.objects.create(
        incident=incident, state=incident.state, words=words, by_id=actor.person_id, at=now
    )
    tell_later(made)
    touch()


def _words(told: Mapping[str, str]) -> dict[str, str]:
    return paragraphs(told, rules.WORDS_MOST, "words")


def _impact(told: str) -> str:
    if told not in set(rules.Impact):
        wrong = _("Say how bad it is.")
        raise Invalid(wrong, {"impact": wrong})
    return told
