"""A promise made also for tickets that were open: counted as if it had been made all along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid
from balcao.events.models import Event
from balcao.service.sla import rules
from balcao.service.sla.actions import (
    Terms,
    extending,
    fire_due,
    recalculate_all,
    recalculating,
    set_policy,
)
from balcao.service.sla.models import Alert, Clock, Pause, Policy, Recalculation
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.statements import counted

from .promising import HOUR, calendar, here, promise
from .test_policies import terms

OPENED = here("2026-04-30T17:00")
NOW = here("2026-05-02T09:00")
HELLO = Said("Bom dia")


def opened(cast: Cast, at: datetime = OPENED, who: str = "joao", inbox: str = "sac") -> Ticket:
    with clock.at(at):
        return cast.ticket(who, inbox)


def extended(
    what: str = "resolution", hours: float = 6, at: datetime = NOW, **told: Any
) -> Recalculation | None:
    """A new promise, also for tickets that are open, begun to the end at that instant."""
    made = Terms(
        told.pop("name", "nova"),
        what,
        told.pop("side", "external"),
        int(hours * HOUR),
        calendar().pk,
        **told,
    )
    with clock.at(at):
        set_policy(SYSTEM, made, for_open=True)
        return carried_out()


def carried_out() -> Recalculation | None:
    asked = Recalculation.objects.filter(begins=True).order_by("-pk").first()
    if asked is not None:
        recalculate_all(asked.pk)
        asked.refresh_from_db()
    return asked


def told_of() -> int:
    return Event.objects.filter(name="PromiseWarned").count()


def test_open_tickets_get_a_clock_from_their_opening_with_progress(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several batches; ended tickets and those of the other side get none."""
    monkeypatch.setattr(recalculating, "BATCH", 2)
    open_ones = [opened(cast) for _ in range(5)]
    ended, inner = opened(cast), opened(cast, who="ana", inbox="ti")
    with clock.at(OPENED):
        tickets.resolve(SYSTEM, ended.pk)
    asked = extended()
    assert asked is not None
    assert (asked.total, asked.done, asked.changed, asked.late) == (5, 5, 5, 0)
    assert asked.finished_at is not None
    begun = Clock.objects.all()
    assert {one.ticket_id for one in begun} == {one.pk for one in open_ones}
    assert {(one.started_at, one.due_at) for one in begun} == {(OPENED, here("2026-05-04T09:00"))}
    assert {one.due_at for one in Ticket.objects.filter(pk__in=[t.pk for t in open_ones])} == {
        here("2026-05-04T09:00")
    }
    assert Ticket.objects.get(pk=inner.pk).due_at is None
    assert recalculating.recalculate_batch(asked.pk) is False


def test_without_saying_so_they_get_none(cast: Cast) -> None:
    opened(cast)
    promise()
    assert not Recalculation.objects.exists()
    assert not Clock.objects.exists()


def test_each_sort_counts_from_what_it_is_a_promise_about(cast: Cast) -> None:
    marina = cast.actor("marina")
    fresh, answered, asking, reopened = (opened(cast) for _ in range(4))
    with clock.at(here("2026-05-02T08:00")):
        for one in (answered, asking):
            tickets.reply(marina, one.pk, HELLO)
        tickets.resolve(marina, reopened.pk)
    with clock.at(here("2026-05-02T08:10")):
        tickets.receive(SYSTEM, asking.pk, cast.handle("joao"), HELLO)
        tickets.receive(SYSTEM, reopened.pk, cast.handle("joao"), HELLO)
    with clock.at(here("2026-05-02T08:20")):
        tickets.receive(SYSTEM, asking.pk, cast.handle("joao"), Said("E então?"))
    extended("first_reply", name="primeira")
    extended("next_reply", name="seguinte")
    extended("resolution", name="solução")
    first_word = here("2026-05-02T08:10")
    assert {(c.ticket_id, c.promise): c.started_at for c in Clock.objects.all()} == {
        (fresh.pk, "first_reply"): OPENED,
        (asking.pk, "next_reply"): first_word,
        (reopened.pk, "next_reply"): first_word,
        (fresh.pk, "resolution"): OPENED,
        (answered.pk, "resolution"): OPENED,
        (asking.pk, "resolution"): OPENED,
        (reopened.pk, "resolution"): first_word,
    }


