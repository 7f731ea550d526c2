"""Promises in business days: due as the last of them closes, moved by the open time paused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.rules import BusinessDays
from balcao.service.sla import queries, rules
from balcao.service.sla.actions import fire_due, pause, recalculate_all, set_policy
from balcao.service.sla.models import Alert, Clock, Policy, Recalculation
from balcao.service.sla.rules import Hold, State
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .promising import SHOP, WEEK, calendar, here, promise
from .test_policies import terms

OFFICE: dict[str, Any] = {**SHOP, "name": "Escritório"}
OFFICE["weekly"] = {day: [["08:00", "12:00"], ["13:00", "18:00"]] for day in WEEK[:5]}
THURSDAY = here("2026-04-16T10:00")
DUE = here("2026-04-22T18:00")


def in_days(days: int = 3, **told: Any) -> Policy:
    target: dict[str, Any] = {"target_seconds": None, "target_days": days}
    return promise("resolution", calendar=calendar(OFFICE), **target, **told)


def opened(cast: Cast) -> Ticket:
    with clock.at(THURSDAY):
        return cast.ticket("joao", "sac")


def due(ticket: Ticket) -> object:
    ticket.refresh_from_db()
    return ticket.due_at


@pytest.mark.parametrize(
    ("start", "told"),
    [("2026-04-16T10:00", "2026-04-22T18:00"), ("2026-12-23T10:00", "2026-12-29T18:00")],
)
def test_three_business_days_are_due_as_the_third_of_them_closes(
    cast: Cast, start: str, told: str
) -> None:
    """VECTORS: over a weekend and Tiradentes; over Christmas and a weekend."""
    in_days()
    with clock.at(here(start)):
        ticket = cast.ticket("joao", "sac")
    assert due(ticket) == here(told)


def test_waiting_for_the_client_gives_the_paused_opening_hours_back(cast: Cast) -> None:
    in_days(pauses_on=["pending"])
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-04-17T10:00")):
        tickets.reply(marina, ticket.pk, Said("Qual o número do pedido?"))
    assert due(ticket) is None
    with clock.at(here("2026-04-20T09:00")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("123"))
    assert due(ticket) == here("2026-04-23T17:00")
    assert Clock.objects.get().state == "running"


def test_a_pause_while_we_are_closed_moves_nothing(cast: Cast) -> None:
    in_days()
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-04-17T18:00")):
        pause(marina, ticket.pk, "até segunda", until=here("2026-04-20T08:00"))
    assert due(ticket) == DUE


def test_warnings_come_at_parts_of_the_open_time_until_then(cast: Cast) -> None:
    """Seven hours on Thursday and nine on each of three days: 34 in all."""
    in_days()
    opened(cast)
    told = []
    for at in ("2026-04-20T08:59:59", "2026-04-20T09:00", "2026-04-22T18:00"):
        with clock.at(here(at)):
            fire_due(SYSTEM, here(at))
        told.append(list(Alert.objects.order_by("percent").values_list("percent", "at")))
    assert told[0] == []
    assert told[1] == [(50, here("2026-04-20T09:00"))]
    assert told[2] == [
        (50, here("2026-04-20T09:00")),
        (80, here("2026-04-22T10:12")),
        (100, DUE),
    ]
    assert Clock.objects.get().breached_at == DUE


def test_a_promise_goes_from_hours_to_business_days_and_back(cast: Cast) -> None:
    made = promise("resolution", 6, calendar=calendar(OFFICE))
    ticket = opened(cast)
    assert due(ticket) == here("2026-04-16T17:00")
    with clock.at(THURSDAY):
        set_policy(SYSTEM, terms(made, target_seconds=None, target_days=3), made.pk)
        recalculate_all(Recalculation.objects.latest("pk").pk)
        assert due(ticket) == DUE
        set_policy(SYSTEM, terms(made, target_seconds=3600), made.pk)
        recalculate_all(Recalculation.objects.latest("pk").pk)
    assert due(ticket) == here("2026-04-16T11:00")
    kept = Clock.objects.get()
    assert (kept.target_seconds, kept.target_days) == (3600, None)


def test_the_days_that_count_are_told_with_each_interval(cast: Cast) -> None:
    in_days()
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-04-17T10:00")):
        pause(marina, ticket.pk, "peça a caminho", until=here("2026-04-17T12:00"))
    for reader in (marina, cast.actor("joao")):
        with clock.at(here("2026-04-23T09:00")), override("en"):
            told = queries.explain(reader, Clock.objects.get().pk)
        assert told.days == [date(2026, 4, 17), date(2026, 4, 20), date(2026, 4, 22)]
        assert told.moved_by == timedelta(hours=2)
        assert told.clock["due_at"] == here("2026-04-23T10:00")
        assert told.stretches[-1].counted == timedelta(hours=34)
        assert any("Tiradentes" in one.words for one in told.stretches)


@pytest.mark.parametrize(
    "wrong",
    [
        {"target_days": 0},
        {"target_days": -1},
        {"target_days": 367},
        {"target_days": 3, "target_seconds": 60},
        {"target_days": None},
    ],
)
def test_a_target_is_open_time_or_business_days_and_takes_some(
    cast: Cast, wrong: dict[str, int | None]
) -> None:
    made = in_days()
    with pytest.raises(Invalid):
        set_policy(SYSTEM, terms(made, **({"name": "outra"} | wrong)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=made.pk).update(target_seconds=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=made.pk).update(target_days=None)


def test_a_pause_without_end_takes_the_due_date_away() -> None:
    office = calendars.read(OFFICE)
    hold = Hold(here("2026-04-17T10:00"), None, "status", "pending")
    told = rules.timing(office, THURSDAY, BusinessDays(3), [hold])
    assert told == rules.Timing(State.PAUSED, None, None)
    after = Hold(here("2026-04-22T18:00"), None, "status", "pending")
    assert rules.timing(office, THURSDAY, BusinessDays(3), [after]).due_at == DUE
