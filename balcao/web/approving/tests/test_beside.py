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


def test_a_customer_learns_that_it_waits_and_not_for_whom(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac", "Desconto")
    kept = rule(named(cast, "rita", name="Diretoria"), name="Descontos")
    begin(cast, kept, "joao", ticket_id=ticket.pk, summary="Desconto de 20 %")
    words = sign_in("joao").get(f"/chamados/{ticket.protocol}/").content.decode()
    assert "Desconto de 20 %" in words
    assert "Diretoria" not in words
    assert "Descontos" not in words
    assert "/aprovacoes/" not in words
