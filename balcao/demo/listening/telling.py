"""A year of asking and answering, day by day, through the same actions as every day's work."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.clock import ONE_DAY
from balcao.core.sql import Row, rows
from balcao.events.bulk import together
from balcao.listening.answers import actions as answers
from balcao.listening.answers.models import Channel
from balcao.listening.asking import actions as asking
from balcao.listening.asking.actions.planning import plan_together
from balcao.listening.asking.models import Occasion
from balcao.listening.asking.tokens import token_of
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Side

from .. import truths
from ..company import Registered
from ..roster import CAST, Roster
from . import events, improving, jobs, mending
from .decks import Decks
from .opinions import Opinions, replied_after
from .questionnaires import (
    CLIMATE,
    CSAT,
    FORMS,
    POST_SALE,
    PULSE,
    REQUESTED,
    SERVICE,
    STAGES,
    launch,
)

CLIMATE_DAYS_AGO = (330, 150, 5)
DRAWN_DAYS_AGO = {CLIMATE: CLIMATE_DAYS_AGO, STAGES: (80,)}
FIRST, MORNING, OPENING, ASKED = time(8), time(9), time(10), time(10, 5)
CLOSING, EVENING = time(17), time(20)
_OUTSIDE = (POST_SALE, CSAT, STAGES)
# Nobody's own minute: what was said anonymously has no time, so a wave is answered on two mornings.
_AFTER_DAYS = (1, 1, 3)
_SENT = """
SELECT i.id, i.token_digest, i.subject_type, i.subject_id, i.survey_id, w.number,
    w.closes_at, h.value AS address
