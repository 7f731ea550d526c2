"""Coming back to a ticket, and the time spent on it, where the ticket is."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from balcao.core import clock
from balcao.service.agenda import actions
from balcao.service.agenda.models import FollowUp, Snooze, TimeEntry, Watch
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import PART
from tests.statements import counted


def address(ticket: Ticket, act: str = "") -> str:
    return f"/desk/tickets/{ticket.protocol}/{act}"


def soon(**told: float) -> str:
    return (clock.now() + timedelta(**told)).isoformat()


def test_a_follow_up_is_set_from_the_ticket_and_stands_beside_it(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac")
    menu = marina.get(address(ticket, "later/"), headers={**PART, "HX-Target": "div#later-choices"})
    assert "<html" not in menu.content.decode()
    assert 'name="what"' in menu.content.decode()
    told = {"what": "remind", "words": "ligar para João", "when": soon(hours=1), "at": ""}
    answer = marina.post(address(ticket, "later/"), told)
    assert answer["Location"] == address(ticket)
    assert FollowUp.objects.get().words == "ligar para João"
    assert "ligar para João" in marina.get(address(ticket, "context/")).content.decode()
    part = marina.get(
        address(ticket, "context/"), headers={**PART, "HX-Target": "section#own-time"}
    ).content.decode()
    assert "ligar para João" in part
    assert "<section" not in part


def test_a_ticket_is_snoozed_from_its_page(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    told = {"what": "snooze", "words": "a peça chega", "at": "", "when": soon(days=1)}
    marina.post(address(ticket, "later/"), told)
    ticket.refresh_from_db()
    assert (ticket.status, Snooze.objects.get().reason) == ("on_hold", "a peça chega")
    assert "a peça chega" in marina.get(address(ticket, "context/")).content.decode()
    for wrong in ({"when": ""}, {"when": soon(hours=-1)}, {"words": ""}, {"at": "amanhã"}):
        assert marina.post(address(ticket, "later/"), {**told, **wrong}).status_code == 422


def test_what_is_due_calls_from_the_list_for_me(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá sem pé")
    me = cast.actor("marina")
    due = actions.remind(me, ticket.pk, clock.now() + timedelta(seconds=1), "ligar hoje")
    assert "Sofá sem pé" not in marina.get("/desk/lists/for_me/").content.decode()
    FollowUp.objects.update(at=clock.now())
    text = marina.get("/desk/lists/for_me/").content.decode()
    assert "Sofá sem pé" in text
    assert "ligar hoje" in text
    actions.finish(me, due.pk)
    assert "Sofá sem pé" not in marina.get("/desk/lists/for_me/").content.decode()


def test_an_open_page_says_that_it_is_worked_on_and_not_how_long(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac")
    assert (
        f'data-watching="{address(ticket, "watching/")}"'
        in marina.get(address(ticket)).content.decode()
    )
    assert marina.post(address(ticket, "watching/"), {"begins": "1"}).status_code == 204
    Watch.objects.update(last_at=clock.now() - timedelta(seconds=30))
    told = {"seconds": "9000", "minutes": "900", "begins": ""}
    assert marina.post(address(ticket, "watching/"), told).status_code == 204
    assert 30 <= TimeEntry.objects.get().counted_seconds <= 45
    assert marina.get(address(ticket, "watching/")).status_code == 405
    hidden = cast.ticket("ana", "rh")
    assert marina.post(address(hidden, "watching/")).status_code == 404


def test_a_sign_costs_few_statements(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    marina.post(address(ticket, "watching/"), {"begins": "1"})
    Watch.objects.update(last_at=clock.now() - timedelta(seconds=30))
    assert counted(lambda: marina.post(address(ticket, "watching/"))) <= 10


def test_a_correction_shows_both_figures_and_refuses_more_than_the_day(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac")
    me, now = cast.actor("marina"), clock.now()
    actions.count(me, ticket.pk, begins=True, now=now - timedelta(seconds=44))
    actions.count(me, ticket.pk, now=now)
    told = {"on": str(clock.today() - timedelta(days=1)), "minutes": "15", "reason": "por telefone"}
    answer = marina.post(address(ticket, "time/"), told, follow=True)
    text = answer.content.decode()
    for shown in ("44 s", "15 min", "por telefone"):
        assert shown in text, shown
    for wrong in ({"minutes": "-1"}, {"minutes": "9999"}, {"reason": " "}, {"on": "2999-01-01"}):
        refused = marina.post(address(ticket, "time/"), {**told, **wrong})
        assert refused.status_code == 422
    stranger = marina.post(address(cast.ticket("ana", "rh"), "time/"), told)
    assert stranger.status_code == 404


def test_a_list_narrows_by_its_address(cast: Cast, marina: Client) -> None:
    cast.ticket("joao", "sac", "Sofá sem pé")
    team = cast.teams["sac"].pk
    shown = marina.get(f"/desk/lists/teams/?team={team}&agent=0&only=open").content.decode()
    assert "Sofá sem pé" in shown
    assert f'hx-get="/desk/lists/teams/?team={team}&amp;agent=0&amp;only=open"' in shown
    assert "Sofá sem pé" not in marina.get("/desk/lists/teams/?only=overdue").content.decode()
    for wrong in ("team=x", "only=nada", "agent=-1"):
        assert marina.get(f"/desk/lists/teams/?{wrong}").status_code == 404


def test_a_persons_page_has_no_time_of_a_ticket(cast: Cast, marina: Client) -> None:
    cast.ticket("joao", "sac")
    answer = marina.get(f"/desk/people/{cast.people['joao'].pk}/")
    assert answer.status_code == 200
    assert "own-time" not in answer.content.decode()
