from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish
from balcao.listening.surveys.models import Version

from .. import about, rules, waves
from ..events import AskingRefused
from ..hours import Hours
from ..inviting import invite, invite_about
from ..models import Invited, Occasion, SubjectType, Wave
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
    one = _known_of(one, happened)
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


def plan_together(many: Sequence[Happened], occasion: Occasion) -> int:
    """Plan the same for much that happened at once, of one occasion in force; how many.

    Everybody is looked up in one statement; the rules are those of `plan`.
    """
    side = occasion.survey.side
    about_side = [one for one in many if one.side == side]
    version = waves.published(occasion.survey) if about_side else None
    if version is None or not _may_ask(occasion, side, about_side[0].when):
        return 0
    people = about.candidates_of(side, sorted({one.person_id for one in about_side}))
    zone, hours = ZoneInfo(clock.zone()), Hours()
    standing: dict[rules.Stretch, list[tuple[about.Candidate, datetime, int]]] = {}
    for happened in about_side:
        person = people.get(happened.person_id)
        if person is None or person.handle_id is None:
            continue
        one = _known_of(person, happened)
        send = _send_at(happened, one, occasion, hours)
        if send is None:
            continue
        stretch = rules.stretch(send, occasion.open_days, zone)
        standing.setdefault(stretch, []).append((one, send, happened.subject_id))
    kind = str(about_side[0].subject_type)
    return sum(
        invite_about(_wave(occasion, version, told[0][1]), occasion, kind, told)
        for told in standing.values()
    )


def _plan(happened: Happened, one: about.Candidate, occasion: Occasion) -> int:
    send = _send_at(happened, one, occasion, Hours())
    version = waves.published(occasion.survey) if send is not None else None
    if send is None or version is None or not _may_ask(occasion, happened.side, happened.when):
        return 0
    subject = (str(happened.subject_type), happened.subject_id)
    return invite(_wave(occasion, version, send), occasion, [(one, send)], subject)


def _known_of(person: about.Candidate, happened: Happened) -> about.Candidate:
    return replace(
        person,
        facts={**person.facts, **happened.facts},
        attributes={**person.attributes, **happened.groups},
    )


def _send_at(
    happened: Happened, one: about.Candidate, occasion: Occasion, hours: Hours
) -> datetime | None:
    """When they would be asked; None when they are not."""
    now = clock.now()
    send = hours.send_at(one.calendar_id, happened.at, occasion.delay_days)
    lot = rules.subject_of(happened.subject_type, happened.subject_id)
    asked_at = [one.asked_at] if one.asked_at else []
    if (
        rules.is_too_late(send, now)
        or not rules.meets(occasion.conditions, one.facts)
        or not rules.is_drawn(occasion.seed, lot, occasion.share)
        or rules.in_quarantine(asked_at, send, occasion.quarantine_days)
    ):
        return None
    return send if send >= now else hours.send_at(one.calendar_id, now)


def _may_ask(occasion: Occasion, side: str, when: str) -> bool:
    """Whether enough people could stand behind an anonymous one; that they can't is told."""
    if not occasion.survey.is_anonymous or about.has_enough(
        side, of_people(when, occasion.conditions)
    ):
        return True
    publish(SYSTEM, AskingRefused(occasion.pk, occasion.survey_id, "too_few"))
    return False


def _wave(occasion: Occasion, version: Version, send: datetime) -> Wave:
    return waves.of_month(SYSTEM, occasion.survey, version, send, occasion.open_days)
