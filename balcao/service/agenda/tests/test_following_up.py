"""Follow-ups and snoozed tickets come at their instant, once, or late and said so."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import rows
from balcao.events.deadlines import rounded
from balcao.events.models import Event
from balcao.register.access import actions as access
from balcao.service.agenda import actions, queries
from balcao.service.agenda.models import FollowUp, Snooze
from balcao.service.agenda.waking import FIRE
from balcao.service.notifications import queries as notifications
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Reason, Ticket
from tests.cast import Cast, make_cast

NOW = datetime(2040, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


def fired(at: datetime) -> int:
    with clock.at(at):
        return actions.fire_due(SYSTEM, at)


def facts(name: str) -> list[dict[str, Any]]:
    return [event.data for event in Event.objects.filter(name=name).order_by("pk")]


def status(ticket: Ticket) -> str:
    return Ticket.objects.values_list("status", flat=True).get(pk=ticket.pk)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    with clock.at(NOW):
        return cast.ticket("joao", "sac")


def put_off(cast: Cast, ticket: Ticket, until: datetime = LATER) -> Snooze:
    with clock.at(NOW):
        return actions.snooze(cast.actor("marina"), ticket.pk, until, "a peça chega")


def test_a_follow_up_is_told_at_its_instant_and_once(cast: Cast, ticket: Ticket) -> None:
    marina = cast.actor("marina")
    with clock.at(NOW):
        made = actions.remind(marina, ticket.pk, LATER, "  ligar para\nJoão ")
    assert made.words == "ligar para João"
    assert fired(LATER - timedelta(seconds=1)) == 0
    assert [fired(LATER), fired(LATER)] == [1, 0]
    told, _next = notifications.notifications(marina)
    assert [line["kind"] for line in told] == ["reminded"]
    assert facts("FollowUpDue") == [
        {"follow_up_id": made.pk, "person_id": marina.me, "is_late": False}
    ]
    assert "ligar" not in str(list(Event.objects.values_list("data", flat=True)))
    with clock.at(LATER):
        assert queries.reminders(marina) == {ticket.pk: "ligar para João"}
        assert queries.reminders(cast.actor("rita")) == {}


def test_a_worker_that_was_down_tells_it_late(cast: Cast, ticket: Ticket) -> None:
    with clock.at(NOW):
        actions.remind(cast.actor("marina"), ticket.pk, LATER, "ligar")
    assert fired(LATER + timedelta(hours=3)) == 1
    assert FollowUp.objects.get().is_late
    assert facts("FollowUpDue")[0]["is_late"] is True


def test_who_no_longer_handles_the_ticket_is_told_nothing(cast: Cast, ticket: Ticket) -> None:
    with clock.at(NOW):
        actions.remind(cast.actor("marina"), ticket.pk, LATER, "ligar")
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert fired(LATER) == 1
    marina = cast.actor("marina")
    assert notifications.notifications(marina)[0] == []
    with clock.at(LATER):
        assert queries.reminders(marina) == {}
        assert queries.agenda(marina, NOW, LATER + timedelta(days=1)) == []


def test_what_is_done_is_not_told_and_what_is_postponed_is_told_again(
    cast: Cast, ticket: Ticket
) -> None:
    marina = cast.actor("marina")
    with clock.at(NOW):
        done = actions.remind(marina, ticket.pk, LATER, "ligar")
        again = actions.remind(marina, ticket.pk, LATER, "ver")
        actions.finish(marina, done.pk)
    assert fired(LATER) == 1
    with clock.at(LATER):
        actions.postpone(marina, again.pk, LATER + timedelta(days=1))
        assert queries.reminders(marina) == {}
    assert [fired(LATER), fired(LATER + timedelta(days=1))] == [0, 1]
    with clock.at(LATER), pytest.raises(NotFound):
        actions.finish(marina, done.pk)


def test_nobody_touches_anothers_follow_up(cast: Cast, ticket: Ticket) -> None:
    with clock.at(NOW):
        made = actions.remind(cast.actor("marina"), ticket.pk, LATER, "ligar")
        for name in ("rita", "ana", "joao"):
            with pytest.raises(NotFound):
                actions.finish(cast.actor(name), made.pk)
            with pytest.raises(NotFound):
                actions.postpone(cast.actor(name), made.pk, LATER)


@pytest.mark.parametrize(
    ("at", "words"),
    [(NOW, "x"), (NOW - timedelta(days=1), "x"), (NOW + timedelta(days=400), "x"), (LATER, "  ")],
)
def test_what_makes_no_follow_up_is_refused(
    cast: Cast, ticket: Ticket, at: datetime, words: str
) -> None:
    with clock.at(NOW), pytest.raises(Invalid):
        actions.remind(cast.actor("marina"), ticket.pk, at, words)


def test_only_who_handles_a_ticket_comes_back_to_it(cast: Cast, ticket: Ticket) -> None:
    with clock.at(NOW):
        for name, refusal in (("ana", NotFound), ("zoe", NotFound), ("joao", Forbidden)):
            with pytest.raises(refusal):
                actions.remind(cast.actor(name), ticket.pk, LATER, "x")
            with pytest.raises(refusal):
                actions.snooze(cast.actor(name), ticket.pk, LATER, "x")


def test_a_snoozed_ticket_comes_back_open_with_its_reason(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    assert status(ticket) == "on_hold"
    assert fired(LATER - timedelta(seconds=1)) == 0
    assert [fired(LATER), fired(LATER)] == [1, 0]
    assert status(ticket) == "open"
    assert [reason.text for reason in Reason.objects.order_by("pk")] == ["a peça chega"] * 2
    assert (Snooze.objects.get().ended_by, Snooze.objects.get().ended_at) == ("time", LATER)
    told, _next = notifications.notifications(cast.actor("marina"))
    assert [line["kind"] for line in told] == ["reminded"]


def test_a_clients_word_ends_a_snooze_early(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    with clock.at(NOW + timedelta(minutes=5)):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Chegou!"))
    assert status(ticket) == "open"
    assert Snooze.objects.get().ended_by == "client"
    assert fired(LATER) == 0


def test_a_clients_word_from_the_portal_ends_it_too(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    tickets.receive(cast.actor("joao"), ticket.pk, cast.handle("joao"), Said("Chegou!"))
    assert Snooze.objects.get().ended_by == "client"


def test_an_automatic_mail_ends_nothing(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    tickets.attach_automatic(SYSTEM, ticket.pk, Said("Estou de férias."))
    assert Snooze.objects.get().ended_at is None


def test_a_change_of_status_by_hand_ends_it(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    tickets.resolve(cast.actor("rita"), ticket.pk)
    assert Snooze.objects.get().ended_by == "hand"
    assert fired(LATER) == 0
    assert status(ticket) == "resolved"


def test_snoozed_again_the_later_word_counts(cast: Cast, ticket: Ticket) -> None:
    put_off(cast, ticket)
    put_off(cast, ticket, LATER + timedelta(hours=1))
    assert [one.ended_by for one in Snooze.objects.order_by("pk")] == ["hand", ""]
    assert [fired(LATER), fired(LATER + timedelta(hours=1))] == [0, 1]
    assert status(ticket) == "open"


def test_what_has_ended_is_not_snoozed(cast: Cast, ticket: Ticket) -> None:
    tickets.resolve(cast.actor("marina"), ticket.pk)
    with pytest.raises(Invalid):
        put_off(cast, ticket)


def test_only_the_desk_fires(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.fire_due(Actor())


def test_a_near_one_has_its_job_at_its_instant(
    cast: Cast, ticket: Ticket, django_capture_on_commit_callbacks: Any
) -> None:
    at = clock.now() + timedelta(seconds=9)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remind(cast.actor("marina"), ticket.pk, at, "ligar")
        actions.remind(cast.actor("marina"), ticket.pk, at + timedelta(days=1), "ligar")
    found = rows(
        "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %(name)s", {"name": FIRE}
    )
    assert [line["scheduled_at"] for line in found] == [rounded(at)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_follow_up_once() -> None:
    cast = make_cast()
    marina, at = cast.actor("marina"), clock.now() + timedelta(hours=1)
    tickets_of = [cast.ticket("joao", "sac") for _each in range(3)]
    for ticket in tickets_of:
        for _each in range(10):
            actions.remind(marina, ticket.pk, at, "ligar")
        actions.snooze(marina, ticket.pk, at, "peça")
    done: list[int] = []

    def work() -> None:
        try:
            while fired_now := actions.fire_due(SYSTEM, at):
                done.append(fired_now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What one worker holds the others leave: the next look takes what is left.
    while left := actions.fire_due(SYSTEM, at):
        done.append(left)
    assert sum(done) == 33
    assert Event.objects.filter(name="FollowUpDue").count() == 30
    assert Event.objects.filter(name="SnoozeEnded").count() == 3
    assert set(Ticket.objects.values_list("status", flat=True)) == {"open"}


@pytest.mark.django_db(transaction=True)
def test_a_client_who_writes_as_the_snooze_ends_wakes_the_ticket_once() -> None:
    cast = make_cast()
    ticket, at = cast.ticket("joao", "sac"), clock.now() + timedelta(hours=1)
    actions.snooze(cast.actor("marina"), ticket.pk, at, "peça")
    written, looked = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Chegou!"))
                written.set()
                assert looked.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(10)
    assert actions.fire_due(SYSTEM, at) == 0
    looked.set()
    thread.join()
    assert actions.fire_due(SYSTEM, at) == 0
    assert (Snooze.objects.get().ended_by, status(ticket)) == ("client", "open")
