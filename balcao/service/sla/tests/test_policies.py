"""Who makes promises, what they may say, and what a change of them does to open clocks."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import rows
from balcao.register.calendars import queries, rules
from balcao.register.calendars.actions import change_calendar
from balcao.register.calendars.watching import look_at_openings
from balcao.service.sla.actions import (
    Terms,
    recalculate_all,
    recalculate_batch,
    recalculating,
    set_policy,
)
from balcao.service.sla.models import Clock, Pause, Policy, Recalculation
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast, make_cast
from tests.group.desk import until

from .promising import HOUR, SHOP, calendar, here, promise

OPENED = here("2026-04-30T17:00")


def terms(policy: Policy, **changed: Any) -> Terms:
    names = asdict(Terms("", "", "", 0, 0))
    return Terms(**({name: getattr(policy, name) for name in names} | changed))


def changed(policy: Policy, **told: Any) -> Recalculation | None:
    with clock.at(OPENED):
        set_policy(SYSTEM, terms(policy, **told), policy.pk)
        asked = Recalculation.objects.order_by("-pk").first()
        if asked is not None:
            recalculate_all(asked.pk)
            asked.refresh_from_db()
    return asked


def opened(cast: Cast) -> Ticket:
    with clock.at(OPENED):
        return cast.ticket("joao", "sac")


def test_only_administrators_make_promises(cast: Cast) -> None:
    made = promise()
    for who in ("marina", "rita", "lucia", "joao"):
        with pytest.raises(Forbidden):
            set_policy(cast.actor(who), terms(made), made.pk)
    with pytest.raises(Forbidden):
        set_policy(NOBODY, terms(made))
    assert set_policy(cast.actor("beto"), terms(made, name="outra"), made.pk).name == "outra"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"promise": "soon"},
        {"side": "beside"},
        {"kind": "wish"},
        {"priority": 9},
        {"relationship": "friend"},
        {"target_seconds": 0},
        {"target_seconds": 400 * 24 * HOUR},
        {"pauses_on": ["closed"]},
        {"position": -1},
    ],
)
def test_a_promise_nobody_could_keep_or_understand_is_refused(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    made = promise()
    with pytest.raises(Invalid):
        set_policy(SYSTEM, terms(made, **({"name": "outra"} | wrong)))


def test_what_it_names_must_exist_and_its_name_be_its_own(cast: Cast) -> None:
    made = promise()
    for name in ("calendar_id", "organization_id", "team_id", "manager_id", "alert_calendar_id"):
        with pytest.raises(NotFound):
            set_policy(SYSTEM, terms(made, **{"name": "outra", name: 10**9}))
    with pytest.raises(Conflict):
        set_policy(SYSTEM, terms(made))
    with pytest.raises(Invalid):
        set_policy(SYSTEM, terms(made, promise="first_reply"), made.pk)
    with pytest.raises(NotFound):
        set_policy(SYSTEM, terms(made, name="x"), 10**9)


@pytest.mark.parametrize(("side", "agreement"), [("external", "sla"), ("internal", "ola")])
def test_between_departments_a_promise_is_an_ola(cast: Cast, side: str, agreement: str) -> None:
    assert promise(side=side).agreement == agreement


def test_another_target_moves_open_clocks_and_leaves_ended_and_broken_ones(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several batches, with the progress kept; begun again it changes nothing."""
    monkeypatch.setattr(recalculating, "BATCH", 2)
    made = promise("resolution", 6)
    running = [opened(cast) for _ in range(5)]
    kept, broken = opened(cast), opened(cast)
    with clock.at(OPENED):
        tickets.resolve(SYSTEM, kept.pk)
    Clock.objects.filter(ticket=broken).update(
        breached_at=here("2026-05-04T09:00"), decided_at=here("2026-05-04T09:00")
    )
    stood = list(Clock.objects.filter(ticket__in=[kept, broken]).order_by("pk").values())
    asked = changed(made, target_seconds=2 * HOUR)
    assert asked is not None
    assert (asked.total, asked.done, asked.changed) == (5, 5, 5)
    assert asked.finished_at is not None
    assert {t.due_at for t in Ticket.objects.filter(pk__in=[t.pk for t in running])} == {
        here("2026-05-02T09:00")
    }
    assert list(Clock.objects.filter(ticket__in=[kept, broken]).order_by("pk").values()) == stood
    assert recalculate_batch(asked.pk) is False


