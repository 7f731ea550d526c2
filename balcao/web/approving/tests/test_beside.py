"""A ticket says to both sides that it waits for a yes, and what came of it."""

from __future__ import annotations

import pytest

from balcao.service.approvals import actions
from balcao.service.approvals.tests.approving import begin, link, named, rule
from tests.cast import Cast
from tests.signing import SignIn

pytestmark = pytest.mark.django_db


def test_both_sides_read_where_it_stands(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("carlos", "ti", "Notebook novo")
    approval = begin(cast, rule(named(cast, "rita", name="Gestor")), "carlos", ticket_id=ticket.pk)
    desk = f"/desk/tickets/{ticket.protocol}/ao-lado/aprovacoes/"
    portal = f"/chamados/{ticket.protocol}/"
    ana, carlos = sign_in("ana"), sign_in("carlos")
    beside = ana.get(desk)
    for shown in (beside, carlos.get(portal)):
        assert shown.status_code == 200
        words = shown.content.decode()
        assert "Notebook para a Ana" in words
        assert "1 de 1" in words or "1 of 1" in words
    actions.decide_by_token(link(approval, cast, "rita"), "refused", "Só no ano que vem.")
    assert "Só no ano que vem." in ana.get(desk).content.decode()
    assert "Só no ano que vem." in carlos.get(portal).content.decode()


def test_who_works_on_it_is_warned_and_either_side_asks_again(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("carlos", "ti", "Notebook novo")
    first = begin(cast, rule(named(cast, "rita")), "carlos", ticket_id=ticket.pk)
    desk, portal = f"/desk/tickets/{ticket.protocol}/", f"/chamados/{ticket.protocol}/"
    ana, carlos = sign_in("ana"), sign_in("carlos")
    assert "ticket-warning is-warning" in ana.get(desk).content.decode()
    actions.decide_by_token(link(first, cast, "rita"), "refused", "Só no ano que vem.")
    warned = ana.get(desk).content.decode()
    assert "ticket-warning is-danger" in warned
    again = f"/aprovacoes/{first.pk}/de-novo/"
    for shown in (warned, carlos.get(portal).content.decode()):
        assert f'action="{again}"' in shown
    form = {"changed": "Sobrou verba.", "back": "portal"}
    assert sign_in("zoe").post(again, form).status_code == 404
    assert carlos.post(again, form)["Location"] == portal
    assert ana.post(again, form | {"back": "desk"})["Location"] == desk
    second, _first = ticket.approvals.order_by("-pk")
    assert (second.state, second.changed) == ("waiting", "Sobrou verba.")
    page = sign_in("rita").get(f"/aprovacoes/{second.pk}/").content.decode()
    for words in ("Sobrou verba.", f"/aprovacoes/{first.pk}/", "Só no ano que vem."):
        assert words in page
    assert "ticket-warning is-warning" in ana.get(desk).content.decode()


def test_a_customer_learns_that_it_waits_and_not_for_whom(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac", "Desconto")
    kept = rule(named(cast, "rita", name="Diretoria"), name="Descontos")
    begin(cast, kept, "joao", ticket_id=ticket.pk, summary="Desconto de 20 %")
    words = sign_in("joao").get(f"/chamados/{ticket.protocol}/").content.decode()
    assert "Desconto de 20 %" in words
    assert "Diretoria" not in words
    assert "Descontos" not in words
    assert "/aprovacoes/" not in words
