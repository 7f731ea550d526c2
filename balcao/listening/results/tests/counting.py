"""Surveys that were answered, through the actions: under names day by day, or in rounds without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions as answers
from balcao.listening.answers.tests.responding import give, links
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.asking.tests.asking import crew, here, occasion, shop, survey
from balcao.listening.asking.tokens import token_of
from balcao.listening.results import facts
from balcao.listening.results.gate import release_due
from balcao.listening.surveys.models import Question, Survey
from balcao.register.calendars.models import Calendar
from balcao.register.people.models import Person
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

MONDAY = here("2040-11-05T09:00")
DAY = date(2040, 11, 5)
Given = Mapping[str, Any]


def rated(
    given: Sequence[Given],
    *items: str,
    at: datetime = MONDAY,
    groups: Sequence[Given] = (),
    side: str = "external",
    **told: Any,
) -> Survey:
    """A survey that is not anonymous, answered by as many customers on one day, and counted."""
    with clock.at(at):
        if not Calendar.objects.exists():
            shop()
        made = survey(side, *items, **told)
        people = crew(len(given), "customer" if side == "external" else "employee", _next())
    again(made, given, people, at=at, groups=groups)
    return made


def again(
    made: Survey,
    given: Sequence[Given],
    people: Sequence[Person] = (),
    *,
    at: datetime,
    groups: Sequence[Given] = (),
) -> Wave:
    """These people, or new ones, asked and answering at an instant."""
    with clock.at(at):
        kind = "customer" if made.side == "external" else "employee"
        asked = list(people) or crew(len(given), kind, _next())
        wave = asking.draw_sample(SYSTEM, occasion(made, "sample", quarantine_days=0).pk)
        Invited.objects.filter(wave=wave).exclude(person__in=asked).delete()
        Invited.objects.filter(wave=wave).update(sent_at=at, next_at=None)
        freeze(wave, groups)
        for token, values in zip(links(wave), given, strict=False):
            if values:
                give(token, values, at=at)
        facts.count_changed()
    return wave


def sealed(
    given: Sequence[Given],
    *items: str,
    asked: int | None = None,
    at: datetime = MONDAY,
    groups: Sequence[Given] = (),
    made: Survey | None = None,
    **told: Any,
) -> Wave:
    """A round of an anonymous survey that was answered, closed, opened and looked at by the gate."""
    wave = opened(given, *items, asked=asked, at=at, groups=groups, made=made, **told)
    settle(wave)
    return wave


def opened(
    given: Sequence[Given],
    *items: str,
    asked: int | None = None,
    at: datetime = MONDAY,
    groups: Sequence[Given] = (),
    made: Survey | None = None,
    **told: Any,
) -> Wave:
    """The same while it still takes answers."""
    with clock.at(at):
        if not Calendar.objects.exists():
            shop()
        if made is None:
            made = survey("internal", *items, is_anonymous=True, **told)
        people = crew(asked or max(len(given), 10), first=_next())
        wave = asking.draw_sample(SYSTEM, occasion(made, "sample", quarantine_days=0).pk)
        Invited.objects.filter(wave=wave).exclude(person__in=people).delete()
        Invited.objects.filter(wave=wave).update(sent_at=at, next_at=None)
        freeze(wave, groups)
    for token, values in zip(links(wave), given, strict=False):
        give(token, values, at=at)
    return wave


def settle(wave: Wave) -> None:
    """What the jobs do when a round's time is over."""
    with clock.at(wave.closes_at):
        asking.close_due(wave.closes_at)
        answers.open_due()
        release_due()


def freeze(wave: Wave, groups: Sequence[Given]) -> None:
    """These groups beside those asked, in the order of their invitations."""
    asked = Invited.objects.filter(wave=wave).order_by("pk").values_list("person_id", flat=True)
    for person_id, attributes in zip(asked, groups, strict=False):
        Frozen.objects.filter(wave=wave, person_id=person_id).delete()
        Frozen.objects.create(wave=wave, person_id=person_id, attributes=dict(attributes))


def question(made: Survey | Wave, key: str) -> int:
    """The row of a question that is asked now."""
    survey_id = made.survey_id if isinstance(made, Wave) else made.pk
    return Question.objects.get(survey_id=survey_id, key=key, retired_at=None).pk


def nps_of(promoters: int, passives: int, detractors: int, key: str = "nps") -> list[Given]:
    """So many answers of each class."""
    return [{key: one} for one in [10] * promoters + [8] * passives + [3] * detractors]


def _next() -> int:
    return Person.objects.count()


def asked_about(
    cast: Cast,
    inbox: str,
    values: Given | None = None,
    *,
    name: str = "ana",
    items: Sequence[str] = (),
    made: Survey | None = None,
    team: int | None = None,
    **told: Any,
) -> Survey:
    """A survey of what somebody thinks of a ticket of theirs that was resolved, answered at once.

    The ticket goes to `team` before that, where one is given.
    """
    if not Calendar.objects.exists():
        shop()
    if made is None:
        side = "external" if inbox == "sac" else "internal"
        made = survey(side, *items, **told)
        occasion(made, "resolved", quarantine_days=0)
    before = set(Invited.objects.values_list("pk", flat=True))
    ticket = cast.ticket(name, inbox)
    if team is not None:
        tickets.transfer(SYSTEM, ticket.pk, team, "Entregas")
    tickets.resolve(SYSTEM, ticket.pk)
    one = Invited.objects.exclude(pk__in=before).get(survey=made)
    Invited.objects.filter(pk=one.pk).update(sent_at=clock.now(), next_at=None)
    answers.answer(token_of(one.pk, one.token_digest) or "", values or {"nps": 9}, language="en")
    facts.count_changed()
    return made
