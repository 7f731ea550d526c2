from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.register.access import actions as access
from balcao.service.delivery.models import OutgoingMail
from balcao.service.problems import actions, queries, sending
from balcao.service.problems.models import Broadcast, Letter, Problem
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast

from .causing import problem, sent

OUT, IN = "Olá, {{cliente}}: já sabemos do erro ({{protocolo}}).", "O ERP caiu."


@pytest.fixture
def both(cast: Cast) -> tuple[Problem, Ticket, Ticket]:
    """A problem with a customer's ticket and one of Carlos', handled by Marina alike."""
    access.set_membership(SYSTEM, cast.people["marina"].pk, cast.teams["ti"].pk, Role.AGENT)
    outside, inside = cast.ticket("joao", "sac", "Loja"), cast.ticket("carlos", "ti", "ERP")
    return problem(cast, outside, inside), outside, inside


def _said(ticket: Ticket) -> list[str]:
    return list(
        Message.objects.filter(ticket=ticket, kind="outgoing").values_list("body", flat=True)
    )


def test_each_side_reads_its_own_words_each_in_its_own_thread(
    cast: Cast, both: tuple[Problem, Ticket, Ticket]
) -> None:
    made, outside, inside = both
    marina = cast.actor("marina")
    told = queries.reach(marina, made.pk)
    assert (told.sides, told.by_mail) == (
        {"external": 1, "internal": 1},
        {"external": 1, "internal": 1},
    )
    assert queries.samples(marina, made.pk)["external"]["client"] == "João"
    broadcast = actions.begin_broadcast(marina, made.pk, external=OUT, internal=IN, seen=told.mark)
    assert sent(broadcast) == (2, 0)
    (words,) = _said(outside)
    assert words.startswith("Olá, João: já sabemos do erro (20")
    assert _said(inside) == [IN]
    mails = OutgoingMail.objects.filter(purpose="reply")
    assert sorted(mails.values_list("to_address", flat=True)) == [
        "carlos@entregas.example",
        "joao@cliente.example",
    ]
    broadcast.refresh_from_db()
    assert (broadcast.state, sent(broadcast)) == ("done", (2, 0))
    assert len(_said(outside)) == 1
    assert Event.objects.get(name="BroadcastEnded").data["sent"] == 2


