"""Who reads what of promises, in which words, and that figures hold what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils.translation import override

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat
from balcao.core.errors import Forbidden, NotFound
from balcao.service.sla import queries
from balcao.service.sla.actions import fire_due, pause
from balcao.service.sla.models import Clock
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries as reading
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.statements import counted

from .promising import here, promise

OPENED = here("2026-04-30T17:00")
HELLO = Said("Bom dia")


def opened(cast: Cast, who: str = "joao", inbox: str = "sac") -> Ticket:
    with clock.at(OPENED):
        return cast.ticket(who, inbox)


def told(actor: Actor, clock_id: int, at: datetime) -> list[tuple[Any, ...]]:
    with clock.at(at), override("en"):
        found = queries.explain(actor, clock_id).stretches
    return [(s.from_at, s.to_at, s.state, s.seconds / 3600, s.words) for s in found]


def vector(cast: Cast) -> int:
    """VECTORS: six business hours from Thursday 17:00, paused Saturday 10:00 to Monday 08:30."""
    promise("resolution", 6, name="Solução", pauses_on=["pending"])
    ticket, marina = opened(cast), cast.actor("marina")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(marina, ticket.pk, HELLO)
    with clock.at(here("2026-05-04T08:30")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
    return Clock.objects.get().pk


def test_the_desk_reads_each_stretch_with_its_reason(cast: Cast) -> None:
    clock_id = vector(cast)
    found = told(cast.actor("marina"), clock_id, here("2026-05-04T11:30"))
    assert found[-1][1] == here("2026-05-04T11:30")
    assert sum(hours for *_span, state, hours, _words in found if state == "running") == 6
    spans = [(start, end) for start, end, *_rest in found]
    assert all(end == start for (_s, end), (start, _e) in pairwise(spans))
    assert {(state, words) for *_span, state, _hours, words in found} == {
        ("running", "opening hours"),
        ("closed", "outside opening hours"),
        ("closed", "holiday: Dia do Trabalhador"),
        ("paused", "paused: the ticket was “Waiting for client”"),
    }


def test_the_client_reads_their_own_words_and_no_name_of_the_house(cast: Cast) -> None:
    clock_id = vector(cast)
    joao, marina = cast.actor("joao"), cast.actor("marina")
    with clock.at(here("2026-05-04T09:00")):
        for_client = queries.explain(joao, clock_id)
        for_desk = queries.explain(marina, clock_id)
    assert for_client.clock["policy"] == ""
    assert (for_client.why, for_client.alerts) == ([], [])
    assert for_desk.clock["policy"] == "Solução"
    assert len(for_desk.why) == 1
    assert for_client.counted == for_desk.counted == timedelta(hours=3, minutes=30)
    pairs = list(zip(for_client.stretches, for_desk.stretches, strict=True))
    assert [a.from_at for a, _b in pairs] == [b.from_at for _a, b in pairs]
    assert not {a.words for a, _b in pairs} & {b.words for _a, b in pairs}
    assert any(stretch.is_ahead for stretch in for_client.stretches)


def test_what_is_paused_says_why_now_and_when_it_would_be_due_if_it_went_on(cast: Cast) -> None:
    promise("resolution", 6, pauses_on=["pending"])
    ticket, marina, joao = opened(cast), cast.actor("marina"), cast.actor("joao")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(marina, ticket.pk, HELLO)
    told = {}
    for reader in (marina, joao):
        with clock.at(here("2026-05-04T08:30")), override("en"):
            found = queries.explain(reader, Clock.objects.get().pk)
        told[reader.me] = found.clock["paused_because"]
        assert found.clock["due_at"] is None
        assert found.due_if_resumed == here("2026-05-04T11:30")
    assert told == {
        marina.me: "the ticket is “Waiting for client”",
        joao.me: "we are waiting for your answer; until then it does not count",
    }


def test_a_reason_agreed_in_the_desk_is_read_in_the_desk_alone(cast: Cast) -> None:
    promise("resolution", 6)
    ticket = opened(cast)
    with clock.at(here("2026-05-02T10:00")):
        pause(SYSTEM, ticket.pk, "palavra secreta")
    clock_id = Clock.objects.get().pk
    joao, marina = cast.actor("joao"), cast.actor("marina")
    with clock.at(here("2026-05-02T11:00")):
        seen = repr((queries.explain(joao, clock_id), queries.clocks(joao, _row(joao, ticket))))
        known = repr(
            (queries.explain(marina, clock_id), queries.clocks(marina, _row(marina, ticket)))
        )
    assert "secreta" not in seen
    assert known.count("secreta") >= 2


def _row(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return reading.get(actor, ticket.protocol)


@pytest.mark.parametrize("who", ["ana", "zoe", "lucia", "beto", "paulo"])
def test_a_clock_outside_the_scope_is_as_none(cast: Cast, who: str) -> None:
    clock_id = vector(cast)
    with pytest.raises(NotFound):
        queries.explain(cast.actor(who), clock_id)
    with pytest.raises(NotFound):
        queries.explain(NOBODY, clock_id)
    assert queries.clocks(cast.actor(who), {"id": Ticket.objects.get().pk}) == []


def test_anas_request_to_it_carries_an_ola_and_pauses_for_her(cast: Cast) -> None:
    """She reads under her internal hat, in her words; the one who answers for TI reads the desk's."""
    promise("resolution", 6, side="internal", team_id=cast.teams["ti"].pk, pauses_on=["pending"])
    with clock.at(OPENED):
        ticket = cast.ticket("paulo", "ti")
    ana, paulo = cast.actor("ana"), cast.actor("paulo")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(ana, ticket.pk, HELLO)
    with clock.at(here("2026-05-02T11:00")):
        [for_desk] = queries.clocks(ana, _row(ana, ticket))
        [for_client] = queries.clocks(paulo, _row(paulo, ticket))
    assert for_desk["agreement"] == for_client["agreement"] == "ola"
    assert for_desk["state"] == for_client["state"] == "paused"
    assert for_desk["paused_because"] != for_client["paused_because"] != ""
    outside = paulo.wearing(Hat.EXTERNAL)
    assert queries.clocks(outside, {"id": ticket.pk}) == []


