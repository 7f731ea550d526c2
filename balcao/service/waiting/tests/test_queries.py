"""Where one stands: counted whole, told to whom it concerns; and how right such words were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import NotFound
from balcao.register.access import actions as access
from balcao.register.access.actors import Level
from balcao.service.sla.tests.promising import calendar
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.queries import get
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.models import Estimate, Pace
from balcao.service.waiting.queries import (
    Silence,
    Standing,
    coverage,
    line,
    moves,
    queues,
    standing,
)
from balcao.service.waiting.tests.queueing import poisson, waited
from tests.cast import Cast
from tests.statements import counted


def _stands(cast: Cast, name: str, ticket: Ticket, level: Level = Level.STRONG) -> Standing | None:
    actor = cast.actor(name, level)
    return standing(actor, get(actor, ticket.protocol))


def _place(cast: Cast, name: str, ticket: Ticket) -> int | None:
    told = _stands(cast, name, ticket)
    return told.place if told else None


def _silence(cast: Cast, name: str, ticket: Ticket) -> Silence | None:
    told = _stands(cast, name, ticket)
    assert told is not None
    return told.silence


def _known(cast: Cast, team: str = "sac") -> None:
    """A team whose pace is known."""
    waited(cast, poisson(clock.now() - timedelta(hours=20), 40), team)
    keep_pace(SYSTEM)


def test_the_place_counts_all_before_one_by_priority_then_by_wait(cast: Cast) -> None:
    first, second = cast.ticket("joao", "sac"), cast.ticket("zoe", "sac")
    assert _place(cast, "joao", first) == 1
    assert _place(cast, "zoe", second) == 2
    tickets.set_priority(cast.actor("marina"), second.pk, 3, 3)
    assert _place(cast, "joao", first) == 2
    tickets.reply(cast.actor("marina"), second.pk, Said("Olá"))
    assert _place(cast, "joao", first) == 1
    assert _stands(cast, "zoe", second) is None
    tickets.change_status(cast.actor("marina"), first.pk, "on_hold")
    assert _stands(cast, "joao", first) is None


def test_an_interval_comes_with_what_it_was_learnt_from(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    assert _silence(cast, "joao", ticket) is Silence.STALE
    keep_pace(SYSTEM)
    assert _silence(cast, "joao", ticket) is Silence.TOO_FEW
    _known(cast)
    told = _stands(cast, "joao", ticket)
    assert told is not None
    assert told.known is not None
    assert (told.silence, told.known.departures, told.known.arrivals) == (None, 40, 0)
    assert told.window is not None
    assert told.window.to_at > clock.now()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert _silence(cast, "joao", ticket) is Silence.STALE


def test_who_was_passed_over_stands_before_but_does_not_count(cast: Cast) -> None:
    overlooked = cast.ticket("zoe", "sac", "Esquecido")
    with clock.at(clock.now() + timedelta(minutes=5)):
        _answered(cast, "zoe")
        _known(cast)
        ticket = cast.ticket("joao", "sac")
        alone, told = _bounds(cast, 1), _stands(cast, "joao", ticket)
        assert told is not None
        assert told.known is not None
        assert (told.place, told.known.passed) == (2, 1)
        assert told.window is not None
        assert told.window.to_at - clock.now() < timedelta(seconds=alone[1], minutes=16)
        first, second = line(cast.actor("rita"), cast.teams["sac"].pk)
    assert (first["subject"], first["is_passed"], second["is_passed"]) == ("Esquecido", True, False)
    assert first["bounds"] == second["bounds"] == pytest.approx(alone)
    tickets.reply(cast.actor("marina"), overlooked.pk, Said("Olá"))


def _answered(cast: Cast, name: str) -> None:
    tickets.reply(cast.actor("marina"), cast.ticket(name, "sac").pk, Said("Olá"))


def _bounds(cast: Cast, turn: int) -> tuple[float, float]:
    rows = Pace.objects.get(team=cast.teams["sac"]).lines["2"]["turns"]
    return rows[turn - 1][1], rows[turn - 1][2]


def test_where_the_urgent_outrun_a_line_that_is_said(cast: Cast) -> None:
    _known(cast)
    ticket = cast.ticket("joao", "sac")
    pace = Pace.objects.get(team=cast.teams["sac"])
    pace.lines["2"] |= {"is_outrun": True, "turns": []}
    pace.save()
    assert _silence(cast, "joao", ticket) is Silence.OUTRUN
    tickets.set_priority(cast.actor("marina"), ticket.pk, 3, 3)
    assert _silence(cast, "joao", ticket) is None


def test_who_joined_and_who_left_is_counted_by_hour_for_its_supervisor(cast: Cast) -> None:
    ends = clock.now().replace(minute=0, second=0, microsecond=0)
    begins = ends - timedelta(hours=24)
    half = timedelta(minutes=30)
    waited(cast, [(begins + half, begins + 4 * half), (begins + half, None), (ends, None)])
    waited(cast, [(begins + half, None)], "ti")
    sac = cast.teams["sac"].pk
    found = moves(cast.actor("rita"), begins, ends)
    assert list(found) == [sac]
    by_hour = found[sac].by_hour
    assert {hour: (told["arrivals"], told["departures"]) for hour, told in by_hour.items()} == {
        begins: (2, 0),
        begins + 4 * half: (0, 1),
    }
    assert (found[sac].an_hour("arrivals"), found[sac].an_hour("departures")) == (0.1, 0.0)
    assert moves(cast.actor("marina"), begins, ends) == {}


def test_who_waits_longer_than_they_were_told_is_told_no_second_time(cast: Cast) -> None:
    _known(cast)
    ticket = cast.ticket("joao", "sac")
    keep_pace(SYSTEM)
    assert _silence(cast, "joao", ticket) is None
    Estimate.objects.filter(wait__ticket=ticket).update(low_seconds=0, high_seconds=0)
    assert _silence(cast, "joao", ticket) is Silence.OVERDUE
    (told,) = line(cast.actor("rita"), cast.teams["sac"].pk)
    assert told["is_overdue"]


def test_a_confidential_queue_is_told_to_its_members_and_its_own_clients(cast: Cast) -> None:
    _known(cast, "rh")
    ticket = cast.ticket("ana", "rh")
    member, client = _stands(cast, "paulo", ticket), _stands(cast, "ana", ticket)
    assert member is not None
    assert client is not None
    assert member.place == client.place == 1
    assert member.known is not None
    assert (member.known.departures, client.known) == (40, None)
    told = get(cast.actor("ana"), ticket.protocol)
    for name in ("rita", "beto", "lucia", "joao"):
        assert standing(cast.actor(name), told) is None


def test_who_sees_no_ticket_learns_no_place(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    told = get(cast.actor("joao"), ticket.protocol)
    assert standing(cast.actor("zoe"), told) is None
    assert standing(cast.actor("ana"), told) is None


def test_the_page_asks_twice_however_long_the_queue_is(cast: Cast) -> None:
    shop = calendar()
    shop.is_default = True
    shop.save()
    _known(cast)
    ticket = cast.ticket("joao", "sac")
    actor = cast.actor("joao")
    told = get(actor, ticket.protocol)
    standing(actor, told)
    few = counted(lambda: standing(actor, told))
    for _client in range(20):
        cast.ticket("zoe", "sac")
    assert counted(lambda: standing(actor, told)) == few == 2


def test_a_supervisor_reads_the_queues_of_their_own_teams(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    cast.ticket("joao", "sac", "Primeiro")
    urgent = cast.ticket("zoe", "sac", "Segundo")
    tickets.set_priority(cast.actor("marina"), urgent.pk, 3, 3)
    (sac,) = queues(cast.actor("rita"))
    assert (sac["name"], sac["waiting"], sac["unassigned"]) == ("SAC", 2, 2)
    found = line(cast.actor("rita"), cast.teams["sac"].pk)
    assert [(told["place"], told["subject"]) for told in found] == [(1, "Segundo"), (2, "Primeiro")]
    assert [queue["name"] for queue in queues(cast.actor("ana"))] == ["TI"]
    assert queues(cast.actor("marina")) == []
    for name in ("marina", "ana", "beto"):
        with pytest.raises(NotFound):
            line(cast.actor(name), cast.teams["sac"].pk)


def test_coverage_comes_with_its_number_its_doubt_and_a_verdict(cast: Cast) -> None:
    now = clock.now()
    waited(cast, poisson(now - timedelta(hours=40), 200))
    keep_pace(SYSTEM)
    rita, since = cast.actor("rita"), now - timedelta(days=7)
    told = coverage(rita, since, now)[cast.teams["sac"].pk]
    assert told["outcomes"] + told["untold"] + told["waiting"] == 200
    assert (
        told["covered"] + told["sooner"] + told["later"] == told["outcomes"] == sum(told["ranks"])
    )
    assert told["low"] < told["share"] < told["high"]
    assert told["verdict"] in {"kept", "too_narrow", "too_wide"}
    Estimate.objects.filter(is_covered=True).update(is_covered=False)
    assert coverage(rita, since, now)[cast.teams["sac"].pk]["verdict"] == "too_narrow"
    assert coverage(cast.actor("ana"), since, now) == {}
