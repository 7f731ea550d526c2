"""Ana works in IT, asks HR for something and buys in the shop: one person, three hats, no leak."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils.html import strip_tags

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token
from balcao.register.people import actions as people
from balcao.service.delivery.tests.letters import letter, take
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import SignIn

HOME, WORK = "ana@casa.example", "ana@boapraca.example"
BOUGHT, ASKED, WORKED = "Cadeira quebrada", "Minhas férias", "Impressora parada"
NOTES = {BOUGHT: "notaloja", ASKED: "notarh", WORKED: "notati"}


@pytest.fixture
def tickets(cast: Cast) -> dict[str, Ticket]:
    """Ana's two tickets by mail, one Carlos asked IT, and a note in each."""
    people.add_handle(SYSTEM, cast.people["ana"].pk, "email", HOME, is_verified=True)
    people.begin_relationship(SYSTEM, cast.people["ana"].pk, "customer")
    take(letter(HOME, "sac@boapraca.example", BOUGHT, "Uma perna quebrou."), "sac@boapraca.example")
    take(letter(WORK, "rh@boapraca.example", ASKED, "Quero tirar em maio."), "rh@boapraca.example")
    found = {ticket.subject: ticket for ticket in Ticket.objects.all()}
    found[WORKED] = cast.ticket("carlos", "ti", WORKED)
    for subject, ticket in found.items():
        actions.note(SYSTEM, ticket.pk, Said(NOTES[subject]))
    return found


def test_it_is_one_person_with_a_ticket_on_each_side(
    cast: Cast, tickets: dict[str, Ticket]
) -> None:
    ana = cast.people["ana"].pk
    assert tickets[BOUGHT].requester_id == tickets[ASKED].requester_id == ana
    assert (tickets[BOUGHT].side, tickets[ASKED].side) == ("external", "internal")


@pytest.mark.parametrize(
    ("level", "hat", "page", "read"),
    [
        ("strong", "internal", "/chamados/", {ASKED}),
        ("strong", "external", "/chamados/", {BOUGHT}),
        ("link", "", "/chamados/", {BOUGHT}),
        ("strong", "", "/desk/lists/all/", {WORKED}),
    ],
)
def test_each_hat_lists_its_own(
    tickets: dict[str, Ticket], sign_in: SignIn, level: str, hat: str, page: str, read: set[str]
) -> None:
    shown = sign_in("ana", level, hat).get(page).content.decode()
    assert {subject for subject in tickets if subject in shown} == read
    assert not any(note in shown for subject, note in NOTES.items() if subject != WORKED)


def test_an_agent_reads_notes_of_her_team_and_of_no_other(
    tickets: dict[str, Ticket], sign_in: SignIn
) -> None:
    ana = sign_in("ana")
    for subject, ticket in tickets.items():
        pages = (f"/desk/tickets/{ticket.protocol}/", f"/chamados/{ticket.protocol}/")
        shown = "".join(ana.get(page).content.decode() for page in pages)
        assert (NOTES[subject] in shown) is (subject == WORKED)


def test_a_link_to_her_private_mailbox_never_shows_the_inside(
    tickets: dict[str, Ticket], sign_in: SignIn
) -> None:
    ana = sign_in("ana", "link")
    for page in (f"/chamados/{tickets[ASKED].protocol}/", "/desk/", "/administracao/"):
        assert ana.get(page).status_code == 404
    told = ana.get("/").content.decode() + ana.get("/novo/").content.decode()
    assert not any(word in told for word in ("/lado/", "rh@", "/desk/"))
    # Random tokens of the page may hold the letters of a team: only what is read counts.
    assert "RH" not in strip_tags(told)


def test_her_tokens_are_as_strong_as_their_addresses(
    cast: Cast, tickets: dict[str, Ticket]
) -> None:
    def listed(address: str) -> set[str]:
        secret = issue_token(SYSTEM, address)
        answer = Client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {secret}"})
        return {item["subject"] for item in json.loads(answer.content)["items"]}

    assert listed(HOME) == {BOUGHT}
    assert listed(WORK) == {BOUGHT, ASKED, WORKED}


def test_her_last_day_closes_the_inside_and_leaves_the_shop(
    cast: Cast, tickets: dict[str, Ticket], sign_in: SignIn
) -> None:
    ana = sign_in("ana")
    assert ana.get("/desk/").status_code == 200
    people.end_relationship(SYSTEM, cast.people["ana"].relationships.get(kind="employee").pk)
    assert ana.get("/desk/").status_code in {302, 404}
    assert ana.get(f"/chamados/{tickets[ASKED].protocol}/").status_code in {302, 404}
    again = sign_in("ana", "link")
    assert BOUGHT in again.get("/chamados/").content.decode()


def test_the_shops_agents_know_her_as_a_customer_only(
    cast: Cast, tickets: dict[str, Ticket], sign_in: SignIn
) -> None:
    marina = sign_in("marina")
    page = f"/desk/tickets/{tickets[BOUGHT].protocol}/"
    shown = marina.get(page).content.decode() + marina.get(f"{page}context/").content.decode()
    shown += marina.get(f"/desk/people/{cast.people['ana'].pk}/").content.decode()
    assert HOME in shown
    assert WORK not in shown
    assert ASKED not in shown
