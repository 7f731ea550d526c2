"""Bad days: changes of clock, agents who vanish, workers that were down, machines that are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.models import Event
from balcao.register.access.actions import end_membership
from balcao.register.calendars.actions import change_calendar
from balcao.service.sla import queries
from balcao.service.sla.actions import (
    Terms,
    fire_due,
    pause,
    recalculate_all,
    resume,
    set_policy,
)
from balcao.service.sla.models import Alert, Clock, Recalculation
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .promising import ALWAYS, HOUR, SHOP, WEEK, calendar, here, promise
from .test_policies import terms

NEW_YORK = ZoneInfo("America/New_York")
NIGHT = {
    "name": "Night shift",
    "zone": "America/New_York",
    "weekly": {day: [["22:00", "06:00"]] for day in WEEK},
}
OPENED = here("2026-04-30T17:00")
HELLO = Said("Bom dia")


def abroad(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def opened(cast: Cast, at: datetime = OPENED) -> Ticket:
    with clock.at(at):
        return cast.ticket("joao", "sac")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-10-31T22:00", 9, "2026-11-01T06:00"),
        ("2026-10-31T22:00", 5, "2026-11-01T02:00"),
        ("2026-03-07T22:00", 7, "2026-03-08T06:00"),
        ("2026-03-07T22:00", 8, "2026-03-08T23:00"),
        ("2026-06-01T22:00", 8, "2026-06-02T06:00"),
    ],
)
def test_a_change_of_clock_abroad_gives_and_takes_an_hour(
    cast: Cast, start: str, hours: float, due: str
) -> None:
    """New York shows 1:00 to 2:00 twice on 1 November and skips 2:00 to 3:00 on 8 March."""
    promise("resolution", hours, calendar=calendar(NIGHT))
    ticket = opened(cast, abroad(start))
    ticket.refresh_from_db()
    assert ticket.due_at == abroad(due)
    told = queries.explain(cast.actor("marina"), Clock.objects.get().pk)
    assert told.stretches[-1].counted == timedelta(hours=hours)


def test_business_days_abroad_end_by_the_clock_there(cast: Cast) -> None:
    """The last night shift before the change of clock, and the one it falls into."""
    made = calendar(NIGHT)
    for days, due in ((1, "2026-11-01T06:00"), (2, "2026-11-02T06:00")):
        promise(
            "resolution", calendar=made, target_seconds=None, target_days=days, position=10 - days
        )
        ticket = opened(cast, abroad("2026-10-30T12:00"))
        ticket.refresh_from_db()
        assert ticket.due_at == abroad(due)


def test_an_agent_who_left_is_no_rung_of_the_ladder(cast: Cast) -> None:
    """They vanished with tickets of theirs: the supervisor is warned in their place."""
    promise()
    ticket = opened(cast)
    marina, rita = (cast.people[name].pk for name in ("marina", "rita"))
    with clock.at(OPENED):
        tickets.assign(SYSTEM, ticket.pk, marina)
    end_membership(SYSTEM, marina, cast.teams["sac"].pk)
    half = here("2026-05-02T10:00")
    with clock.at(half):
        fire_due(SYSTEM, half)
    [fact] = Event.objects.filter(name="PromiseWarned")
    assert (fact.data["percent"], fact.data["receivers"]) == (50, [rita])


def test_a_worker_down_over_a_deadline_in_business_days_says_so_once(cast: Cast) -> None:
    promise("resolution", target_seconds=None, target_days=1)
    opened(cast)
    late = here("2026-05-06T10:00")
    for _again in range(2):
        with clock.at(late):
            fire_due(SYSTEM, late)
    [fact] = Event.objects.filter(name="PromiseWarned")
    assert (fact.data["percent"], fact.data["is_late"]) == (100, True)
    assert Event.objects.filter(name="PromiseBreached").count() == 1
    assert {alert.is_late for alert in Alert.objects.all()} == {True}
    assert Clock.objects.get().breached_at == here("2026-05-02T12:00")


def test_a_machine_ahead_of_its_time_breaks_nothing_by_looking_through_clocks(cast: Cast) -> None:
    """A recalculation, and a promise taken up for open tickets, on a machine a week ahead."""
    made = promise("resolution", 10, calendar=calendar(ALWAYS))
    ticket = opened(cast, clock.now())
    terms_of_reply = Terms("resposta", "first_reply", "external", 10 * HOUR, calendar(ALWAYS).pk)
    with clock.at(clock.now() + timedelta(days=7)):
        set_policy(SYSTEM, terms(made, target_seconds=12 * HOUR), made.pk)
        set_policy(SYSTEM, terms_of_reply, for_open=True)
        for asked in Recalculation.objects.order_by("pk"):
            recalculate_all(asked.pk)
    found = {one.promise: one for one in Clock.objects.filter(ticket=ticket)}
    assert set(found) == {"resolution", "first_reply"}
    assert found["resolution"].target_seconds == 12 * HOUR
    assert all(one.breached_at is None and one.next_at is not None for one in found.values())
    assert not Event.objects.filter(name="PromiseBreached").exists()


def test_a_machine_that_went_back_pauses_resumes_and_ends_without_harm(cast: Cast) -> None:
    """What comes before the beginning takes no time, and nothing ends before it began to run."""
    promise("first_reply", 1)
    promise("resolution", 6, pauses_on=["pending"])
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(OPENED - timedelta(hours=1)):
        pause(marina, ticket.pk, "acordado")
        resume(marina, ticket.pk)
        tickets.reply(marina, ticket.pk, HELLO)
    with clock.at(OPENED - timedelta(hours=2)):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
    ticket.refresh_from_db()
    assert ticket.due_at == here("2026-05-04T09:00")
    states = dict(Clock.objects.values_list("promise", "state"))
    assert states == {"first_reply": "met", "resolution": "running"}
    for one in Clock.objects.all():
        told = queries.explain(cast.actor("joao"), one.pk)
        assert told.clock["started_at"] == OPENED
        assert all(stretch.to_at > stretch.from_at for stretch in told.stretches)


def test_a_calendar_with_a_pause_over_the_change_of_clock_gives_back_what_it_took(
    cast: Cast,
) -> None:
    """Paused from half past one to half past two in the night of the repeated hour: two hours."""
    promise("resolution", 3, calendar=calendar(NIGHT))
    ticket, marina = opened(cast, abroad("2026-10-31T22:00")), cast.actor("marina")
    began = abroad("2026-11-01T00:30")
    with clock.at(began):
        pause(marina, ticket.pk, "acordado", until=abroad("2026-11-01T02:30"))
    ticket.refresh_from_db()
    assert ticket.due_at == abroad("2026-11-01T03:00")


def test_a_calendar_changed_to_another_zone_moves_what_is_open(cast: Cast) -> None:
    promise()
    ticket = opened(cast)
    with clock.at(OPENED):
        change_calendar(SYSTEM, calendar().pk, {**SHOP, "zone": "America/Manaus"})
        recalculate_all(Recalculation.objects.get().pk)
    ticket.refresh_from_db()
    assert ticket.due_at == here("2026-05-02T13:00")
