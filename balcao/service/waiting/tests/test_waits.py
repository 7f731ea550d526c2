"""A wait is open exactly while a client waits for a word of the team that has the ticket."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Refusal
from balcao.core.sql import rows
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.waiting.models import Wait
from tests.cast import Cast
from tests.properties import examples, undone

pytestmark = pytest.mark.django_db

_DIFFERING = """
SELECT t.id, t.status, t.waiting_since, t.team_id, w.since_at, w.team_id AS of
FROM tickets_ticket t LEFT JOIN waiting_wait w ON w.ticket_id = t.id AND w.ended_at IS NULL
WHERE (t.waiting_since IS NOT NULL AND t.status IN ('new', 'open')) <> (w.id IS NOT NULL)
   OR w.team_id <> t.team_id OR w.since_at <> t.waiting_since
"""


def _ends(ticket: Ticket) -> list[tuple[str, str]]:
    return list(
        Wait.objects.filter(ticket=ticket).order_by("pk").values_list("team__name", "ended_by")
    )


def test_a_reply_ends_the_wait_and_the_client_s_next_word_begins_another(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    assert _ends(ticket) == [("SAC", "")]
    tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("e então?"))
    assert _ends(ticket) == [("SAC", "")]
    tickets.reply(cast.actor("marina"), ticket.pk, Said("Vejo já."))
    tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Obrigado"))
    assert _ends(ticket) == [("SAC", "answered"), ("SAC", "")]
    tickets.resolve(cast.actor("marina"), ticket.pk)
    assert _ends(ticket)[-1] == ("SAC", "ended")


def test_a_transferred_client_goes_on_waiting_elsewhere_since_the_same_instant(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.transfer(SYSTEM, ticket.pk, cast.teams["ti"].pk, "É com a TI")
    assert _ends(ticket) == [("SAC", "moved"), ("TI", "")]
    first, second = Wait.objects.order_by("pk")
    assert first.since_at == second.since_at
    assert second.from_at == first.ended_at


def test_on_hold_nobody_is_in_the_queue_and_back_they_are_where_they_were(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    marina = cast.actor("marina")
    tickets.change_status(marina, ticket.pk, "on_hold")
    tickets.change_status(marina, ticket.pk, "open")
    assert _ends(ticket) == [("SAC", "held"), ("SAC", "")]
    held, waiting = Wait.objects.order_by("pk")
    assert held.since_at == waiting.since_at
    tickets.change_status(marina, ticket.pk, "pending")
    assert _ends(ticket)[-1] == ("SAC", "client")


def test_automatic_mail_begins_no_wait(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.reply(cast.actor("marina"), ticket.pk, Said("Vejo já."))
    tickets.attach_automatic(SYSTEM, ticket.pk, Said("Estou de férias"))
    assert _ends(ticket) == [("SAC", "answered")]


def test_a_fact_costs_a_statement_where_a_wait_ends_and_else_none(cast: Cast) -> None:
    def own(told: CaptureQueriesContext) -> int:
        """Statements of this room alone: each fact is asked about where it is written."""
        told_of = [query["sql"] for query in told if "waiting_wait" in query["sql"]]
        return sum("events_event" not in sql for sql in told_of)

    ticket = cast.ticket("joao", "sac")
    with CaptureQueriesContext(connection) as told:
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("oi"))
    assert own(told) == 0
    with CaptureQueriesContext(connection) as told:
        tickets.reply(cast.actor("marina"), ticket.pk, Said("Olá"), then="pending")
    assert own(told) == 1
    with CaptureQueriesContext(connection) as told:
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("oi"))
    assert own(told) == 1


_STATUSES = st.sampled_from(["open", "pending", "on_hold", "resolved", "closed"])
_ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("receive"), st.just("")),
        st.tuples(st.just("automatic"), st.just("")),
        st.tuples(st.just("reply"), _STATUSES),
        st.tuples(st.just("status"), _STATUSES),
        st.tuples(st.just("transfer"), st.sampled_from(["sac", "ti", "rh"])),
        st.tuples(st.just("reopen"), st.just("")),
    ),
    max_size=9,
)


@examples(25)
@given(acts=_ACTS)
def test_whatever_happens_waits_agree_with_their_tickets(
    cast: Cast, acts: list[tuple[str, str]]
) -> None:
    with undone():
        at = clock.now() - timedelta(days=1)
        with clock.at(at):
            ticket = cast.ticket("joao", "sac")
        for act, what in acts:
            at += timedelta(minutes=5)
            with clock.at(at):
                _act(cast, ticket, act, what)
            assert rows(_DIFFERING) == []


def _act(cast: Cast, ticket: Ticket, act: str, what: str) -> None:
    try:
        if act == "receive":
            tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Olá"))
        elif act == "automatic":
            tickets.attach_automatic(SYSTEM, ticket.pk, Said("Fora"))
        elif act == "reply":
            tickets.reply(SYSTEM, ticket.pk, Said("Olá"), then=what)
        elif act == "status":
            tickets.change_status(SYSTEM, ticket.pk, what)
        elif act == "transfer":
            tickets.transfer(SYSTEM, ticket.pk, cast.teams[what].pk, "É deles")
        else:
            tickets.reopen(SYSTEM, ticket.pk, "Falta algo")
    except Refusal:
        return
