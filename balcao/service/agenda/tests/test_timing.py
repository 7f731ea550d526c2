"""Time spent: seen by the desk, put right with a reason, never more than passed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from balcao.core import clock
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.service.agenda import actions, queries
from balcao.service.agenda.models import Correction, TimeEntry, Watch
from balcao.service.tickets import queries as reading
from balcao.service.tickets.models import Ticket
from tests.cast import Cast, make_cast
from tests.statements import counted

NOON = datetime(2040, 5, 4, 15, tzinfo=UTC)  # noon in São Paulo


def later(told: float) -> datetime:
    return NOON + timedelta(seconds=told)


def sign(
    cast: Cast, ticket: Ticket, at: datetime, name: str = "marina", begins: bool = False
) -> int:
    return actions.count(cast.actor(name), ticket.pk, begins=begins, now=at)


def test_a_ticket_that_is_open_and_looked_at_counts(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    told = [sign(cast, ticket, NOON, begins=True)]
    told += [sign(cast, ticket, later(20 * n)) for n in (1, 2, 3)]
    assert told == [0, 20, 20, 20]
    entry = TimeEntry.objects.get()
    assert (entry.counted_seconds, entry.on) == (60, NOON.date())


def test_several_windows_count_once(cast: Cast) -> None:
    one, other = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    for ticket in (one, one, other):
        sign(cast, ticket, NOON, begins=True)
    for n in range(1, 31):
        for ticket in (one, one, other, other):
            sign(cast, ticket, later(20 * n))
    assert sum(TimeEntry.objects.values_list("counted_seconds", flat=True)) == 600


def test_nobody_claims_more_than_passed(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    sign(cast, ticket, NOON, begins=True)
    for n in range(1000):
        sign(cast, ticket, later(n / 50))
    assert TimeEntry.objects.get().counted_seconds <= 20
    assert sign(cast, ticket, later(7200)) == 45
    assert sign(cast, ticket, later(100)) == 0
    assert Watch.objects.get().last_at == later(7200)


@pytest.mark.django_db(transaction=True)
def test_signs_of_two_windows_at_once_share_the_time() -> None:
    cast = make_cast()
    ticket = cast.ticket("joao", "sac")
    marina = cast.actor("marina")
    actions.count(marina, ticket.pk, begins=True, now=NOON)
    told: list[int] = []

    def look() -> None:
        try:
            told.append(actions.count(marina, ticket.pk, now=later(30)))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 0, 0, 30]
    assert TimeEntry.objects.get().counted_seconds == 30


def test_a_correction_stands_beside_what_the_desk_saw(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    sign(cast, ticket, NOON, begins=True)
    sign(cast, ticket, later(40))
    marina = cast.actor("marina")
    with clock.at(later(60)):
        actions.correct(marina, ticket.pk, NOON.date(), 900, "falei por telefone")
    sign(cast, ticket, later(60))
    [line] = queries.time_on(marina, reading.get(marina, ticket.protocol))
    assert (line["counted_seconds"], line["seconds"]) == (60, 920)
    assert [(c["before"], c["after"], c["reason"]) for c in line["corrections"]] == [
        (40, 900, "falei por telefone")
    ]
    on_it = queries.on_ticket(cast.actor("rita"), reading.get(marina, ticket.protocol))
    assert (on_it["seconds"], on_it["own_seconds"]) == (920, 0)


def test_what_the_desk_did_not_see_can_be_told(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    with clock.at(NOON):
        actions.correct(cast.actor("marina"), ticket.pk, NOON.date(), 600, "visita")
    entry = TimeEntry.objects.get()
    assert (entry.counted_seconds, entry.adjusted_seconds) == (0, 600)


def test_no_day_holds_more_than_has_passed_of_it(cast: Cast) -> None:
    one, other = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    marina = cast.actor("marina")
    with clock.at(NOON):
        actions.correct(marina, one.pk, NOON.date(), 11 * 3600, "longo")
        with pytest.raises(Invalid):
            actions.correct(marina, other.pk, NOON.date(), 3601, "longo")
        actions.correct(marina, other.pk, NOON.date(), 3600, "longo")
        before = NOON.date() - timedelta(days=1)
        with pytest.raises(Invalid):
            actions.correct(marina, one.pk, before, 24 * 3600 + 1, "longo")
        for on, seconds, why in (
            (NOON.date() + timedelta(days=1), 60, "amanhã"),
            (before, -1, "negativo"),
            (before, 60, "  "),
            (before - timedelta(days=500), 60, "antigo"),
        ):
            with pytest.raises(Invalid):
                actions.correct(marina, one.pk, on, seconds, why)


def test_a_supervisor_puts_their_teams_time_right_and_nobody_elses(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    on, whose = NOON.date(), cast.people["marina"].pk
    rita = cast.actor("rita")
    with clock.at(later(60)):
        with pytest.raises(NotFound):
            actions.correct(rita, ticket.pk, on, 5, "engano", person_id=whose)
        sign(cast, ticket, NOON, begins=True)
        sign(cast, ticket, later(40))
        actions.correct(rita, ticket.pk, on, 5, "engano", person_id=whose)
        with pytest.raises(Forbidden):
            actions.correct(cast.actor("marina"), ticket.pk, on, 5, "x", person_id=rita.me)
        with pytest.raises(NotFound):
            actions.correct(cast.actor("ana"), ticket.pk, on, 5, "x")
    entry = TimeEntry.objects.get()
    assert (entry.person_id, entry.counted_seconds, entry.adjusted_seconds) == (whose, 40, -35)
    assert Correction.objects.get().person_id == rita.me


def test_who_does_not_handle_a_ticket_reads_no_time_of_it(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    sign(cast, ticket, NOON, begins=True)
    sign(cast, ticket, later(40))
    joao = cast.actor("joao")
    found = reading.get(joao, ticket.protocol)
    assert queries.time_on(joao, found) == []
    assert queries.on_ticket(joao, found)["seconds"] == 0


def test_time_costs_as_many_statements_for_two_days_as_for_twenty(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    marina = cast.actor("marina")
    found = reading.get(marina, ticket.protocol)
    costs = []
    for days in (2, 20):
        for n in range(days):
            with clock.at(NOON):
                on = NOON.date() - timedelta(days=n)
                actions.correct(marina, ticket.pk, on, 60 + n, "x")
        costs.append(
            counted(lambda: (queries.time_on(marina, found), queries.on_ticket(marina, found)))
        )
    assert costs == [2, 2]
