"""Asking another area by page, what each reads of it, and the report of waits."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.insights.inner.tests.rounds import answered_round
from balcao.listening.asking.tests.asking import occasion
from balcao.listening.results.tests.counting import rated, settle
from balcao.service.between.models import Linked, Wait
from balcao.service.between.tests.conftest import NOON, Ask
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/entre-areas/"
PART = {"HX-Request": "true", "HX-Target": "section#beside-areas"}


def at(ticket: Ticket) -> str:
    return f"{HOME}chamado/{ticket.protocol}/"


def test_marina_asks_and_everybody_reads_what_is_theirs(
    company: Cast, ticket: Ticket, sign_in: SignIn
) -> None:
    marina = sign_in("marina")
    page = marina.get(at(ticket)).content.decode()
    assert "Cobrança" in page
    assert "sac@" not in page
    form = {
        "inbox": company.inboxes["fin"].pk,
        "subject": "Estorno",
        "body": "Podem?",
        "waits": "1",
    }
    sent = marina.post(f"{at(ticket)}pedir/", form)
    assert (sent.status_code, sent["Location"]) == (302, at(ticket))
    linked = Linked.objects.get()
    inner = Ticket.objects.get(pk=linked.inner_id)
    assert f"/chamados/{inner.protocol}/" in marina.get(at(ticket)).content.decode()
    tickets.reply(company.actor("bruno"), inner.pk, Said("Estornado hoje."), then="open")
    rita = sign_in("rita").get(at(ticket)).content.decode()
    assert "Estornado hoje." in rita
    assert inner.protocol not in rita
    part = marina.get(
        f"/desk/tickets/{ticket.protocol}/ao-lado/areas/", headers=PART
    ).content.decode()
    assert "<html" not in part
    assert "Estornado hoje." in part
    bruno = sign_in("bruno").get(at(inner)).content.decode()
    assert "SAC" in bruno
    assert ticket.protocol not in bruno
    joao = sign_in("joao").get(f"/chamados/{ticket.protocol}/andamento/").content.decode()
    assert "wait-inside" in joao
    for word in ("Cobrança<", "Financeiro", "Estornado", "Bruno", inner.protocol):
        assert word not in joao


def test_a_wrong_form_says_why_and_keeps_what_was_written(
    company: Cast, ticket: Ticket, sign_in: SignIn
) -> None:
    marina = sign_in("marina")
    form = {"inbox": company.inboxes["fin"].pk, "subject": "Estorno", "body": " "}
    sent = marina.post(f"{at(ticket)}pedir/", form)
    assert sent.status_code == 422
    assert 'value="Estorno"' in sent.content.decode()
    unknown = marina.post(f"{at(ticket)}pedir/", {**form, "inbox": "9999", "body": "x"})
    assert unknown.status_code == 422
    assert not Linked.objects.exists()


def test_who_waits_is_changed_by_a_button(ticket: Ticket, ask: Ask, sign_in: SignIn) -> None:
    linked, rita = ask(), sign_in("rita")
    form = {"waits": "0", "protocol": ticket.protocol}
    sent = rita.post(f"{HOME}pedido/{linked.pk}/espera/", form)
    assert sent["Location"] == at(ticket)
    assert Wait.objects.filter(to_at=None).count() == 0
    for name in ("bruno", "ana", "joao"):
        sign_in(name).post(f"{HOME}pedido/{linked.pk}/espera/", {**form, "waits": "1"})
    assert Wait.objects.filter(to_at=None).count() == 0


@pytest.mark.parametrize("name", ["ana", "paulo", "joao", "carlos", "zoe", "lucia"])
def test_others_find_no_ticket_to_ask_for(ticket: Ticket, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    assert client.get(at(ticket)).status_code == 404
    assert client.post(f"{at(ticket)}pedir/", {"subject": "x", "body": "x"}).status_code == 404


def test_the_report_says_how_long_for_whom_and_leads_to_each(
    company: Cast, ask: Ask, sign_in: SignIn
) -> None:
    linked = ask()
    with clock.at(NOON.replace(hour=18, minute=30)):
        tickets.resolve(company.actor("bruno"), linked.inner_id)
        for name in ("rita", "nina", "lucia", "beto"):
            client = sign_in(name)
            page = client.get(HOME).content.decode()
            assert re.search(r"Financeiro</a></h3><p><strong>3\W*h\W*30\W*min", page), name
            way = f"{HOME}{company.teams['fin'].pk}/"
            assert f"{way}?days=30" in page
            told = client.get(way).content.decode()
            assert ("Cobrança em dobro" in told) == (name == "rita")
        assert sign_in("rita").get(f"{HOME}{company.teams['rh'].pk}/").status_code == 404
    for name in ("marina", "bruno", "joao", "zoe"):
        assert sign_in(name).get(HOME).status_code == 404
        assert sign_in(name).get(f"{HOME}{company.teams['fin'].pk}/").status_code == 404


def test_the_report_costs_the_same_for_many_as_for_few(
    company: Cast, ask: Ask, sign_in: SignIn
) -> None:
    ask()
    rita = sign_in("rita")
    with clock.at(NOON):
        rita.get(HOME)
        few = counted(lambda: rita.get(HOME))
        for area in ("ti", "fin", "fin", "ti"):
            ask(area)
        assert counted(lambda: rita.get(HOME)) == few <= 14


def test_the_report_tells_how_colleagues_rate_an_area(cast: Cast, sign_in: SignIn) -> None:
    groups = [{"team": cast.teams["ti"].pk}] * 12
    made = rated(
        [{"csat": 5}] * 12,
        "csat",
        at=clock.now(),
        groups=groups,
        side="internal",
        purpose="internal_service",
        name="Entre nós",
    )
    occasion(made, "resolved")
    beto = sign_in("beto")
    page = beto.get(HOME).content.decode()
    assert f"/resultados/{made.pk}/" in page
    assert "Entre nós" in page
    assert re.search(r'<th scope="row">TI</th>.*12 respostas', page, re.S)


def test_who_asked_stands_by_who_answered_and_a_few_are_told_of_in_no_number(
    cast: Cast, sign_in: SignIn
) -> None:
    wave = answered_round(cast)
    settle(wave)
    with clock.at(wave.closes_at + timedelta(days=40)):
        page = sign_in("lucia").get(HOME).content.decode()
        led = sign_in("rita").get(HOME).content.decode()
    foot = page.index("<tfoot")
    table = page[page.rindex("<caption", 0, foot) : page.index("</table>", foot)]
    assert re.search(r'<th scope="col">SAC</th><th scope="col">TI</th>', table)
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.S))
    of_sac, of_ti = rows["Loja"].split("</td>")[:2]
    assert "<strong>" in of_ti
    assert ("<strong>" in of_sac) != ("visually-hidden" in of_sac)
    if "Vendas" in rows:
        assert "visually-hidden" in rows["Vendas"].split("</td>")[0]  # three people
    assert "between-pairs" in page
    assert "between-crossed" not in led
    assert "Pedidos" in led
