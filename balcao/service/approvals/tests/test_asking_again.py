"""What was not approved is asked for once more: by whom, by which rule, and who never decides it."""

from __future__ import annotations

import pytest

from balcao.core.actor import Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.service.approvals import actions, links, queries
from balcao.service.approvals.models import Approval
from balcao.service.delivery.models import OutgoingMail
from balcao.service.sla.models import Pause
from balcao.service.sla.tests.promising import promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .approving import ask_of, asked, begin, link, named, rule, states, steps

pytestmark = pytest.mark.django_db


def _refused(cast: Cast, who: str = "carlos") -> tuple[Ticket, Approval]:
    """Somebody's ticket whose approval Rita refused, and which was resolved then."""
    promise(side="internal", hours=60)
    ticket = cast.ticket(who, "ti", "Notebook novo")
    approval = begin(
        cast,
        rule(named(cast, "rita", name="Gestor")),
        who,
        ticket_id=ticket.pk,
        amount=9000,
        details="Modelo: Precision",
    )
    actions.decide_by_token(link(approval, cast, "rita"), "refused", "Caro demais.")
    tickets.change_status(cast.actor("ana"), ticket.pk, "resolved")
    approval.refresh_from_db()
    return ticket, approval


def _mine(cast: Cast, who: str, ticket: Ticket) -> bool:
    (found, *_earlier) = queries.of_ticket(cast.actor(who), [ticket.pk])
    return bool(found["may_ask_again"])


def test_its_requester_asks_again_and_the_ticket_goes_on_paused(cast: Cast) -> None:
    ticket, first = _refused(cast)
    assert _mine(cast, "carlos", ticket)
    again = actions.ask_again(cast.actor("carlos"), first.pk, " Agora custa a metade. ")
    ticket.refresh_from_db()
    assert (again.state, again.details) == ("waiting", "Modelo: Precision")
    assert again.amount == first.amount
    assert (ticket.status, ticket.reopened_count) == ("open", 1)
    assert Pause.objects.filter(clock__ticket=ticket, cause="approval", to_at=None).exists()
    assert steps(again)[0] == "begun_again"
    assert again.trail.order_by("pk")[0].words == "Agora custa a metade."
    assert steps(first)[0] == "begun"
    shown = links.by_token(link(again, cast, "rita"))
    assert shown is not None
    assert (shown["changed"], shown["earlier"]["why"]) == ("Agora custa a metade.", "Caro demais.")
    mail = OutgoingMail.objects.filter(to_address="rita@boapraca.example").order_by("-pk")[0]
    assert "Agora custa a metade" in mail.body
    assert not _mine(cast, "carlos", ticket)
    with pytest.raises(Conflict):
        actions.ask_again(cast.actor("carlos"), first.pk, "E de novo.")


def test_the_rule_of_today_decides_and_one_out_of_use_asks_nobody(cast: Cast) -> None:
    ticket, first = _refused(cast)
    kept = rule(
        named(cast, "rita"), named(cast, "lucia"), name="Compras", rule_id=first.version.rule_id
    )
    again = actions.ask_again(cast.actor("carlos"), first.pk, "Mudou o modelo.")
    assert states(again) == ["open", "ahead"]
    actions.withdraw(cast.actor("carlos"), again.pk)
    actions.set_active(cast.actor("beto"), kept.pk, is_active=False)
    assert not _mine(cast, "carlos", ticket)
    with pytest.raises(Conflict):
        actions.ask_again(cast.actor("carlos"), again.pk, "Mais uma vez.")


def test_an_agent_who_asks_again_never_decides_nor_does_who_asked_before(cast: Cast) -> None:
    ticket, first = _refused(cast)
    rule(named(cast, "ana", "carlos", "rita"), rule_id=first.version.rule_id)
    again = actions.ask_again(cast.actor("ana"), first.pk, "O gestor mudou de ideia.")
    assert asked(again) == ["Rita"]
    actions.decide(cast.actor("rita"), ask_of(again, cast, "rita").pk, "refused", "Ainda não.")
    ticket.refresh_from_db()
    said = ticket.messages.filter(kind="outgoing").values_list("body", flat=True)
    assert "Ainda não." in said.order_by("-pk")[0]
    rule(named(cast, "ana", "rita"), rule_id=first.version.rule_id)
    third = actions.ask_again(cast.actor("carlos"), again.pk, "Sobrou verba.")
    assert asked(third) == ["Rita"]


@pytest.mark.parametrize(
    ("who", "refusal"), [("zoe", NotFound), ("paulo", NotFound), ("joao", NotFound)]
)
def test_strangers_find_nothing_to_ask_again(
    cast: Cast, who: str, refusal: type[Exception]
) -> None:
    _ticket, first = _refused(cast)
    with pytest.raises(refusal):
        actions.ask_again(cast.actor(who), first.pk, "Eu quero.")


def test_what_stands_against_it_is_said(cast: Cast) -> None:
    ticket, first = _refused(cast)
    carlos = cast.actor("carlos")
    with pytest.raises(Invalid):
        actions.ask_again(carlos, first.pk, " \n ")
    with pytest.raises(NotFound):
        actions.ask_again(cast.actor("rita"), first.pk, "Quem decide não pede.")
    with pytest.raises(NotFound):
        actions.ask_again(carlos, begin(cast, first.version.rule, "carlos").pk, "Sem chamado.")
    again = actions.ask_again(carlos, first.pk, "Mudou.")
    actions.decide_by_token(link(again, cast, "rita"), "approved")
    for one in (first, again):
        with pytest.raises(Conflict):
            actions.ask_again(carlos, one.pk, "Já aprovado.")
    with pytest.raises((Forbidden, NotFound)):
        actions.ask_again(carlos.wearing(Hat.EXTERNAL), first.pk, "Pelo outro lado.")
    assert ticket.approvals.count() == 2


def test_what_was_filled_in_is_not_for_who_keeps_the_rule(cast: Cast) -> None:
    ticket, _first = _refused(cast)
    details = {
        who: queries.of_ticket(cast.actor(who), [ticket.pk])[0]["details"]
        for who in ("carlos", "ana", "rita", "beto")
    }
    told = "Modelo: Precision"
    assert details == {"carlos": told, "ana": told, "rita": told, "beto": ""}
