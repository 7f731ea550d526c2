from __future__ import annotations

import json

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import PART, SignIn


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João asked SAC for something."""
    return cast.ticket("joao", "sac", "Sofá quebrado")


def _post(client: Client, ticket: Ticket, act: str, **fields: object) -> int:
    status = client.post(f"/desk/tickets/{ticket.protocol}/{act}/", fields).status_code
    ticket.refresh_from_db()
    return status


def test_a_ticket_is_given_to_a_colleague_and_taken_back(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    choices = marina.get(f"/desk/tickets/{ticket.protocol}/assign/").content.decode()
    assert "Rita Nunes" in choices
    assert "Ana Prado" not in choices
    assert _post(marina, ticket, "assign", agent=cast.people["rita"].pk) == 302
    assert ticket.assignee_id == cast.people["rita"].pk
    _post(marina, ticket, "assign", agent="")
    assert ticket.assignee_id is None


def test_a_transfer_needs_a_reason_and_leads_out_of_what_one_handles(
    cast: Cast, marina: Client, ticket: Ticket
) -> None:
    team = cast.teams["ti"].pk
    assert _post(marina, ticket, "transfer", team=team, reason=" ") == 422
    moved = marina.post(
        f"/desk/tickets/{ticket.protocol}/transfer/", {"team": team, "reason": "É com a TI"}
    )
    assert moved["Location"] == "/desk/"
    assert marina.get(f"/desk/tickets/{ticket.protocol}/").status_code == 404


def test_a_confidential_team_is_not_among_the_choices(marina: Client, ticket: Ticket) -> None:
    shown = marina.get(f"/desk/tickets/{ticket.protocol}/transfer/").content.decode()
    assert ">TI</option>" in shown
    assert ">RH</option>" not in shown


def test_resolving_can_be_undone(marina: Client, ticket: Ticket) -> None:
    _post(marina, ticket, "status", status="open")
    answer = marina.post(
        f"/desk/tickets/{ticket.protocol}/status/",
        {"status": "resolved"},
        headers={**PART, "HX-Target": "div#ticket-live"},
        follow=True,
    )
    toast = json.loads(answer["HX-Trigger"])["toast"]["messages"][0]
    marina.post(toast["undo"])
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_words_of_the_act_do_not_go_to_a_part_that_refreshed_itself(
    marina: Client, ticket: Ticket
) -> None:
    address = f"/desk/tickets/{ticket.protocol}/"
    marina.post(f"{address}note/", {"body": "Visto"})
    part = {**PART, "HX-Target": "div#ticket-live"}
    assert "HX-Trigger" not in marina.get(address, headers={**part, "X-Live": "1"})
    assert "HX-Trigger" in marina.get(address, headers=part)


def test_nobody_overwrites_what_they_have_not_seen(marina: Client, ticket: Ticket) -> None:
    seen = ticket.version
    assert _post(marina, ticket, "kind", kind="complaint", version=seen) == 302
    assert _post(marina, ticket, "priority", impact=3, urgency=3, version=seen) == 409
    assert (ticket.kind, ticket.priority) == ("complaint", 2)
    assert _post(marina, ticket, "priority", impact=3, urgency=3, version=ticket.version) == 302
    assert ticket.priority == 4


def test_tags_and_following_are_kept(marina: Client, ticket: Ticket) -> None:
    _post(marina, ticket, "tags", tags="Entrega, avaria ,")
    _post(marina, ticket, "follow", follows="1")
    shown = marina.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert 'value="avaria, entrega"' in shown
    assert "Sofá quebrado" in marina.get("/desk/lists/for_me/").content.decode()


@pytest.mark.parametrize("fields", [{"team": "x"}, {"team": "9" * 19}, {}])
def test_what_is_no_number_is_refused(
    marina: Client, ticket: Ticket, fields: dict[str, str]
) -> None:
    assert _post(marina, ticket, "transfer", reason="Por isso", **fields) == 422


def test_a_light_agent_reads_and_notes_but_changes_nothing(
    cast: Cast, sign_in: SignIn, ticket: Ticket
) -> None:
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    lucia = sign_in("lucia")
    assert lucia.get(f"/desk/tickets/{ticket.protocol}/").status_code == 200
    assert _post(lucia, ticket, "note", body="Vi") == 302
    assert _post(lucia, ticket, "kind", kind="complaint") == 403
    assert ticket.kind == "request"


def test_each_act_tells_the_story_in_words(cast: Cast, marina: Client, ticket: Ticket) -> None:
    _post(marina, ticket, "assign", agent=cast.people["marina"].pk)
    _post(marina, ticket, "status", status="on_hold")
    marina.cookies["django_language"] = "en"
    shown = marina.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert shown.count('class="event"') == 2


def test_a_light_agent_is_offered_only_what_they_may_do(
    cast: Cast, sign_in: SignIn, ticket: Ticket
) -> None:
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    shown = sign_in("lucia").get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert 'id="note-form"' in shown
    assert 'id="reply-form"' not in shown
    assert 'id="menu-status"' not in shown