def test_pauses_are_those_of_the_tickets_history(cast: Cast) -> None:
    marina = cast.actor("marina")
    going_on, waiting = opened(cast), opened(cast)
    with clock.at(here("2026-04-30T17:30")):
        for one in (going_on, waiting):
            tickets.reply(marina, one.pk, HELLO)
    with clock.at(here("2026-05-02T08:30")):
        tickets.receive(SYSTEM, going_on.pk, cast.handle("joao"), HELLO)
    extended(pauses_on=["pending"])
    assert Clock.objects.get(ticket=going_on).due_at == here("2026-05-04T10:00")
    paused = Clock.objects.get(ticket=waiting)
    assert (paused.state, paused.due_at, paused.next_at) == ("paused", None, None)
    spans = Pause.objects.order_by("clock__ticket_id").values_list("from_at", "to_at", "reason")
    assert list(spans) == [
        (here("2026-04-30T17:30"), here("2026-05-02T08:30"), "pending"),
        (here("2026-04-30T17:30"), None, "pending"),
    ]
    with clock.at(here("2026-05-02T11:00")):
        tickets.receive(SYSTEM, waiting.pk, cast.handle("joao"), HELLO)
    assert Clock.objects.get(ticket=waiting).due_at == here("2026-05-04T13:30")


def test_what_is_past_its_time_is_broken_late_once_and_no_one_is_alarmed(cast: Cast) -> None:
    ticket = opened(cast)
    at = here("2026-05-06T10:00")
    asked = extended(at=at)
    assert asked is not None
    assert (asked.changed, asked.late) == (1, 1)
    broken = Clock.objects.get()
    due = here("2026-05-04T09:00")
    assert (broken.state, broken.due_at, broken.breached_at) == ("running", due, due)
    assert (broken.step, broken.next_at) == (100, None)
    steps = Alert.objects.order_by("percent").values_list("percent", "is_late", "tell_at")
    assert list(steps) == [(50, True, None), (80, True, None), (100, True, None)]
    [fact] = Event.objects.filter(name="PromiseBreached", subject_id=ticket.pk)
    assert (fact.data["is_late"], fact.at) == (True, at)
    with clock.at(at):
        assert fire_due(SYSTEM, at) == 0
    assert told_of() == 0


def test_steps_ahead_are_told_as_always_and_those_over_are_not(cast: Cast) -> None:
    ticket = opened(cast)
    with clock.at(OPENED):
        tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)
    extended(at=here("2026-05-02T11:00"))
    assert Clock.objects.get().next_at == here("2026-05-02T11:48")
    assert told_of() == 0
    with clock.at(here("2026-05-02T11:48")):
        assert fire_due(SYSTEM, here("2026-05-02T11:48")) == 1
    assert told_of() == 1


