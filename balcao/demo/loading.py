"""Loads the demo company into an empty database."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from balcao.core import clock
from balcao.core.clock import ONE_DAY
from balcao.events.live import hush
from balcao.register.calendars.standing import standing
from balcao.service.delivery.outbound import silence
from balcao.service.tickets.models import Ticket

from . import approving, bundling, casting, hours, purchases, roster, truths
from .announcing import announce
from .approving import approve
from .aside import keep_aside
from .between import Inside
from .bundling import welcome
from .company import register
from .extras import add_canned_replies, leave_drafts, teach_facts
from .failing import fail
from .knowing import know
from .listening import telling as hearing
from .listening.telling import Hearing
from .offering import offer
from .owning import lend
from .planning import account_for_time, plan_ahead
from .promises import let_deadlines_pass, make_promises
from .rota import arrange_rota
from .stage import Stage
from .tending import tend


def _silent(words: str) -> None:
    return None


def load(
    seed: int = 7,
    tickets: int = 1500,
    until: date | None = None,
    progress: Callable[[str], None] = _silent,
    *,
    is_heard: bool = True,
) -> None:
    """Tell ninety days of Móveis Boa Praça up to the beginning of `until` (today when None), and a
    year of what was bought and, unless `is_heard` is false, of what both sides answered.

    Each part's tickets are among those `tickets` (five at least), in the order of time. The same seed,
    number and date give the same content. History sends nothing; what was heard ends
    with one mail that waits for its reader.
    """
    with silence(), hush(), _without_savepoints():
        heard = _tell(seed, tickets, until or clock.today(), progress, is_heard)
    if heard:
        with hush():
            heard.ask_joao()


def _tell(
    seed: int, tickets: int, last: date, progress: Callable[[str], None], is_heard: bool
) -> Hearing | None:
    zone = ZoneInfo(settings.TIME_ZONE)
    rng = random.Random(seed)
    people = roster.draw(rng)
    progress("Registering the people of Móveis Boa Praça")
    began = hours.beginning(last - timedelta(days=hours.DAYS), zone)
    known = register(rng, people, began)
    drawn = max(1, tickets - approving.TICKETS - bundling.TICKETS)
    told = casting.cases(rng, people, drawn, last, zone)
    with transaction.atomic(), clock.at(began):
        add_canned_replies(known)
        teach_facts(rng, known, people)
        make_promises(known)
    bought = purchases.draw(seed, people, known, last, zone)
    heard = hearing.begin(seed, known, people, last, zone) if is_heard else None

    def tell(day: date) -> None:
        bought.tell_until(day)
        if heard:
            heard.tell_until(day)

    for month in range(truths.YEAR, hours.DAYS, -30):
        with transaction.atomic(), standing():
            for ago in range(month, max(month - 30, hours.DAYS), -1):
                tell(last - timedelta(days=ago))
    progress("Told a year of purchases, and of what both sides said")
    stage = Stage(rng, people, known, told)

    def ask_for_a_notebook(day: date) -> None:
        if day == last - timedelta(days=approving.TICKET_DAYS_AGO):
            approve(known, people, last, zone)

    inside = Inside(seed, stage, zone, ask_for_a_notebook)
    steps = casting.in_order(told, last, zone)
    by_day = {day: list(of) for day, of in groupby(steps, lambda step: step.at.date())}
    for ago in range(hours.DAYS, 0, -1):
        day = last - timedelta(days=ago)
        with transaction.atomic(), standing():
            inside.play(day, by_day.get(day, ()))
            tell(day)
            let_deadlines_pass(hours.beginning(day + ONE_DAY, zone))
        if ago % 15 == 1:
            progress(f"Telling the history of {tickets} tickets: {Ticket.objects.count()}")
    with transaction.atomic(), clock.at(hours.beginning(last, zone)):
        tell(last)
        bought.end()
        leave_drafts(rng, stage)
        arrange_rota(known, people)
        account_for_time(zone)
    with transaction.atomic(), clock.at(hours.beginning(last, zone) - timedelta(seconds=1)):
        plan_ahead(stage, last, zone)
    with transaction.atomic():
        know(seed, known, last, zone)
        announce(seed, known, last, zone)
        lend(seed, known, people, last, zone)
        fail(known, last, zone)
        with clock.at(hours.beginning(last, zone) - timedelta(days=1)):
            offer(known)
        tend(known, last, zone)
        welcome(known, last, hours.beginning(last, zone) - timedelta(seconds=1))
    keep_aside(rng, hours.beginning(last, zone))
    if heard:
        progress("Counting what both sides answered")
        heard.end()
    return heard


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """One writer, and an error ends it all: a savepoint an action would be a quarter of the work."""
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True
