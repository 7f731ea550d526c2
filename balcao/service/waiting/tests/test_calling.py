"""A call instead of waiting: promised within hours, with its clock, and told how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.calendars.rules import read
from balcao.service.sla.models import Clock
from balcao.service.sla.tests.promising import SHOP, calendar, here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.queries import get
from balcao.service.waiting import actions
from balcao.service.waiting.calling import MOST_ATTEMPTS, Refused, offered, refused
from balcao.service.waiting.models import Callback
from balcao.service.waiting.queries import callbacks, calls
from tests.cast import Cast

HOURS = read(SHOP)
NOW = here("2031-11-12T10:20")  # a Wednesday; the cast is at work since today
PHONE = "(11) 98765-4321"


def _shop() -> None:
    shop = calendar()
    shop.is_default = True
    shop.save()


def _asked(cast: Cast, ticket: Ticket, start: str = "14:00", end: str = "16:00") -> Callback:
    day = "2031-11-12T"
    return actions.ask_callback(
        cast.actor("joao"), ticket.pk, PHONE, here(day + start), here(day + end)
    )


def test_times_are_offered_within_opening_hours_alone() -> None:
    told = offered(HOURS, NOW)
    assert [
        (start.astimezone(HOURS.zone).hour, end.astimezone(HOURS.zone).hour) for start, end in told
    ] == [
        (10, 12),
        (13, 14),
        (14, 16),
        (16, 18),
        (8, 10),
        (10, 12),
    ]
    assert all(refused(HOURS, max(start, NOW), end, NOW) is None for start, end in told)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("12T08:00", "12T10:00", Refused.PAST),
        ("12T15:00", "12T15:10", Refused.SHORT),
        ("12T11:00", "12T14:00", Refused.CLOSED),
        ("12T20:00", "12T21:00", Refused.CLOSED),
        ("12T08:00", "12T17:00", Refused.LONG),
        ("30T09:00", "30T10:00", Refused.FAR),
        ("12T14:00", "12T16:00", None),
    ],
)
def test_what_can_t_be_kept_is_refused(start: str, end: str, why: Refused | None) -> None:
    assert refused(HOURS, here(f"2031-11-{start}"), here(f"2031-11-{end}"), NOW) is why


def test_a_call_is_promised_with_its_own_clock_and_made(cast: Cast) -> None:
    _shop()
    promise("callback", hours=2)
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        asked = _asked(cast, ticket)
        with pytest.raises(Conflict):
            _asked(cast, ticket)
        (line,) = callbacks(cast.actor("marina"))
    assert (asked.phone, line["phone"]) == ("+5511987654321", "+5511987654321")
    running = Clock.objects.get(ticket=ticket, promise="callback")
    assert (running.started_at, running.due_at) == (asked.from_at, asked.to_at)
    with clock.at(asked.from_at):
        actions.tried(cast.actor("marina"), asked.pk, is_reached=False, note="caixa postal")
        assert Clock.objects.get(pk=running.pk).ended_at is None
        actions.tried(cast.actor("marina"), asked.pk, is_reached=True)
        with pytest.raises(Invalid):
            actions.tried(cast.actor("marina"), asked.pk, is_reached=True)
    assert Clock.objects.get(pk=running.pk).state == "met"
    assert Callback.objects.get().outcome == "done"
    assert callbacks(cast.actor("marina")) == []


def test_three_calls_that_reach_nobody_end_it_and_break_no_promise(cast: Cast) -> None:
    _shop()
    promise("callback", hours=2)
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        asked = _asked(cast, ticket)
        for _try in range(MOST_ATTEMPTS):
            actions.tried(cast.actor("marina"), asked.pk, is_reached=False)
    assert Callback.objects.get().outcome == "failed"
    assert Clock.objects.get(promise="callback").state == "cancelled"


def test_a_ticket_that_is_over_calls_nobody(cast: Cast) -> None:
    _shop()
    promise("callback", hours=2)
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        _asked(cast, ticket)
        tickets.resolve(cast.actor("marina"), ticket.pk)
        assert Callback.objects.get().outcome == "cancelled"
        assert Clock.objects.get(promise="callback").state == "cancelled"
        with pytest.raises(Invalid):
            _asked(cast, ticket)


def test_without_a_promise_a_call_is_kept_by_its_own_time(cast: Cast) -> None:
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        _asked(cast, ticket)
        actions.cancel_callback(cast.actor("joao"), ticket.pk)
        with pytest.raises(Invalid):
            actions.cancel_callback(cast.actor("joao"), ticket.pk)
    assert not Clock.objects.exists()


@pytest.mark.parametrize("phone", ["", "123", "11 9876", "não tenho", "+55 11 00000-0000"])
def test_a_phone_that_can_t_be_called_is_refused(cast: Cast, phone: str) -> None:
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        at = here("2031-11-12T14:00")
        with pytest.raises(Invalid) as refusal:
            actions.ask_callback(cast.actor("joao"), ticket.pk, phone, at, at + timedelta(hours=1))
    assert "phone" in refusal.value.fields


def test_outside_hours_it_is_said_that_nobody_would_call(cast: Cast) -> None:
    _shop()
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        with pytest.raises(Invalid) as refusal:
            _asked(cast, ticket, "20:00", "21:00")
    assert "when" in refusal.value.fields
    assert not Callback.objects.exists()


def _window() -> tuple[datetime, datetime]:
    return here("2031-11-12T14:00"), here("2031-11-12T16:00")


def test_only_the_client_and_who_answers_ask_and_only_they_read(cast: Cast) -> None:
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        follower = replace(NOBODY, followed=frozenset({ticket.pk}))
        for name in ("zoe", "ana", "lucia", "beto"):
            with pytest.raises((NotFound, Forbidden)):
                actions.ask_callback(cast.actor(name), ticket.pk, PHONE, *_window())
        asked = actions.ask_callback(follower, ticket.pk, PHONE, *_window())
        actions.tried(cast.actor("marina"), asked.pk, is_reached=False, note="segredo")
        with pytest.raises(Forbidden):
            actions.tried(cast.actor("joao"), asked.pk, is_reached=True)
        with pytest.raises(NotFound):
            actions.tried(cast.actor("ana"), asked.pk, is_reached=True)
    told = get(cast.actor("marina"), ticket.protocol)
    assert "segredo" in str(calls(cast.actor("rita"), told))
    assert "segredo" not in str(calls(cast.actor("joao"), told))
    assert len(calls(cast.actor("joao"), told)) == len(calls(follower, told)) == 1
    for name in ("zoe", "ana", "lucia", "beto"):
        assert calls(cast.actor(name), told) == callbacks(cast.actor(name)) == []
    assert calls(SYSTEM, told)