def test_what_fell_due_before_the_change_is_broken_first(cast: Cast) -> None:
    made = promise("resolution", 1)
    ticket = opened(cast)
    with clock.at(here("2026-05-02T09:00")):
        set_policy(SYSTEM, terms(made, target_seconds=40 * HOUR), made.pk)
        recalculate_all(Recalculation.objects.get().pk)
    broken = Clock.objects.get(ticket=ticket)
    assert (broken.breached_at, broken.target_seconds) == (here("2026-04-30T18:00"), HOUR)


def test_a_promise_that_steps_in_or_out_moves_clocks_to_the_next_that_applies(cast: Cast) -> None:
    promise("resolution", 6, name="geral")
    ticket = opened(cast)
    with clock.at(OPENED):
        special = promise("resolution", 2, name="pedidos", kind="request")
        recalculate_all(Recalculation.objects.get().pk)
    moved = Clock.objects.get(ticket=ticket)
    assert (moved.policy, moved.due_at) == (special, here("2026-05-02T09:00"))
    changed(special, is_active=False)
    moved.refresh_from_db()
    assert (moved.policy.name, moved.due_at) == ("geral", here("2026-05-04T09:00"))


def test_where_nothing_is_promised_any_more_the_clock_ends(cast: Cast) -> None:
    made = promise()
    ticket = opened(cast)
    changed(made, is_active=False)
    ended = Clock.objects.get(ticket=ticket)
    ticket.refresh_from_db()
    assert (ended.state, ended.decided_at, ticket.due_at) == ("cancelled", None, None)


def test_a_promise_that_now_pauses_stops_clocks_of_tickets_that_wait(cast: Cast) -> None:
    made = promise()
    ticket = opened(cast)
    with clock.at(OPENED):
        tickets.change_status(SYSTEM, ticket.pk, "pending")
    changed(made, pauses_on=["pending"])
    assert Clock.objects.get(ticket=ticket).state == "paused"
    changed(made, pauses_on=[])
    assert Clock.objects.get(ticket=ticket).state == "running"
    assert Pause.objects.get().to_at == OPENED


def test_a_new_promise_gives_no_clock_to_tickets_opened_before(cast: Cast) -> None:
    ticket = opened(cast)
    promise()
    assert not Recalculation.objects.exists()
    assert not Clock.objects.filter(ticket=ticket).exists()


def test_another_calendar_moves_what_falls_due_by_it(cast: Cast) -> None:
    promise()
    ticket = opened(cast)
    with clock.at(OPENED):
        holidays = {"country": "BR", "state": "SP", "add": ["2026-05-04"]}
        change_calendar(SYSTEM, calendar().pk, {**SHOP, "holidays": holidays})
        recalculate_all(Recalculation.objects.get().pk)
    ticket.refresh_from_db()
    assert ticket.due_at == here("2026-05-05T09:00")


def test_holidays_of_a_newer_library_move_what_falls_due_by_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody changed the calendar: it is noticed when the desk starts, and open clocks follow."""
    promise()
    ticket, library = opened(cast), rules.named_holidays

    def newer(country: str, state: str, year: int) -> Mapping[date, str]:
        return {**library(country, state, year), date(2026, 5, 4): "Dia novo"}

    with clock.at(OPENED):
        assert look_at_openings() == []
        monkeypatch.setattr("balcao.register.calendars.rules.calendar.named_holidays", newer)
        queries._compiled.clear()  # a newer library comes with a new process
        assert look_at_openings() == ["Loja"]
        recalculate_all(Recalculation.objects.get().pk)
    ticket.refresh_from_db()
    assert ticket.due_at == here("2026-05-05T09:00")
    queries._compiled.clear()


@pytest.mark.django_db(transaction=True)
def test_a_look_through_open_clocks_and_a_reply_wait_for_each_other_and_both_are_kept() -> None:
    """The reply holds its ticket when the look begins, and touches its clock after that."""
    cast = make_cast()
    made = promise("resolution", 6)
    promise("first_reply", 3)
    ticket, marina = cast.ticket("joao", "sac"), cast.actor("marina")
    set_policy(SYSTEM, terms(made, target_seconds=2 * HOUR), made.pk)
    held, failures = threading.Event(), []

    def reply() -> None:
        try:
            with transaction.atomic():
                Ticket.objects.select_for_update().get(pk=ticket.pk)
                held.set()
                until(lambda: rows("SELECT 1 FROM pg_locks WHERE NOT granted"))
                tickets.reply(marina, ticket.pk, Said("Olá"), then="resolved")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=reply)
    thread.start()
    assert held.wait(10)
    recalculate_all(Recalculation.objects.get().pk)
    thread.join()
    assert not failures
    ended = Clock.objects.get(promise="resolution")
    assert (ended.state, ended.target_seconds) == ("met", 6 * HOUR)
