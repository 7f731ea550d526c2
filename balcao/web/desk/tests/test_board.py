from __future__ import annotations

import re

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from tests.cast import Cast
from tests.signing import PART, SignIn

from .conftest import counted

SESSION_AND_RIGHTS = 2
BUDGET = 6


def test_a_list_shows_what_one_handles_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    cast.ticket("joao", "sac", "Sofá quebrado")
    cast.ticket("ana", "rh", "Assunto sigiloso")
    shown = sign_in("marina").get("/desk/lists/all/").content.decode()
    assert "Sofá quebrado" in shown
    assert "sigiloso" not in shown
    assert "sigiloso" in sign_in("paulo").get("/desk/lists/all/").content.decode()


def test_a_ticket_of_another_team_looks_like_none_at_all(cast: Cast, sign_in: SignIn) -> None:
    there = cast.ticket("joao", "sac").protocol
    elsewhere = sign_in("ana").get(f"/desk/tickets/{there}/")
    nowhere = sign_in("ana").get("/desk/tickets/202600999999/")
    assert (elsewhere.status_code, nowhere.status_code) == (404, 404)
    assert re.sub(rb"\d+", b"", elsewhere.content) == re.sub(rb"\d+", b"", nowhere.content)


@pytest.mark.parametrize("name", ["joao", "carlos", "lucia", "zoe"])
def test_whoever_is_no_agent_has_no_desk(sign_in: SignIn, name: str) -> None:
    assert sign_in(name).get("/desk/").status_code == 404


def test_without_a_session_the_way_leads_to_the_entrance_and_back(db: None) -> None:
    answer = Client().get("/desk/lists/mine/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fdesk%2Flists%2Fmine%2F")
    part = Client().get("/desk/lists/mine/", headers=PART)
    assert "/entrar/" in part["HX-Redirect"]


def test_every_view_says_exactly_how_many_it_holds(cast: Cast, marina: Client) -> None:
    first, second = cast.ticket("joao", "sac"), cast.ticket("zoe", "sac")
    actions.assign(cast.actor("marina"), first.pk, cast.people["marina"].pk)
    actions.resolve(cast.actor("marina"), second.pk)
    shown = marina.get("/desk/").content.decode()
    counts = dict(re.findall(r'lists/(\w+)/".*?class="count[^"]*">(\d+)<', shown, re.S))
    assert (counts["mine"], counts["unassigned"], counts["all"]) == ("1", "0", "2")
    assert (counts["teams"], counts["resolved"]) == ("1", "1")


def test_a_part_that_asks_gets_only_itself(cast: Cast, marina: Client) -> None:
    protocol = cast.ticket("joao", "sac", "Sofá quebrado").protocol
    rows = marina.get("/desk/lists/all/", headers={**PART, "HX-Target": "section#pane-list"})
    story = marina.get(
        f"/desk/tickets/{protocol}/", headers={**PART, "HX-Target": "div#ticket-live"}
    )
    for answer in (rows, story):
        assert "Sofá quebrado" in answer.content.decode()
        assert b"<html" not in answer.content
        assert "HX-Target" in answer["Vary"]
    assert b'class="composer"' not in story.content


def test_the_start_stays_the_start_when_its_views_are_drawn_again(marina: Client) -> None:
    whole = marina.get("/desk/").text
    asks = re.search(r'id="pane-views".*?hx-get="([^"]+)"', whole)
    assert asks is not None
    again = marina.get(asks[1], headers={**PART, "HX-Target": "nav#pane-views"}).text
    assert '<h1 class="views-heading' in again
    assert "aria-current" not in again


@pytest.mark.parametrize("address", ["/desk/", "/desk/lists/all/", "/desk/lists/for_me/"])
def test_a_list_asks_as_much_for_two_rows_as_for_sixty(
    cast: Cast, marina: Client, address: str
) -> None:
    for _ in range(2):
        cast.ticket("joao", "sac")
    marina.get(address)
    with counted() as few:
        marina.get(address)
    for _ in range(58):
        cast.ticket("joao", "sac")
    with counted() as many:
        marina.get(address)
    assert len(many) == len(few) <= SESSION_AND_RIGHTS + BUDGET


def test_a_ticket_asks_as_much_for_two_messages_as_for_forty(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    address = f"/desk/tickets/{ticket.protocol}/"
    marina.get(address)
    with counted() as few:
        marina.get(address)
    for number in range(40):
        actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said(f"Mais uma: {number}"))
    with counted() as many:
        shown = marina.get(address)
    assert shown.content.count(b"message-incoming") == 41
    assert len(many) == len(few) <= SESSION_AND_RIGHTS + BUDGET


def test_older_rows_follow_by_a_link_without_repeating_any(cast: Cast, marina: Client) -> None:
    made = {cast.ticket("joao", "sac").protocol for _ in range(53)}
    first = marina.get("/desk/lists/all/").content.decode()
    further = re.search(r'id="more"><a[^>]* href="([^"]+)"', first)
    assert further
    second = marina.get(further[1]).content.decode()
    shown = [re.findall(r'data-protocol="(\d{12})"', page) for page in (first, second)]
    assert len(shown[0]) == 50
    assert sorted(shown[0] + shown[1]) == sorted(made)


def test_the_context_tells_who_asks_and_that_the_rest_is_unknown(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá")
    earlier = cast.ticket("joao", "sac", "Mesa bamba")
    shown = marina.get(f"/desk/tickets/{ticket.protocol}/context/").content.decode()
    assert "João Souza" in shown
    assert "joao@cliente.example" in shown
    assert earlier.protocol in shown
    assert 'class="unknown unknown-list"' in shown


def test_the_context_keeps_the_other_hats_to_itself(cast: Cast, sign_in: SignIn) -> None:
    asked_inside = cast.ticket("ana", "rh", "Férias")
    cast.ticket("ana", "ti", "Teclado")
    shown = sign_in("paulo").get(f"/desk/tickets/{asked_inside.protocol}/context/")
    assert "Teclado" not in shown.content.decode()
