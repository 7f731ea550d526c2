"""Articles beside a ticket: what its agent finds, and what of it may go into the reply."""

from __future__ import annotations

from balcao.service.assets.tests.owning import asset
from balcao.service.catalog.tests.offering import offer
from balcao.service.knowledge.models import Search
from balcao.service.knowledge.tests.writing import BODY, INSIDE, published
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import PART, SignIn
from tests.statements import counted

SESSION_AND_RIGHTS = 2
ALLOWED = 6


def beside(sign_in: SignIn, ticket: Ticket, name: str = "marina", query: str = "") -> str:
    told = {**PART, "HX-Target": "section#beside-artigos"}
    address = f"/desk/tickets/{ticket.protocol}/ao-lado/artigos/{query}"
    response = sign_in(name).get(address, headers=told)
    assert response.status_code == 200
    return response.content.decode()


def test_an_agent_inserts_what_the_requester_may_read(cast: Cast, sign_in: SignIn) -> None:
    published(cast)
    ticket = cast.ticket("joao", "sac", "Garantia", "Meu sofá rasgou, tenho garantia?")
    shown = beside(sign_in, ticket)
    assert "**Como pedir**" in shown
    assert "/ajuda/" in shown
    assert INSIDE not in shown
    assert "João Souza" in shown  # only the parts that he may read


def test_what_the_requester_may_not_read_is_not_offered(cast: Cast, sign_in: SignIn) -> None:
    published(cast, "Alçada de garantia", BODY, ["internal"])
    ticket = cast.ticket("joao", "sac", "Garantia", "Meu sofá rasgou, tenho garantia?")
    shown = beside(sign_in, ticket)
    assert "Alçada de garantia" in shown
    assert "data-insert" not in shown
    internal = cast.ticket("ana", "sac", "Garantia", "Qual é a alçada de garantia?")
    assert "Alçada de garantia" in beside(sign_in, internal)


def test_insiders_get_insiders_parts_on_their_side_alone(cast: Cast, sign_in: SignIn) -> None:
    published(
        cast, "Senha do Wi-Fi", f"Peça.\n\n::: interno\n{INSIDE}\n:::", ["public"], team="sac"
    )
    inside = cast.ticket("carlos", "ti", "Senha do wi-fi", "Qual é a senha?")
    assert INSIDE in beside(sign_in, inside, "ana")
    outside = cast.ticket("ana", "sac", "Senha do wi-fi", "Comprei um sofá, qual é a senha?")
    shown = beside(sign_in, outside)
    assert "Senha do Wi-Fi" in shown
    assert f'data-insert="{INSIDE}' not in shown.replace("\n", "")


def test_agents_search_articles_beside_the_ticket(cast: Cast, sign_in: SignIn) -> None:
    published(cast, "Entrega aos sábados", "Combine com o motorista.")
    ticket = cast.ticket("joao", "sac", "Olá", "Bom dia")
    assert "Entrega aos sábados" not in beside(sign_in, ticket)
    assert "Entrega aos sábados" in beside(sign_in, ticket, query="?q=entregas")


def test_beside_a_ticket_of_others_there_is_nothing(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    for name, wanted in (("ana", "artigos"), ("joao", "artigos"), ("marina", "nada")):
        address = f"/desk/tickets/{ticket.protocol}/ao-lado/{wanted}/"
        assert sign_in(name).get(address).status_code == 404


def test_the_panel_asks_for_each_place_when_it_comes_into_sight(
    cast: Cast, sign_in: SignIn
) -> None:
    ticket = cast.ticket("joao", "sac")
    shown = sign_in("marina").get(f"/desk/tickets/{ticket.protocol}/context/").content.decode()
    assert f'hx-get="/desk/tickets/{ticket.protocol}/ao-lado/artigos/"' in shown


def test_search_over_everything_finds_articles_and_counts_no_name(
    cast: Cast, sign_in: SignIn
) -> None:
    published(cast, "Alçada de garantia", BODY, ["internal"])
    shown = sign_in("marina").get("/desk/search/?q=alçada").content.decode()
    assert "Alçada de garantia" in shown
    assert not Search.objects.exists()


def test_the_search_of_the_desk_keeps_within_its_budget(cast: Cast, sign_in: SignIn) -> None:
    client, numbers = sign_in("marina"), []
    for more in (1, 12):
        for number in range(more):
            published(cast, f"Canoa azul {number}", "Canoa azul.", ["internal"])
            cast.ticket("joao", "sac", "Canoa", "Canoa azul com furo")
            asset(cast, "sac", "Canoa azul")
        client.get("/desk/search/?q=canoa+azul")
        numbers.append(counted(lambda: client.get("/desk/search/?q=canoa+azul")))
    assert numbers[0] == numbers[1] <= SESSION_AND_RIGHTS + ALLOWED


def test_the_search_of_the_desk_leads_to_assets_and_to_what_is_offered(
    cast: Cast, sign_in: SignIn
) -> None:
    kept = asset(cast, "ti", "Canoa")
    offered = offer(cast, "Canoa nova")
    for headers in ({}, {**PART, "HX-Target": "div#suggested"}):
        shown = sign_in("ana").get("/desk/search/?q=canoa", headers=headers).content.decode()
        assert f'href="/ativos/n/{kept.number}/"' in shown
        assert f'href="/pedir/{offered.pk}/"' in shown
