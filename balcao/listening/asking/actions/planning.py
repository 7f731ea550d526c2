from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish

from .. import about, rules, waves
from ..events import AskingRefused
from ..hours import Hours
from ..inviting import invite
from ..models import Invited, Occasion, SubjectType
from .occasions import of_people


@dataclass(frozen=True, slots=True)
class Happened:
    """What may make somebody be asked: of which sort, to whom, about what, and what is known of it.

    `facts` are looked at by conditions, `groups` are frozen beside the person's own.
    """

    when: str
    side: str
    person_id: int
    subject_type: SubjectType
    subject_id: int
    at: datetime
    handle_id: int | None = None
    facts: rules.Facts = field(default_factory=dict)
    groups: Mapping[str, Any] = field(default_factory=dict)


def occasions(when: str) -> list[Occasion]:
    """The occasions in force at such an event, of surveys that are live."""
    found = Occasion.objects.filter(is_active=True, when=when, survey__state="live")
    return list(found.select_related("survey").order_by("pk"))


def plan(happened: Happened, found: list[Occasion]) -> int:
    """Plan an invitation for each of these occasions that is met; how many.

    Whether they were asked lately is looked at again when it is sent.
    """
    one = about.candidate(
        happened.person_id, happened.side, handle_id=happened.handle_id, **happened.facts
    )
    if one is None or one.handle_id is None:
        return 0
    one = replace(one, attributes={**one.attributes, **happened.groups})
    return sum(
        _plan(happened, one, occasion)
        for occasion in found
        if occasion.survey.side == happened.side
    )


def withdraw(subject_type: str, subject_id: int) -> int:
    """Ask nobody about this any more who was not sent anything yet; how many."""
    return Invited.objects.filter(
        subject_type=subject_type, subject_id=subject_id, sent_at=None, withdrawn_at=None
    ).update(withdrawn_at=clock.now(), next_at=None)


def _plan(happened: Happened, one: about.Candidate, occasion: Occasion) -> int:
    now, hours = clock.now(), Hours()
    send = hours.send_at(one.calendar_id, happened.at, occasion.delay_days)
    lot = rules.subject_of(happened.subject_type, happened.subject_id)
    asked_at = [one.asked_at] if one.asked_at else []
    if (
        rules.is_too_late(send, now)
        or not rules.meets(occasion.conditions, one.facts)
        or not rules.is_drawn(occasion.seed, lot, occasion.share)
        or rules.in_quarantine(asked_at, send, occasion.quarantine_days)
    ):
        return 0
    version = waves.published(occasion.survey)
    if version is None:
        return 0
    if occasion.survey.is_anonymous and not about.has_enough(
        happened.side, of_people(happened.when, occasion.conditions)
    ):
        publish(SYSTEM, AskingRefused(occasion.pk, occasion.survey_id, "too_few"))
        return 0
    if send < now:
        send = hours.send_at(one.calendar_id, now)
    wave = waves.of_month(SYSTEM, occasion.survey, version, send, occasion.open_days)
    subject = (str(happened.subject_type), happened.subject_id)
    return invite(wave, occasion, [(one, send)], subject)
