"""The ledger: a wait begins, passes from area to area, and ends with whatever ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.register.people.models import Handle
from balcao.service.between import actions, rules
from balcao.service.between.models import Linked, Wait
from balcao.service.notifications import queries as notifications
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import Status
from tests.cast import Cast
from tests.properties import undone

from .conftest import NOON, Ask


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def ledger(linked: Linked) -> list[tuple[str, float, float | None]]:
    """Of each wait the area, and its begin and end in hours from noon."""
    found = Wait.objects.filter(linked=linked).order_by("pk").select_related("team")
    return [
        (wait.team.name, _hours(wait.from_at), None if wait.to_at is None else _hours(wait.to_at))
        for wait in found
    ]


def _hours(at: datetime) -> float:
    return (at - NOON) / timedelta(hours=1)


def test_asking_opens_a_ticket_of_the_area_and_a_wait(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    linked = ask()
    inner = Ticket.objects.get(pk=linked.inner_id)
    assert (inner.side, inner.team_id) == ("internal", company.teams["fin"].pk)
    assert inner.requester_id == company.people["marina"].pk
    assert ledger(linked) == [("Financeiro", 0, None)]
    names = list(Event.objects.filter(subject_id=ticket.pk).values_list("name", flat=True))
    assert {"InsideAsked", "InsideWaitChanged"} <= set(names)
    assert Ticket.objects.get(pk=ticket.pk).status == "new"


def test_a_request_that_nobody_waits_for_is_no_wait(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    linked = ask(waits=False)
    assert ledger(linked) == []
    with clock.at(after(2)):
        actions.set_waits(company.actor("rita"), linked.pk, waits=True)
    with clock.at(after(3)):
        actions.set_waits(company.actor("marina"), linked.pk, waits=True)
        actions.set_waits(company.actor("marina"), linked.pk, waits=False)
    assert ledger(linked) == [("Financeiro", 2, 3)]


def test_an_answer_ends_the_wait_and_a_question_back_begins_it_again(
    company: Cast, ask: Ask
) -> None:
    linked, bruno = ask(), company.actor("bruno")
    with clock.at(after(3)):
        tickets.reply(bruno, linked.inner_id, Said("Estornado."))
    with clock.at(after(5)):
        marina = Handle.objects.get(person=company.people["marina"])
        tickets.receive(SYSTEM, linked.inner_id, marina, Said("Ainda não caiu."))
    with clock.at(after(6)):
        tickets.resolve(bruno, linked.inner_id)
    assert ledger(linked) == [("Financeiro", 0, 3), ("Financeiro", 5, 6)]


def test_another_area_is_waited_for_after_a_transfer(company: Cast, ask: Ask) -> None:
    linked = ask()
    with clock.at(after(1)):
        tickets.transfer(SYSTEM, linked.inner_id, company.teams["ti"].pk, "é do sistema")
    with clock.at(after(4)):
        tickets.resolve(SYSTEM, linked.inner_id)
    with clock.at(after(9)):
        tickets.reopen(SYSTEM, linked.inner_id, "voltou")
    assert ledger(linked) == [("Financeiro", 0, 1), ("TI", 1, 4), ("TI", 9, None)]


def test_who_does_not_wait_themselves_waits_for_nobody(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    linked, marina = ask(), company.actor("marina")
    with clock.at(after(1)):
        tickets.reply(marina, ticket.pk, Said("Qual é o número do pedido?"))
    with clock.at(after(2)):
        tickets.receive(SYSTEM, ticket.pk, company.handle("joao"), Said("É o 12."))
    with clock.at(after(3)):
        tickets.resolve(marina, ticket.pk)
    with clock.at(after(4)):
        tickets.reopen(company.actor("joao"), ticket.pk, "cobraram de novo")
    assert ledger(linked) == [("Financeiro", 0, 1), ("Financeiro", 2, 3), ("Financeiro", 4, None)]


@pytest.mark.parametrize("how", ["reply", "resolve", "both"])
def test_who_asked_is_told_once_that_the_area_is_done(
    company: Cast, ticket: Ticket, ask: Ask, how: str
) -> None:
    linked, bruno = ask(), company.actor("bruno")
    tickets.assign(company.actor("rita"), ticket.pk, company.people["rita"].pk)
    if how == "resolve":
        tickets.resolve(bruno, linked.inner_id)
    else:
        then = Status.RESOLVED if how == "both" else Status.PENDING
        tickets.reply(bruno, linked.inner_id, Said("Estornado."), then=then)
    for name in ("marina", "rita"):
        told = notifications.notifications(company.actor(name))[0]
        assert [line["protocol"] for line in told] == [ticket.protocol]
        assert (told[0]["kind"], told[0]["who"]) == ("inside", None)
    assert notifications.notifications(bruno)[0] == []


def test_only_who_handles_a_customers_ticket_asks_and_only_other_areas(
    company: Cast, ticket: Ticket
) -> None:
    said, fin = Said("Podem ver?"), company.inboxes["fin"].pk
    for name, refusal in (("ana", NotFound), ("joao", Forbidden), ("zoe", NotFound)):
        with pytest.raises(refusal):
            actions.ask(company.actor(name), ticket.pk, fin, "Estorno", said)
    marina = company.actor("marina")
    with pytest.raises(NotFound):
        actions.ask(marina, ticket.pk, company.inboxes["sac"].pk, "Estorno", said)
    inside = company.ticket("ana", "fin")
    with pytest.raises(Invalid):
        actions.ask(company.actor("bruno"), inside.pk, company.inboxes["ti"].pk, "Rede", said)
    for subject, body in ((" ", "x"), ("x", " ")):
        with pytest.raises(Invalid):
            actions.ask(marina, ticket.pk, fin, subject, Said(body))
    tickets.resolve(marina, ticket.pk)
    with pytest.raises(Invalid):
        actions.ask(marina, ticket.pk, fin, "Estorno", said)
    assert not Linked.objects.exists()


def test_who_only_reads_notes_changes_no_wait(company: Cast, ask: Ask) -> None:
    linked = ask()
    for name in ("bruno", "joao", "ana"):
        with pytest.raises((NotFound, Forbidden)):
            actions.set_waits(company.actor(name), linked.pk, waits=False)
    with pytest.raises(NotFound):
        actions.set_waits(company.actor("marina"), 0, waits=False)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["outer", "inner", "area", "waits"]),
        st.sampled_from([status for status in Status if status is not Status.NEW]),
        st.integers(1, 90),
    ),
    max_size=9,
)


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_ledger_tells_exactly_the_minutes_that_were_waited(
    company: Cast, ask: Ask, steps: list[tuple[str, Status, int]]
) -> None:
    """Against a clock that is looked at after every step: each area's minutes, none twice, none lost."""
    with undone():
        linked, at, told = ask(), NOON, dict[str, int]()
        outer, inner, area, waits = Status.NEW, Status.NEW, "Financeiro", True
        for what, status, minutes in steps:
            if rules.is_waiting(outer, inner, waits=waits):
                told[area] = told.get(area, 0) + minutes
            at += timedelta(minutes=minutes)
            with clock.at(at):
                if what == "outer":
                    tickets.change_status(SYSTEM, linked.ticket_id, status)
                    outer = status
                elif what == "inner":
                    tickets.change_status(SYSTEM, linked.inner_id, status)
                    inner = status
                elif what == "area":
                    other = "ti" if area == "Financeiro" else "fin"
                    tickets.transfer(SYSTEM, linked.inner_id, company.teams[other].pk, "é deles")
                    area = company.teams[other].name
                else:
                    waits = not waits
                    actions.set_waits(SYSTEM, linked.pk, waits=waits)
        found = dict[str, int]()
        for wait in Wait.objects.filter(linked=linked).select_related("team"):
            length = (wait.to_at or at) - wait.from_at
            found[wait.team.name] = found.get(wait.team.name, 0) + length // timedelta(minutes=1)
        assert {name: n for name, n in found.items() if n} == told
        is_open = Wait.objects.filter(linked=linked, to_at=None).exists()
        assert is_open == rules.is_waiting(outer, inner, waits=waits)