def test_a_message_to_many_takes_no_ticket_and_keeps_its_status(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    other = cast.ticket("joao", "sac")
    tickets.change_status(SYSTEM, other.pk, "pending")
    tickets.ask_for_human(cast.actor("joao"), ticket.pk)
    made = problem(cast, ticket, other)
    assert sent(actions.begin_broadcast(cast.actor("marina"), made.pk, external=OUT)) == (2, 0)
    for one, status in ((ticket, "open"), (other, "pending")):
        one.refresh_from_db()
        assert (one.status, one.assignee_id) == (status, None)
    assert ticket.human_asked_at is not None


def test_a_sender_reaches_only_tickets_they_answer_in(cast: Cast) -> None:
    shop, confidential = cast.ticket("joao", "sac"), cast.ticket("ana", "rh")
    made = problem(cast, shop, confidential, cast.ticket("marina", "sac"))
    marina = cast.actor("marina")
    assert queries.reach(marina, made.pk).sides == {"external": 1}
    with pytest.raises(Invalid):
        actions.begin_broadcast(cast.actor("ana"), made.pk, internal=IN, external=OUT)
    broadcast = actions.begin_broadcast(marina, made.pk, external=OUT, internal=IN)
    assert Letter.objects.get().ticket_id == shop.pk
    assert queries.broadcast(marina, broadcast.pk)["letters"] == 1
    with pytest.raises(NotFound):
        queries.broadcast(cast.actor("paulo"), broadcast.pk)


def test_it_is_taken_back_before_anything_left(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    made, marina = problem(cast, ticket), cast.actor("marina")
    broadcast = actions.begin_broadcast(marina, made.pk, external=OUT)
    sending.send(broadcast.pk)
    assert _said(ticket) == []
    with pytest.raises(Conflict):
        actions.begin_broadcast(marina, made.pk, external=OUT)
    with pytest.raises(Forbidden):
        actions.stop_broadcast(cast.actor("paulo"), broadcast.pk)
    assert actions.stop_broadcast(marina, broadcast.pk) == 0
    assert sent(broadcast) == (0, 0)
    assert _said(ticket) == []
    with pytest.raises(Conflict):
        actions.stop_broadcast(marina, broadcast.pk)


def test_the_rest_is_kept_back_where_it_is_stopped_midway(cast: Cast) -> None:
    made = problem(cast, *(cast.ticket("joao", "sac") for _n in range(3)))
    broadcast = actions.begin_broadcast(cast.actor("marina"), made.pk, external=OUT)
    Letter.objects.filter(pk=Letter.objects.order_by("pk")[0].pk).update(state="sent")
    assert actions.stop_broadcast(cast.actor("ana"), broadcast.pk) == 1
    told = queries.broadcast(cast.actor("marina"), broadcast.pk)
    assert (told["state"], told["sent"], told["stopped"]) == ("stopped", 1, 2)


def test_other_tickets_than_those_looked_at_are_not_told(cast: Cast) -> None:
    made, marina = problem(cast, cast.ticket("joao", "sac")), cast.actor("marina")
    seen = queries.reach(marina, made.pk).mark
    actions.attach(marina, made.pk, [cast.ticket("joao", "sac").pk])
    with pytest.raises(Conflict):
        actions.begin_broadcast(marina, made.pk, external=OUT, seen=seen)
    assert not Broadcast.objects.exists()


def test_all_are_resolved_with_words_or_without(
    cast: Cast, both: tuple[Problem, Ticket, Ticket]
) -> None:
    made, outside, inside = both
    broadcast = actions.begin_broadcast(
        cast.actor("marina"), made.pk, external=OUT, then="resolved"
    )
    assert sent(broadcast) == (2, 0)
    for ticket in (outside, inside):
        ticket.refresh_from_db()
        assert ticket.status == "resolved"
    assert (len(_said(outside)), _said(inside)) == (1, [])


def test_what_could_not_be_said_says_why(cast: Cast) -> None:
    ended, moved, told = (cast.ticket("joao", "sac") for _n in range(3))
    made, marina = problem(cast, ended, moved, told), cast.actor("marina")
    broadcast = actions.begin_broadcast(marina, made.pk, external=OUT)
    tickets.resolve(SYSTEM, ended.pk)
    tickets.transfer(SYSTEM, moved.pk, cast.teams["rh"].pk, "É do RH")
    assert sent(broadcast) == (1, 2)
    assert [one["protocol"] for one in queries.refused(marina, broadcast.pk)] == [ended.protocol]
    whys = Letter.objects.filter(state="refused").order_by("pk").values_list("why", flat=True)
    assert all(whys)
    assert len(set(whys)) == 2


def test_a_sender_who_left_sends_nothing_more(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    made = problem(cast, ticket)
    broadcast = actions.begin_broadcast(cast.actor("marina"), made.pk, external=OUT)
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert sent(broadcast) == (0, 1)
    assert _said(ticket) == []


def test_a_job_that_was_cut_off_is_made_up_for(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    made = problem(cast, ticket)
    broadcast = actions.begin_broadcast(cast.actor("marina"), made.pk, external=OUT)
    Broadcast.objects.update(state="sending")
    assert sending.send_due() == 0
    with clock.at(broadcast.begins_at + timedelta(minutes=1)):
        assert sending.send_due() == 1
        assert sending.send_due() == 0
    assert len(_said(ticket)) == 1


def test_nobody_is_told_nothing(cast: Cast) -> None:
    made, marina = problem(cast, cast.ticket("joao", "sac")), cast.actor("marina")
    for outside, inside in (("", ""), ("", IN), (" ", "")):
        with pytest.raises(Invalid):
            actions.begin_broadcast(marina, made.pk, external=outside, internal=inside)
    with pytest.raises(Invalid):
        actions.begin_broadcast(marina, made.pk, external=OUT, then="closed")
