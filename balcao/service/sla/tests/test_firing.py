"""Deadlines are handled once, at their instant or late and said so, whoever else is at work."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.core.sql import rows
from balcao.events import deadlines
from balcao.events.models import Event
from balcao.service.sla import waking
from balcao.service.sla.actions import fire_all, fire_due, pause
from balcao.service.sla.jobs import fire, sweep
from balcao.service.sla.models import Alert, Clock, Policy
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast, make_cast

from .promising import ALWAYS, calendar, here, promise

OPENED = here("2026-04-30T17:00")


def opened(cast: Cast, at: datetime = OPENED) -> Ticket:
    with clock.at(at):
        return cast.ticket("joao", "sac")


def fired(at: datetime, **told: Any) -> int:
    with clock.at(at):
        return fire_due(SYSTEM, at, **told)


def warned(ticket: Ticket) -> list[tuple[int, list[int], bool]]:
    found = Event.objects.filter(subject_id=ticket.pk, name="PromiseWarned").order_by("pk")
    return [(e.data["percent"], e.data["receivers"], e.data["is_late"]) for e in found]


def breaches() -> int:
    return Event.objects.filter(name="PromiseBreached").count()


def test_each_step_is_told_once_to_the_next_rung(cast: Cast) -> None:
    """50, 80 and 100 % of six hours: assignee, then the supervisor, then the manager."""
    promise(manager_id=cast.people["beto"].pk)
    ticket = opened(cast)
    marina, rita, beto = (cast.people[name].pk for name in ("marina", "rita", "beto"))
    with clock.at(OPENED):
        tickets.assign(SYSTEM, ticket.pk, marina)
    assert fired(here("2026-05-02T09:59:59")) == 0
    for at in ("2026-05-02T10:00", "2026-05-02T11:48", "2026-05-04T09:00"):
        assert fired(here(at)) == 1
        assert fired(here(at)) == 0
    assert warned(ticket) == [
        (50, [marina], False),
        (80, [marina, rita], False),
        (100, [marina, rita, beto], False),
    ]
    broken = Clock.objects.get()
    assert (broken.state, broken.breached_at) == ("running", here("2026-05-04T09:00"))
    assert (breaches(), broken.next_at) == (1, None)


def test_a_worker_that_was_down_tells_the_last_step_late_and_once(cast: Cast) -> None:
    promise()
    ticket = opened(cast)
    assert fired(here("2026-05-04T10:00")) == 1
    assert warned(ticket) == [(100, [cast.people["rita"].pk], True)]
    kept = list(Alert.objects.order_by("percent").values_list("percent", "is_late", "told_at"))
    assert [(percent, late, told is None) for percent, late, told in kept] == [
        (50, True, True),
        (80, True, True),
        (100, True, False),
    ]
    assert Clock.objects.get().breached_at == here("2026-05-04T09:00")
    event = Event.objects.get(name="PromiseBreached")
    assert event.data["is_late"] is True


def test_nobody_is_told_outside_their_hours_unless_always(cast: Cast) -> None:
    """A promise by the clock round, told within the hours of the shop: the next morning."""
    night = calendar(ALWAYS)
    promise("resolution", 12, calendar=night, alert_calendar_id=calendar().pk, name="quieta")
    ticket = opened(cast, here("2026-05-04T17:00"))
    assert fired(here("2026-05-04T23:00")) == 1
    assert warned(ticket) == []
    assert fired(here("2026-05-05T02:36")) == 1
    assert fired(here("2026-05-05T05:00")) == 1
    assert breaches() == 1
    assert fired(here("2026-05-05T07:59:59")) == 0
    assert fired(here("2026-05-05T08:00")) == 3
    assert [percent for percent, _to, _late in warned(ticket)] == [100]
    assert fired(here("2026-05-05T08:00")) == 0
    Policy.objects.update(alerts_always=True)
    loud = opened(cast, here("2026-05-05T17:00"))
    fired(here("2026-05-05T23:00"))
    assert [percent for percent, _to, _late in warned(loud)] == [50]


def test_a_confidential_teams_ticket_is_not_told_to_an_outside_manager(cast: Cast) -> None:
    promise(side="internal", manager_id=cast.people["beto"].pk)
    with clock.at(OPENED):
        ticket = cast.ticket("ana", "rh")
        tickets.assign(SYSTEM, ticket.pk, cast.people["paulo"].pk)
    fired(here("2026-05-04T10:00"))
    assert warned(ticket) == [(100, [cast.people["paulo"].pk], True)]


def test_a_reply_that_came_first_leaves_nothing_to_fire(cast: Cast) -> None:
    promise("first_reply", 1)
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-04-30T17:59")):
        tickets.reply(marina, ticket.pk, Said("Bom dia"))
    assert fired(here("2026-05-04T10:00")) == 0
    assert breaches() == 0


def test_history_tells_nobody_and_is_never_late(cast: Cast) -> None:
    promise()
    ticket = opened(cast)
    assert fired(here("2026-05-04T18:00"), is_history=True) == 1
    assert warned(ticket) == []
    assert not Alert.objects.filter(is_late=True).exists()
    event = Event.objects.get(name="PromiseBreached")
    assert (event.at, event.data["is_late"]) == (here("2026-05-04T09:00"), False)


def test_the_clock_of_a_machine_that_jumps_ahead_fires_nothing_early(cast: Cast) -> None:
    promise("resolution", 1, calendar=calendar(ALWAYS))
    opened(cast, clock.now())
    with clock.at(clock.now() + timedelta(days=1)):
        assert fire_due(SYSTEM) == 0
    assert breaches() == 0


def test_only_the_desk_itself_fires(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        fire_due(cast.actor("beto"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_handle_each_deadline_once() -> None:
    cast = make_cast()
    promise("resolution", 1, calendar=calendar(ALWAYS))
    promise("first_reply", 1, calendar=calendar(ALWAYS))
    for _number in range(12):
        opened(cast, clock.now() - timedelta(hours=3))
    start, done = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait()
            done.append(fire_all())
        finally:
            connection.close()

    _run(work, work)
    assert breaches() == 24
    assert Alert.objects.count() == 72
    assert Event.objects.filter(name="PromiseWarned").count() == 24
    assert not Clock.objects.exclude(next_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_changing_is_left_until_they_are_done() -> None:
    """A pause is being written while its deadline comes: the deadline has moved, nothing fires."""
    cast = make_cast()
    promise("resolution", 1, calendar=calendar(ALWAYS))
    at = clock.now()
    ticket = opened(cast, at)
    due = at + timedelta(hours=1)
    paused, looked = threading.Event(), threading.Event()

    def agree() -> None:
        try:
            with transaction.atomic(), clock.at(due - timedelta(minutes=31)):
                pause(SYSTEM, ticket.pk, "combinado")
                paused.set()
                assert looked.wait(10)
        finally:
            connection.close()

    def look() -> None:
        try:
            assert paused.wait(10)
            assert fired(due) == 0
        finally:
            looked.set()
            connection.close()

    _run(agree, look)
    assert fired(due) == 0
    assert breaches() == 0
    assert Clock.objects.get().state == "paused"


@pytest.mark.django_db(transaction=True)
def test_a_deadline_whose_ticket_ends_meanwhile_does_not_fire() -> None:
    cast = make_cast()
    promise("resolution", 1, calendar=calendar(ALWAYS))
    ticket = opened(cast, clock.now() - timedelta(minutes=59))
    due = Clock.objects.get().due_at
    assert due is not None
    ended, looked = threading.Event(), threading.Event()

    def end() -> None:
        try:
            with transaction.atomic():
                tickets.resolve(SYSTEM, ticket.pk)
                ended.set()
                assert looked.wait(10)
        finally:
            connection.close()

    def look() -> None:
        try:
            assert ended.wait(10)
            assert fired(due) == 0
        finally:
            looked.set()
            connection.close()

    _run(end, look)
    assert fired(due) == 0
    assert Clock.objects.get().state == "met"


def test_a_near_deadline_has_its_job_and_a_far_one_waits_for_the_sweep(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    promise("resolution", 10, calendar=calendar(ALWAYS))
    with django_capture_on_commit_callbacks(execute=True):
        cast.ticket("joao", "sac")
    assert jobs() == []
    with django_capture_on_commit_callbacks(execute=True):
        soon = promise("first_reply", 20 / 3600, calendar=calendar(ALWAYS))
        cast.ticket("joao", "sac")
    clock_of = Clock.objects.get(policy=soon)
    assert clock_of.next_at is not None
    assert jobs() == [deadlines.rounded(clock_of.next_at)]
    assert timedelta() <= jobs()[0] - clock_of.next_at < deadlines.GRAIN
    assert waking.DEADLINES.look_ahead() == 1
    assert len(jobs()) == 1


def test_the_sweep_handles_what_was_missed_and_looks_ahead(cast: Cast) -> None:
    promise("resolution", 1, calendar=calendar(ALWAYS), alerts_always=True)
    missed = opened(cast, clock.now() - timedelta(hours=2))
    opened(cast, clock.now() - timedelta(seconds=3590))
    sweep()
    assert [percent for percent, _to, _late in warned(missed)] == [100]
    assert len(jobs()) == 1
    fire()
    assert breaches() == 1


def jobs() -> list[datetime]:
    found = rows(
        "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %(name)s ORDER BY 1",
        {"name": waking.FIRE},
    )
    return [line["scheduled_at"] for line in found]


def _run(*works: Any) -> None:
    failures: list[BaseException] = []

    def guarded(work: Any) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
