"""Presence, the next ticket, why it went where it went, and how fair that is, as pages."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from balcao.core.actor import SYSTEM
from balcao.service.routing import actions
from balcao.service.routing.models import Presence
from balcao.service.routing.next_best import PULL_LABELS
from balcao.service.routing.rules import PASSED_LABELS, WHY_LABELS
from balcao.service.routing.tests.desk import automatic, here, owner, route
from balcao.service.tickets import actions as tickets
from balcao.web.components.presence import STATES
from tests.cast import Cast
from tests.signing import PART, SignIn


def _said(words: object) -> str:
    """As a reader of Portuguese reads it."""
    with translation.override("pt-br"):
        return str(words)


def test_presence_is_set_from_the_menu_and_told(cast: Cast, sign_in: SignIn) -> None:
    marina = sign_in("marina")
    told = {"state": "break", "reason": "café"}
    head = {**PART, "HX-Target": "div#presence"}
    answer = marina.post("/desk/presence/", told, headers=head, follow=True)
    assert "<html" not in answer.content.decode()
    assert (
        _said(STATES["break"].label)
        in json.loads(answer["HX-Trigger"])["toast"]["messages"][0]["text"]
    )
    assert (Presence.objects.get().state, Presence.objects.get().reason) == ("break", "café")
    assert "café" in sign_in("rita").get("/desk/presence/").content.decode()
    assert "café" not in sign_in("ana").get("/desk/presence/").content.decode()


def test_the_menu_stands_on_every_page_of_who_answers_and_on_nobody_else_s(
    cast: Cast, sign_in: SignIn
) -> None:
    assert 'id="presence"' in sign_in("marina").get("/desk/").content.decode()
    assert 'id="presence"' not in sign_in("beto").get("/administracao/").content.decode()
    for name in ("beto", "lucia", "joao"):
        assert sign_in(name).get("/desk/presence/").status_code == 404
    assert sign_in("marina").post("/desk/presence/", {"state": "asleep"}).status_code == 422


def test_a_page_is_a_sign_of_life(cast: Cast, sign_in: SignIn) -> None:
    here(cast, "marina")
    actions.lapse(SYSTEM)
    sign_in("marina").get("/desk/")
    assert Presence.objects.get().misses == 0


def test_who_signs_out_goes_away(cast: Cast, sign_in: SignIn) -> None:
    here(cast, "marina")
    sign_in("marina").post("/sair/")
    assert Presence.objects.get().state == "away"


def test_the_next_ticket_is_shown_with_its_reasons_taken_and_opened(
    cast: Cast, sign_in: SignIn
) -> None:
    marina = sign_in("marina")
    assert "Nada espera por você" in marina.get("/desk/next/").content.decode()
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    tickets.set_priority(cast.actor("rita"), ticket.pk, 3, 3)
    shown = marina.get("/desk/next/").content.decode()
    assert "Sofá quebrado" in shown
    assert _said(PULL_LABELS["urgent"]) in shown
    answer = marina.post(f"/desk/tickets/{ticket.protocol}/take/")
    assert answer["Location"] == f"/desk/tickets/{ticket.protocol}/"
    assert owner(cast, ticket) == "marina"
    gone = sign_in("rita").post(f"/desk/tickets/{ticket.protocol}/take/")
    assert gone.status_code == 422


def test_passing_a_ticket_on_needs_a_reason(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    marina = sign_in("marina")
    assert marina.post(f"/desk/tickets/{ticket.protocol}/skip/", {"reason": " "}).status_code == 422
    answer = marina.post(f"/desk/tickets/{ticket.protocol}/skip/", {"reason": "Sem tempo"})
    assert answer["Location"] == "/desk/next/"
    assert "Sofá quebrado" not in marina.get("/desk/next/").content.decode()
    told = sign_in("rita").get("/desk/fairness/").content.decode()
    assert "Sem tempo" in told
    assert "Sofá quebrado" in told


def test_why_a_ticket_was_given_is_said_on_the_ticket(cast: Cast, sign_in: SignIn) -> None:
    automatic(cast)
    here(cast, "marina")
    ticket = cast.ticket("joao", "sac")
    rita = sign_in("rita")
    waiting = rita.get(f"/desk/tickets/{ticket.protocol}/why/").content.decode()
    assert "Marina Alves" in waiting
    assert _said(WHY_LABELS["only_one"]) in waiting
    route()
    told = rita.get(f"/desk/tickets/{ticket.protocol}/why/").content.decode()
    assert _said(WHY_LABELS["only_one"]) in told
    assert "Rita Nunes" in told
    assert _said(PASSED_LABELS["away"]) in told
    thread = rita.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert _said(WHY_LABELS["only_one"]) in thread
    choices = rita.get(f"/desk/tickets/{ticket.protocol}/assign/").content.decode()
    assert "/why/" in choices
    assert _said(STATES["available"].label) in choices


@pytest.mark.parametrize("name", ["ana", "paulo", "beto", "lucia", "joao", "zoe"])
def test_pages_of_another_team_s_ticket_are_nobody_s(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    ticket = cast.ticket("joao", "sac")
    client = sign_in(name)
    assert client.get(f"/desk/tickets/{ticket.protocol}/why/").status_code == 404
    for act in ("take", "skip"):
        answer = client.post(f"/desk/tickets/{ticket.protocol}/{act}/", {"reason": "x"})
        assert answer.status_code == 404
    assert client.get("/desk/fairness/").status_code == 404


def test_fairness_is_a_supervisor_s_page(cast: Cast, sign_in: SignIn) -> None:
    automatic(cast)
    here(cast, "marina")
    cast.ticket("joao", "sac")
    route()
    rita = sign_in("rita")
    for days in ("1", "7", "30", "nada"):
        shown = rita.get(f"/desk/fairness/?days={days}").content.decode()
        assert "100 %" in shown
    behind = f"/desk/fairness/{cast.people['marina'].pk}/"
    assert f"{behind}?days=7" in rita.get("/desk/fairness/").content.decode()
    assert "Preciso de ajuda" in rita.get(behind).content.decode()
    assert rita.get(f"/desk/fairness/{cast.people['paulo'].pk}/").status_code == 404
    assert sign_in("marina").get(behind).status_code == 404
    assert sign_in("marina").get("/desk/fairness/").status_code == 404
    assert "/desk/fairness/" in rita.get("/desk/").content.decode()
    assert "/desk/fairness/" not in sign_in("marina").get("/desk/").content.decode()