def decided(cast: Cast, kept: int, broken: int, **terms: Any) -> None:
    made = promise("resolution", 1, **terms)
    inbox, who = ("sac", "joao") if made.side == "external" else ("rh", "ana")
    for number in range(kept + broken):
        with clock.at(OPENED):
            ticket = cast.ticket(who, inbox)
        with clock.at(here("2026-04-30T17:30" if number < kept else "2026-05-02T10:00")):
            tickets.resolve(SYSTEM, ticket.pk)


SPAN = (here("2026-04-01T00:00"), here("2026-06-01T00:00"))


def test_a_share_comes_with_its_interval_and_not_at_all_for_few(cast: Cast) -> None:
    """VECTORS: 9 of 10 lies within 0.596 and 0.982."""
    decided(cast, 9, 1, name="Solução")
    [found] = queries.attainment(cast.actor("lucia"), *SPAN)
    assert (found.kept, found.broken, found.share) == (9, 1, 0.9)
    assert found.interval == pytest.approx((0.596, 0.982), abs=5e-4)
    assert queries.Kept("", "", 9, 0).share is None


def test_figures_leave_confidential_teams_out_and_show_supervisors_their_own(cast: Cast) -> None:
    decided(cast, 1, 1, name="fora")
    decided(cast, 0, 1, name="dentro", side="internal")

    def labels(name: str) -> list[tuple[str, int]]:
        return [(k.label, k.total) for k in queries.attainment(cast.actor(name), *SPAN)]

    assert labels("lucia") == labels("beto") == labels("rita") == [("fora", 2)]
    for name in ("marina", "joao", "paulo"):
        with pytest.raises(Forbidden):
            queries.attainment(cast.actor(name), *SPAN)
    by_team = queries.attainment(cast.actor("rita"), *SPAN, by="team")
    assert [(k.label, k.kept, k.broken) for k in by_team] == [("SAC", 1, 1)]


def test_a_promise_broken_and_still_open_counts_when_it_broke(cast: Cast) -> None:
    promise("resolution", 1)
    opened(cast)
    with clock.at(here("2026-05-02T10:00")):
        fire_due(SYSTEM, here("2026-05-02T10:00"))
    may = (here("2026-05-01T00:00"), here("2026-06-01T00:00"))
    assert queries.attainment(cast.actor("lucia"), *may) == []
    assert queries.attainment(cast.actor("lucia"), *SPAN)[0].broken == 1


def test_public_promises_are_everybodys_and_inner_ones_of_who_works_here(cast: Cast) -> None:
    promise("resolution", 6, name="fora", is_public=True)
    promise("resolution", 6, name="dentro", side="internal", is_public=True)
    promise("first_reply", 6, name="nossa", is_public=False)
    promise(
        "first_reply", 6, name="rh", side="internal", team_id=cast.teams["rh"].pk, is_public=True
    )

    def names(actor: Actor) -> list[str]:
        return [line["name"] for line in queries.public_promises(actor)]

    assert names(NOBODY) == names(cast.actor("joao")) == names(cast.actor("zoe")) == ["fora"]
    assert names(cast.actor("ana")) == names(cast.actor("carlos")) == ["fora", "dentro"]
    assert names(cast.actor("ana").wearing(Hat.EXTERNAL)) == ["fora"]


def test_only_administrators_read_policies(cast: Cast) -> None:
    made = promise()
    for actor in (NOBODY, cast.actor("rita"), cast.actor("lucia")):
        for read in (queries.policies, queries.progress, lambda a: queries.policy(a, made.pk)):
            with pytest.raises(Forbidden):
                read(actor)
    assert queries.policy(cast.actor("beto"), made.pk)["name"] == made.name


def test_a_ticket_costs_the_same_with_two_clocks_and_with_six(cast: Cast) -> None:
    for what in ("first_reply", "resolution", "next_reply"):
        promise(what, 6)
    ticket, marina = opened(cast), cast.actor("marina")
    row = _row(marina, ticket)
    few = counted(lambda: queries.clocks(marina, row))
    for _time in range(2):
        tickets.resolve(marina, ticket.pk)
        tickets.reopen(marina, ticket.pk, "voltou")
    assert Clock.objects.count() == 8 - 2
    assert counted(lambda: queries.clocks(marina, row)) == few == 1