def test_a_step_that_was_over_before_the_pause_is_not_told_when_it_ends(cast: Cast) -> None:
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-05-02T11:00")):
        tickets.reply(marina, ticket.pk, HELLO)
    extended(at=here("2026-05-02T11:30"), pauses_on=["pending"])
    assert list(Alert.objects.values_list("percent", "tell_at")) == [(50, None)]
    with clock.at(here("2026-05-02T11:40")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
        assert fire_due(SYSTEM, here("2026-05-02T11:40")) == 0
    assert told_of() == 0


def test_what_was_kept_broken_or_runs_already_is_never_begun_anew(cast: Cast) -> None:
    first = promise("first_reply", 1, name="primeira")
    running = promise("resolution", 6, name="solução")
    kept, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-04-30T17:10")):
        tickets.reply(marina, kept.pk, HELLO)
    stood = list(Clock.objects.order_by("pk").values())
    with clock.at(NOW):
        for policy in (first, running):
            set_policy(SYSTEM, terms(policy), policy.pk, for_open=True)
    assert not Recalculation.objects.filter(begins=True).exists()
    assert list(Clock.objects.order_by("pk").values()) == stood


def test_only_where_it_is_the_one_that_applies(cast: Cast) -> None:
    """A ticket for which another promise names more stays without a clock by this one."""
    ticket, other = opened(cast), opened(cast)
    with clock.at(OPENED):
        tickets.set_kind(SYSTEM, other.pk, "complaint")
        promise("resolution", 2, name="reclamações", kind="complaint")
    asked = extended(name="geral")
    assert asked is not None
    assert (asked.done, asked.changed) == (2, 1)
    assert [one.ticket_id for one in Clock.objects.all()] == [ticket.pk]


def test_a_promise_in_force_again_may_take_up_what_is_open(cast: Cast) -> None:
    made = promise(is_active=False)
    ticket = opened(cast)
    with clock.at(NOW):
        set_policy(SYSTEM, terms(made, is_active=True), made.pk)
        assert carried_out() is None
        set_policy(SYSTEM, terms(made, is_active=True), made.pk, for_open=True)
        assert carried_out() is not None
    assert Clock.objects.get().ticket_id == ticket.pk


def test_a_promise_put_out_of_force_meanwhile_begins_nothing(cast: Cast) -> None:
    opened(cast)
    made = promise(is_active=False)
    with clock.at(NOW):
        set_policy(SYSTEM, terms(made, is_active=True), made.pk, for_open=True)
        Policy.objects.update(is_active=False)
        asked = carried_out()
    assert asked is not None
    assert (asked.done, asked.changed) == (1, 0)
    assert not Clock.objects.exists()


def test_calls_are_promised_when_asked_for(cast: Cast) -> None:
    with pytest.raises(Invalid):
        extended("callback")
    assert not Policy.objects.exists()


def test_a_batch_costs_the_same_for_two_tickets_and_for_six(cast: Cast) -> None:
    def cost() -> int:
        Clock.objects.all().delete()
        Recalculation.objects.all().delete()
        asked = recalculating.ask_to_begin(made)
        assert asked is not None
        with clock.at(NOW):
            return counted(lambda: recalculating.recalculate_batch(asked.pk))

    made = promise(pauses_on=["pending"])
    Clock.objects.all().delete()
    for _ in range(2):
        opened(cast)
    cost()
    few = cost()
    for _ in range(4):
        opened(cast)
    assert cost() == few


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        ([("10:00", "pending")], [("10:00", None)]),
        ([("10:00", "pending"), ("11:00", "open")], [("10:00", "11:00")]),
        ([("08:00", "pending"), ("11:00", "open")], [("09:00", "11:00")]),
        ([("08:00", "pending"), ("09:00", "open")], []),
        ([("08:00", "pending")], [("09:00", None)]),
        ([("10:00", "pending"), ("11:00", "on_hold"), ("12:00", "open")], [("10:00", "11:00")]),
        ([("10:00", "open"), ("11:00", "pending"), ("11:00", "open")], []),
    ],
)
def test_statuses_make_pauses_since_the_start(
    changes: list[tuple[str, str]], told: list[tuple[str, str | None]]
) -> None:
    def at(text: str | None) -> datetime | None:
        return here(f"2026-05-04T{text}") if text else None

    start = here("2026-05-04T09:00")
    found = rules.holds_of(
        [(here(f"2026-05-04T{text}"), status) for text, status in changes], ["pending"], start
    )
    assert [(hold.from_at, hold.to_at) for hold in found] == [(at(a), at(b)) for a, b in told]


def test_every_promise_but_the_call_can_be_extended() -> None:
    assert set(extending.BEGINS) == set(rules.BY_POLICY) - {rules.Promised.CALLBACK}