FROM asking_invited i JOIN asking_wave w ON w.id = i.wave_id
LEFT JOIN people_handle h ON h.id = i.handle_id
WHERE i.sent_at = %(at)s ORDER BY i.id
"""


class Reply(NamedTuple):
    """An answer that is on its way."""

    at: datetime
    place: int
    token: str
    values: Mapping[str, Any]
    channel: str


@dataclass(slots=True)
class Hearing:
    """Who was asked and what they answered; told up to some day."""

    known: Registered
    roster: Roster
    zone: ZoneInfo
    last: date
    opinions: Opinions
    asked_for: Opinions
    occasions: dict[str, Occasion] = field(default_factory=dict)
    _day: date = field(init=False)
    _told: int = 0
    _replies: list[Reply] = field(default_factory=list)
    _mended: mending.Mending = field(init=False)

    def __post_init__(self) -> None:
        self._day = self.last - timedelta(days=truths.YEAR)
        rita = actor_of(self.known.persons[CAST["rita"].address], Level.STRONG)
        self._mended = mending.Mending(rita)

    def tell_until(self, day: date) -> None:
        """Ask, send, answer and close what belongs to each day up to this one."""
        while self._day <= day and self._day < self.last:
            self._tell(self._day)
            self._day += ONE_DAY

    def end(self) -> None:
        """Send what was due, ask about nothing that is over, and work out what pages read."""
        with clock.at(events.last_open(self._at(self.last, time()))), transaction.atomic():
            asking.send_all(clock.now())
            events.withdraw_unsent()
        self._mended.work(self._at(self.last, time()), 0)
        with clock.at(self._at(self.last, time())):
            jobs.count_all()
            self._begin_loop("internal")
        with transaction.atomic():
            improving.tell(self.known, self.roster, self.last, self.zone)

    def ask_joao(self) -> None:
        """His sofa came: the one mail that really leaves, in the last hour in which the shop was open."""
        person = self.known.persons[CAST["joao"].address]
        sofa = events.last_delivery(person, self.zone)
        with clock.at(events.last_open(self._at(self.last, time()))), transaction.atomic():
            plan_together([sofa], self.occasions[POST_SALE])
            asking.send_all(clock.now())

    def _tell(self, day: date) -> None:
        with together():
            self._launch(day)
            with clock.at(self._at(day, MORNING)):
                closed = asking.close_due(clock.now())
            with clock.at(self._at(day, OPENING)):
                asking.open_due(clock.now())
                for key, days_ago in DRAWN_DAYS_AGO.items():
                    if (self.last - day).days in days_ago:
                        asking.draw_sample(SYSTEM, self.occasions[key].pk)
            with clock.at(self._at(day, ASKED)):
                asking.send_all(clock.now())
                self._hear(rows(_SENT, {"at": clock.now()}), day)
            self._answer(self._at(day + ONE_DAY, time()))
            left = (self.last - day).days
            if left < mending.DAYS_AGO and (day.weekday() < 5 or left <= mending.TIDY_DAYS):
                self._mended.work(self._at(day, CLOSING), left)
            with clock.at(self._at(day, EVENING)):
                self._plan(day)
        if closed:
            with clock.at(self._at(day, MORNING)):
                jobs.settle()

    def _launch(self, day: date) -> None:
        days_ago = (self.last - day).days
        with clock.at(self._at(day, FIRST)):
            for form in FORMS:
                if form.days_ago == days_ago:
                    owner = self.known.persons[CAST[form.owner].address]
                    self.occasions[form.key] = launch(form, owner, self.known.teams)
                    self._mended.forget(self.occasions[form.key].survey_id, form.side)
            if days_ago == mending.DAYS_AGO:
                self._begin_loop("external")

    def _begin_loop(self, side: str) -> None:
        """What is low becomes a task from now on; themes too where one is known to rise."""
        for form in FORMS:
            if form.side == side:
                survey = self.occasions[form.key].survey_id
                has_themes = side == "internal" or form.key == POST_SALE
                self._mended.begin(survey, side, with_themes=has_themes)

    def _plan(self, day: date) -> None:
        for survey, happened in (
            (POST_SALE, events.delivered_on(day, self.zone)),
            (CSAT, events.resolved_on(day, self.zone)),
        ):
            quiet = self.known.persons[CAST["joao"].address]
            wanted = [one for one in happened if one.person_id != quiet]
            plan_together(wanted, self.occasions[survey])
        if REQUESTED in self.occasions:
            cast = {self.known.persons[one.address] for one in CAST.values()}
            asked = events.resolved_on(day, self.zone, Side.INTERNAL)
            wanted = [one for one in asked if one.person_id not in cast]
            plan_together(wanted, self.occasions[REQUESTED])

    def _hear(self, sent: list[Row], day: date) -> None:
        """Decide who answers of those who were just asked, what, and when."""
        if not sent:
            return
        about = events.subjects(sent)
        by_survey = {occasion.survey_id: name for name, occasion in self.occasions.items()}
        rank = dict.fromkeys(by_survey, 0)
        for one in sent:
            survey = by_survey[one["survey_id"]]
            told = self._told_by(
                survey, one, about.get((one["subject_type"], one["subject_id"])), day, rank
            )
            token = token_of(one["id"], one["token_digest"])
            if told is None or token is None:
                continue
            at = self._when(survey, day)
            if at < one["closes_at"]:
                self._told += 1
                channel = Channel.PORTAL if self._told % 7 == 0 else Channel.MAIL
                heappush(self._replies, Reply(at, self._told, token, told, channel))

    def _told_by(
        self, survey: str, one: Row, subject: Row | None, day: date, rank: dict[int, int]
    ) -> dict[str, Any] | None:
        """What this one answers, if anything."""
        if survey == REQUESTED:
            answers = subject is not None and self.asked_for.answers(survey)
            return self.asked_for.of_request(subject["team"]) if subject and answers else None
        department = self.roster.department.get(one["address"] or "", "")
        if survey in _OUTSIDE:
            if not self.opinions.answers(survey):
                return None
            if subject is None:
                return self.opinions.of_stages()
            if survey == POST_SALE:
                return self.opinions.of_delivery(subject, day)
            return self.opinions.of_ticket(subject["team"])
        if self._stays_silent(survey, one, department, rank):
            return None
        if survey == PULSE:
            return self.opinions.of_month(department, day)
        if survey == CLIMATE:
            return self.opinions.of_climate(department, day)
        assert survey == SERVICE
        return self.opinions.of_service(department)

    def _stays_silent(self, survey: str, one: Row, department: str, rank: dict[int, int]) -> bool:
        if one["address"] == CAST["ana"].address and survey == CLIMATE and self._is_now(one):
            return True  # she has it before her
        if survey == PULSE and one["number"] == truths.SILENT_PULSE:
            rank[one["survey_id"]] += 1
            return rank[one["survey_id"]] > truths.SILENT_ANSWERS
        return not self.opinions.answers(survey, department)

    def _is_now(self, one: Row) -> bool:
        return bool(one["number"] == len(CLIMATE_DAYS_AGO))

    def _when(self, survey: str, day: date) -> datetime:
        if survey in _OUTSIDE:
            return self._at(day, ASKED) + replied_after(self.opinions.rng)
        mind = self.asked_for if survey == REQUESTED else self.opinions
        days = mind.rng.choice(_AFTER_DAYS)
        return self._at(day + timedelta(days=days), time(11))

    def _answer(self, until: datetime) -> None:
        while self._replies and self._replies[0].at < until:
            reply = heappop(self._replies)
            with clock.at(reply.at):
                answers.answer(reply.token, reply.values, language="pt-br", channel=reply.channel)
                self._mended.hear()

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone)


def begin(seed: int, known: Registered, roster: Roster, last: date, zone: ZoneInfo) -> Hearing:
    """A year before `last`: nobody has been asked anything yet."""
    said, asked_for = (
        Opinions(rng, last, Decks(rng))
        for rng in (random.Random(f"{seed} {what}") for what in ("listening", "requests"))
    )
    return Hearing(known, roster, zone, last, said, asked_for)
