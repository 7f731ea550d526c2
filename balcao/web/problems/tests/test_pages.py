"""Problems as pages: who finds them, what they do there, and how all tickets are told."""

from __future__ import annotations

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.problems import looking
from balcao.service.problems.models import Attached, Broadcast, Consent, Letter, Problem
from balcao.service.problems.tests.causing import problem, sent
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.signing import PART, SignIn
from tests.statements import counted

HOME = "/problemas/"
WAYS = {
    "mudar/": {"title": "x"},
    "estado/": {"state": "fixed"},
    "passar/": {"person": ""},
    "chamados/": {"protocols": "1"},
    "chamados/soltar/": {"protocol": "1"},
    "mensagem/": {"external": "x"},
}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João asked SAC about his invoice."""
    return cast.ticket("joao", "sac", "Erro na nota fiscal")


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _send(client: Client, made: Problem, **words: str) -> str:
    """Look at it and send it; the address of what follows."""
    address, told = f"{HOME}{made.pk}/mensagem/", {"then": "keep", **words}
    looked = client.post(address, told).content.decode()
    seen = looked.split('name="seen" value="')[1].split('"')[0]
    return client.post(address, {**told, "step": "send", "seen": seen})["Location"]


def test_a_problem_is_opened_from_a_ticket_and_begins_with_it(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    form = _text(marina, f"{HOME}novo/?ticket={ticket.protocol}")
    assert "Erro na nota fiscal" in form
    told = {"title": "Nota não sai", "team": cast.teams["sac"].pk, "ticket": ticket.protocol}
    assert marina.post(f"{HOME}novo/", {**told, "title": " "}).status_code == 422
    made = marina.post(f"{HOME}novo/", told)
    found = Problem.objects.get()
    assert made["Location"] == f"{HOME}{found.pk}/"
    assert Attached.objects.get().ticket_id == ticket.pk
    assert "Erro na nota fiscal" in _text(marina, made["Location"])


def test_others_than_agents_find_nothing(cast: Cast, sign_in: SignIn, ticket: Ticket) -> None:
    made = problem(cast, ticket)
    for name in ("joao", "carlos", "lucia", "beto", "zoe"):
        client = sign_in(name)
        for path in (
            HOME,
            f"{HOME}{made.pk}/",
            f"{HOME}novo/",
            f"{HOME}chamado/{ticket.protocol}/",
        ):
            assert client.get(path).status_code == 404
        for way, form in WAYS.items():
            assert client.post(f"{HOME}{made.pk}/{way}", form).status_code == 404


def test_a_confidential_team_s_problem_is_nobody_else_s(cast: Cast, sign_in: SignIn) -> None:
    made = problem(cast, cast.ticket("ana", "rh"), team="rh")
    marina = sign_in("marina")
    assert marina.get(f"{HOME}{made.pk}/").status_code == 404
    for way, form in WAYS.items():
        assert marina.post(f"{HOME}{made.pk}/{way}", form).status_code == 404
    assert made.title not in _text(marina, f"{HOME}?show=all")
    assert made.title in _text(sign_in("paulo"), f"{HOME}?show=all")


def test_who_may_not_change_it_is_told_so(cast: Cast, marina: Client) -> None:
    made = problem(cast)
    assert marina.get(f"{HOME}{made.pk}/mudar/").status_code == 404
    assert marina.post(f"{HOME}{made.pk}/estado/", {"state": "fixed"}).status_code == 403
    assert "/estado/" not in _text(marina, f"{HOME}{made.pk}/")


def test_it_is_written_searched_moved_and_given(cast: Cast, ana: Client) -> None:
    made = problem(cast)
    form = {"title": "NF-e parada", "cause": "", "workaround": "", "version": made.version}
    assert ana.post(f"{HOME}{made.pk}/mudar/", form).status_code == 302
    assert ana.post(f"{HOME}{made.pk}/mudar/", form | {"title": "y"}).status_code == 409
    refused = ana.post(f"{HOME}{made.pk}/estado/", {"state": "known_error"})
    assert refused.status_code == 422
    written = {"title": "NF-e", "cause": "Certificado", "workaround": "Pelo site", "symptom": ""}
    ana.post(f"{HOME}{made.pk}/mudar/", {**written, "version": 2})
    assert ana.post(f"{HOME}{made.pk}/estado/", {"state": "known_error"}).status_code == 302
    ana.post(f"{HOME}{made.pk}/passar/", {"person": cast.people["ana"].pk})
    made.refresh_from_db()
    assert (made.state, made.owner_id) == ("known_error", cast.people["ana"].pk)
    assert "Pelo site" in _text(ana, f"{HOME}?q=CERTIFICADO")
    assert "Pelo site" not in _text(ana, f"{HOME}?q=impressora")
    assert ana.get(f"{HOME}?cursor=nonsense").status_code == 422


def test_tickets_are_added_by_protocol_in_any_notation(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    made, digits = problem(cast), ticket.protocol
    address = f"{HOME}{made.pk}/chamados/"
    hidden = cast.ticket("ana", "rh").protocol
    for wrong in ("", "abc", hidden, f"{digits}\n{hidden}"):
        assert marina.post(address, {"protocols": wrong}).status_code == 422
    told = f" {digits[:4]}.{digits[4:8]} {digits[8:]} ,{digits}"
    assert marina.post(address, {"protocols": told}).status_code == 302
    assert Attached.objects.get().ticket_id == ticket.pk
    assert marina.post(f"{address}soltar/", {"protocol": digits}).status_code == 302
    assert not Attached.objects.exists()
    assert marina.post(f"{address}soltar/", {"protocol": hidden}).status_code == 404


def test_all_are_told_after_a_look_and_it_is_followed(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    made = problem(cast, ticket)
    address = f"{HOME}{made.pk}/mensagem/"
    assert "João" not in _text(marina, address)
    assert marina.post(address, {"then": "keep"}).status_code == 422
    words = {"external": "Olá, {{cliente}}. Já sabemos.", "then": "on_hold"}
    looked = marina.post(address, words).content.decode()
    assert "Olá, João. Já sabemos." in looked
    assert words["external"] in marina.post(address, {**words, "step": "write"}).content.decode()
    assert not Broadcast.objects.exists()
    seen = looked.split('name="seen" value="')[1].split('"')[0]
    assert marina.post(address, {**words, "step": "send", "seen": "other"}).status_code == 409
    went = marina.post(address, {**words, "step": "send", "seen": seen})
    broadcast = Broadcast.objects.get()
    assert went["Location"] == f"{HOME}mensagens/{broadcast.pk}/"
    assert "every 2s" in _text(marina, went["Location"])
    sent(broadcast)
    done = _text(marina, went["Location"])
    assert "every 2s" not in done
    assert Message.objects.filter(ticket=ticket, body="Olá, João. Já sabemos.").exists()
    ticket.refresh_from_db()
    assert ticket.status == "on_hold"
    assert "Já sabemos" in _text(marina, f"{HOME}{made.pk}/")
    part = marina.get(went["Location"], headers={**PART, "HX-Target": "x#broadcast-progress"})
    assert part.content.decode().startswith("<section")


def test_another_team_agrees_with_one_click_and_the_sender_sees_how_far_it_is(
    cast: Cast, sign_in: SignIn, ticket: Ticket
) -> None:
    made = problem(cast, ticket, cast.ticket("joao", "sac"))
    marina, ana, rita = sign_in("marina"), sign_in("ana"), sign_in("rita")
    address = f"{HOME}{made.pk}/mensagem/"
    assert "2 chamados são delas" in _text(ana, address)
    looked = ana.post(address, {"external": "Já sabemos.", "asks_others": "1"}).content.decode()
    assert "Vamos pedir às outras equipes" in looked
    went = _send(ana, made, external="Já sabemos.", asks_others="1")
    sent(Broadcast.objects.get())
    Broadcast.objects.update(begins_at=clock.now())
    assert "consultada" in _text(ana, went)
    number = Consent.objects.get().pk
    agree = f"{HOME}pedidos/{number}/aceitar/"
    assert agree not in _text(ana, HOME)
    assert ana.post(agree).status_code == 404
    for page in (HOME, f"{HOME}{made.pk}/"):
        assert agree in _text(marina, page)
        assert "Já sabemos." in _text(marina, page)
    there = marina.post(agree)["Location"]
    assert "every 2s" in _text(marina, there)
    sent(Broadcast.objects.latest("pk"))
    assert Message.objects.filter(ticket=ticket, body="Já sabemos.").count() == 1
    assert "autorizou" in _text(ana, went)
    assert rita.post(f"{HOME}pedidos/{number}/recusar/").status_code in {302, 409}
    assert Consent.objects.get().state == "given"


def test_it_is_taken_back_by_the_button_of_the_toast(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    made = problem(cast, ticket)
    went = _send(marina, made, external="Já sabemos.")
    page = _text(marina, went)
    stop = f"{went}parar/"
    assert stop in page
    assert marina.post(stop).status_code == 302
    assert Letter.objects.get().state == "stopped"
    assert marina.post(stop).status_code == 302


def test_words_sent_by_one_team_are_offered_to_the_next(
    cast: Cast, sign_in: SignIn, ticket: Ticket
) -> None:
    made = problem(cast, ticket, cast.ticket("carlos", "ti", "Nota"))
    marina, ana = sign_in("marina"), sign_in("ana")
    _send(marina, made, external="A clientes")
    sent(Broadcast.objects.get())
    assert "A clientes" not in _text(ana, f"{HOME}{made.pk}/")
    assert ana.get(f"{HOME}mensagens/{Broadcast.objects.get().pk}/").status_code == 404
    assert "A clientes" in _text(marina, f"{HOME}{made.pk}/")
    cast_more = cast.ticket("joao", "sac", "Mais um")
    marina.post(f"{HOME}{made.pk}/chamados/", {"protocols": cast_more.protocol})
    assert "A clientes" in _text(marina, f"{HOME}{made.pk}/mensagem/?again=1")


def test_suggestions_are_taken_and_declined(cast: Cast, marina: Client) -> None:
    for _n in range(6):
        cast.ticket("joao", "sac", "Boleto vencido errado")
    looking.look()
    page = _text(marina, HOME)
    assert "Boleto vencido errado" in page
    number = page.split("/sugestoes/")[1].split("/")[0]
    assert marina.post(f"{HOME}sugestoes/{number}/aceitar/", {"title": " "}).status_code == 302
    assert not Problem.objects.exists()
    assert marina.post(f"{HOME}sugestoes/{number}/aceitar/", {"title": "Boleto"}).status_code == 302
    assert Attached.objects.count() == 6
    assert marina.post(f"{HOME}sugestoes/{number}/descartar/").status_code == 302
    assert marina.post(f"{HOME}sugestoes/987654/descartar/").status_code == 404


def test_beside_a_ticket_it_is_joined_in_one_click(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    made = problem(cast)
    hidden = problem(cast, team="rh")
    part = f"/desk/tickets/{ticket.protocol}/ao-lado/problemas/"
    join = f"{HOME}chamado/{ticket.protocol}/juntar/"
    assert made.title in _text(marina, part)
    assert marina.post(join, {"problem": hidden.pk}).status_code == 404
    joined = marina.post(join, {"problem": made.pk})
    assert joined["Location"] == f"/desk/tickets/{ticket.protocol}/"
    assert Attached.objects.get().problem_id == made.pk
    assert "juntar" not in _text(marina, part)


def test_a_problem_of_many_tickets_costs_as_many_statements_as_one_of_two(
    cast: Cast, marina: Client
) -> None:
    few = problem(cast, *(cast.ticket("joao", "sac") for _n in range(2)))
    many = problem(cast, *(cast.ticket("joao", "sac") for _n in range(25)))
    for path in ("", "mensagem/"):
        marina.get(f"{HOME}{few.pk}/{path}")
        small = counted(lambda path=path: marina.get(f"{HOME}{few.pk}/{path}"))  # type: ignore[misc]
        assert counted(lambda path=path: marina.get(f"{HOME}{many.pk}/{path}")) == small  # type: ignore[misc]
    marina.get(HOME)
    small = counted(lambda: marina.get(HOME))
    for _n in range(5):
        problem(cast)
    assert counted(lambda: marina.get(HOME)) == small


def test_what_has_ended_is_shown_without_its_buttons(
    cast: Cast, ana: Client, ticket: Ticket
) -> None:
    made = problem(cast, ticket)
    tickets.resolve(SYSTEM, ticket.pk)
    ana.post(f"{HOME}{made.pk}/estado/", {"state": "fixed"})
    page = _text(ana, f"{HOME}{made.pk}/")
    assert f"{HOME}{made.pk}/chamados/" not in page
    assert f"{HOME}{made.pk}/mensagem/" not in page
    assert made.title in _text(ana, f"{HOME}?show=ended")
