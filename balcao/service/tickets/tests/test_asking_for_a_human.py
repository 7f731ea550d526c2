"""A client may always ask for a person, and nothing automatic takes that away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Forbidden, NotFound
from balcao.events.models import Event
from balcao.service.tickets import actions, queries
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast


def _is_asked(ticket: Ticket) -> bool:
    return Ticket.objects.get(pk=ticket.pk).human_asked_at is not None


def test_only_a_person_s_reply_meets_the_wish(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.ask_for_human(cast.actor("joao"), ticket.pk)
    first = Ticket.objects.get(pk=ticket.pk).human_asked_at
    actions.ask_for_human(cast.actor("joao"), ticket.pk)
    assert Ticket.objects.get(pk=ticket.pk).human_asked_at == first
    assert Event.objects.filter(name="HumanAsked").count() == 1
    actions.reply(SYSTEM, ticket.pk, Said("Resposta automática"), then="open")
    actions.change_status(SYSTEM, ticket.pk, "resolved")
    actions.transfer(SYSTEM, ticket.pk, cast.teams["ti"].pk, "Outra equipe")
    assert _is_asked(ticket)
    actions.transfer(SYSTEM, ticket.pk, cast.teams["sac"].pk, "De volta")
    actions.note(cast.actor("marina"), ticket.pk, Said("Vou ligar"))
    assert _is_asked(ticket)
    actions.reply(cast.actor("marina"), ticket.pk, Said("Aqui é a Marina"))
    assert not _is_asked(ticket)


def test_lists_and_the_ticket_show_it(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.ask_for_human(cast.actor("joao"), ticket.pk)
    marina = cast.actor("marina")
    (listed,), _next = queries.page(marina, queries.View.ALL)
    assert listed["human_asked_at"] is not None
    assert queries.get(marina, ticket.protocol)["human_asked_at"] is not None


def test_who_follows_by_code_may_ask_and_nobody_else(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    follower = replace(NOBODY, followed=frozenset({ticket.pk}))
    actions.ask_for_human(follower, ticket.pk)
    assert _is_asked(ticket)
    with pytest.raises(Forbidden):
        actions.ask_for_human(cast.actor("marina"), ticket.pk)
    for name in ("zoe", "ana", "lucia"):
        with pytest.raises(NotFound):
            actions.ask_for_human(cast.actor(name), ticket.pk)
