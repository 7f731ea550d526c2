"""Approvals in a real browser: a phone decides by its link, and every page is clean and fits."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Ask
from balcao.service.approvals.tests.approving import begin, code_of, link, named, rule, stage
from tests.cast import Cast

from .axe import faults_of
from .conftest import Screen


def _costly(cast: Cast) -> Approval:
    """Ana's wish, which Lúcia has approved and Rita decides with a code."""
    kept = rule(
        named(cast, "lucia", name="Gestor"),
        named(cast, "rita", name="Financeiro", code_above="5000"),
        stage("team", team_id=cast.teams["ti"].pk, name="TI"),
    )
    told = {"details": "Modelo: Precision\nValor: R$ 8.950,00", "changed": "Caiu o preço."}
    approval = begin(cast, kept, amount=8950, **told)
    actions.decide_by_token(link(approval, cast, "lucia"), "approved", "Faz falta.")
    return approval


def _refused(cast: Cast) -> str:
    """The protocol of Carlos's ticket, which goes on though Rita refused what it asks for."""
    ticket = cast.ticket("carlos", "ti", "Notebook novo")
    refused = begin(
        cast,
        rule(named(cast, "rita"), name="Compras de TI"),
        "carlos",
        ticket_id=ticket.pk,
        amount=900,
    )
    actions.decide_by_token(link(refused, cast, "rita"), "refused", "Há um no estoque.")
    return ticket.protocol


def test_the_pages_of_approvals_are_clean(screen: Screen, cast: Cast) -> None:
    approval = _costly(cast)
    begin(cast, rule(stage("manager"), name="Sem gestor"))
    today = clock.today()
    actions.delegate(cast.actor("marina"), cast.people["lucia"].pk, today, today, "Férias")
    actions.delegate(
        SYSTEM, cast.people["beto"].pk, today, today, person_id=cast.people["lucia"].pk
    )
    kept, goes_on = approval.version.rule_id, _refused(cast)
    ways = {
        "rita": (
            f"/aprovacoes/{approval.pk}/",
            "/aprovacoes/",
            f"/aprovar/{link(approval, cast, 'rita')}/",
        ),
        "ana": (f"/desk/tickets/{goes_on}/",),
        "carlos": (f"/chamados/{goes_on}/",),
        "beto": (
            "/aprovacoes/?show=kept",
            "/aprovacoes/ausencia/",
            "/administracao/aprovacoes/",
            f"/administracao/aprovacoes/{kept}/",
            f"/aprovar/{link(approval, cast, 'lucia')}/",
        ),
    }
    assert faults_of(screen, ways, unfold=".ask-again") == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_decides_by_its_link(screen: Screen, cast: Cast, *, script: bool) -> None:
    approval = _costly(cast)
    page = screen.page(width=360, script=script)
    page.goto(f"/aprovar/{link(approval, cast, 'rita')}/", wait_until="load")
    page.check("input[value=approved]", force=True)
    page.fill("textarea[name=reason]", "Pode comprar.")
    page.click("button[value=code]")
    page.wait_for_selector("[role=status]")
    assert page.input_value("textarea[name=reason]") == "Pode comprar."
    page.fill("input[name=code]", code_of("rita@boapraca.example"))
    page.focus("button[value=decide]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".approve-mark.is-done")
    decided = Ask.objects.get(approver=cast.people["rita"])
    assert (decided.decision, decided.way, decided.reason) == ("approved", "link", "Pode comprar.")
    assert page.context.cookies() == []
