"""The agenda, its acts, and the workload, as pages."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.agenda import actions
from balcao.service.agenda.models import Appointment, FollowUp
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from balcao.service.waiting.models import Callback
from tests.cast import Cast
from tests.signing import PART, SignIn
from tests.statements import counted

AGENDA = "/desk/agenda/"
WORKLOAD = "/desk/workload/"


def follow_up(cast: Cast, words: str = "ligar para João", minutes: float = 1) -> FollowUp:
    ticket = cast.ticket("joao", "sac", "Sofá sem pé")
    at = clock.now() + timedelta(minutes=minutes)
    return actions.remind(cast.actor("marina"), ticket.pk, at, words)


def test_the_day_and_the_week_show_what_comes_to_oneself_alone(cast: Cast, sign_in: SignIn) -> None:
    due = follow_up(cast)
    on = timezone.localtime(due.at).date()
    for address in (f"{AGENDA}?on={on}", f"{AGENDA}?view=week&on={on}"):
        mine = sign_in("marina").get(address).content.decode()
        assert "ligar para João" in mine
        assert "Sofá sem pé" in mine
        assert "ligar para João" not in sign_in("rita").get(address).content.decode()
    elsewhere = on - timedelta(days=30)
    assert "ligar" not in sign_in("marina").get(f"{AGENDA}?on={elsewhere}").content.decode()


def test_what_was_left_from_before_stands_first_until_it_is_done(
    cast: Cast, sign_in: SignIn
) -> None:
    due = follow_up(cast)
    FollowUp.objects.update(at=clock.now() - timedelta(days=2), fired_at=clock.now())
    marina = sign_in("marina")
    assert "ligar para João" in marina.get(AGENDA).content.decode()
    assert sign_in("rita").post(f"{AGENDA}follow-ups/{due.pk}/done/").status_code == 404
    later = (clock.now() + timedelta(days=1)).isoformat()
    marina.post(f"{AGENDA}follow-ups/{due.pk}/later/", {"when": later})
    assert FollowUp.objects.get().fired_at is None
    assert marina.post(f"{AGENDA}follow-ups/{due.pk}/later/", {"when": ""}).status_code == 422
    answer = marina.post(f"{AGENDA}follow-ups/{due.pk}/done/", {"back": "//fora.example/"})
    assert answer["Location"] == AGENDA
    assert FollowUp.objects.get().done_at is not None
    assert "ligar para João" not in marina.get(AGENDA).content.decode()


def test_an_appointment_is_kept_refused_and_taken_away(cast: Cast, sign_in: SignIn) -> None:
    marina = sign_in("marina")
    on = timezone.localdate() + timedelta(days=1)
    told = {"words": "Médico", "from_at": f"{on}T09:00", "to_at": f"{on}T08:00"}
    with_fault = marina.post(f"{AGENDA}appointments/", told)
    assert with_fault.status_code == 422
    assert 'value="Médico"' in with_fault.content.decode()
    assert marina.post(f"{AGENDA}appointments/", {"words": "x"}).status_code == 422
    told["to_at"] = f"{on}T10:00"
    back = f"{AGENDA}?view=week"
    answer = marina.post(f"{AGENDA}appointments/", {**told, "back": back})
    assert answer["Location"] == back
    made = Appointment.objects.get()
    shown = marina.get(f"{AGENDA}?on={on}").content.decode()
    assert "Médico" in shown
    drop = f"{AGENDA}appointments/{made.pk}/drop/"
    assert sign_in("rita").post(drop).status_code == 404
    marina.post(drop)
    assert not Appointment.objects.exists()


def test_the_agenda_refreshes_its_days_alone(cast: Cast, sign_in: SignIn) -> None:
    head = {**PART, "HX-Target": "div#agenda-days"}
    part = sign_in("marina").get(AGENDA, headers=head).content.decode()
    assert "<html" not in part
    assert "agenda-day" in part


def test_a_strange_day_is_today_and_a_wrong_one_is_refused(cast: Cast, sign_in: SignIn) -> None:
    marina = sign_in("marina")
    assert marina.get(f"{AGENDA}?on=9999-12-31&view=week").status_code == 200
    assert marina.get(f"{AGENDA}?on=ontem").status_code == 422


def test_only_agents_have_an_agenda_and_only_supervisors_a_workload(
    cast: Cast, sign_in: SignIn
) -> None:
    for name in ("joao", "beto", "lucia"):
        assert sign_in(name).get(AGENDA).status_code == 404
        assert sign_in(name).get(WORKLOAD).status_code == 404
    assert sign_in("marina").get(WORKLOAD).status_code == 403
    assert sign_in("rita").get(WORKLOAD).status_code == 200
    assert WORKLOAD in sign_in("rita").get("/desk/").content.decode()
    assert WORKLOAD not in sign_in("marina").get("/desk/").content.decode()


def test_each_number_of_the_workload_opens_as_many_tickets(cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    for n in range(3):
        ticket = cast.ticket("joao", "sac", f"Assunto {n}")
        if n:
            tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)
    Ticket.objects.update(due_at=clock.now() - timedelta(hours=1))
    cast.ticket("ana", "rh", "Segredo")
    text = rita.get(WORKLOAD).content.decode()
    assert "Segredo" not in text
    links = re.findall(r'href="(/desk/lists/teams/[^"]+)"[^>]*>(\d+)<', text)
    assert {int(number) for _href, number in links} == {1, 2, 3}
    for href, number in links:
        shown = rita.get(href.replace("&amp;", "&")).content.decode()
        assert shown.count('class="row-item"') == int(number), href
        assert "list-narrowed" in shown
    assert "agent=0" in text
    assert "only=overdue" in text


def test_the_time_of_today_opens_its_tickets(cast: Cast, sign_in: SignIn) -> None:
    ticket, now = cast.ticket("joao", "sac", "Sofá sem pé"), clock.now()
    marina = cast.actor("marina")
    actions.count(marina, ticket.pk, begins=True, now=now - timedelta(seconds=40))
    actions.count(marina, ticket.pk, now=now)
    team = cast.teams["sac"].pk
    found = sign_in("rita").get(f"{WORKLOAD}{team}/time/?agent={marina.me}").content.decode()
    assert "Sofá sem pé" in found
    assert "40 s" in found
    assert sign_in("rita").get(f"{WORKLOAD}{cast.teams['rh'].pk}/time/").status_code == 404
    assert sign_in("marina").get(f"{WORKLOAD}{team}/time/").status_code == 403
    assert sign_in("rita").get(f"{WORKLOAD}{team}/time/?agent=x").status_code == 404


def test_pages_take_the_same_statements_for_two_and_for_twenty(cast: Cast, sign_in: SignIn) -> None:
    marina, rita = sign_in("marina"), sign_in("rita")
    marina.get(AGENDA)
    rita.get(WORKLOAD)
    costs = []
    for count in (2, 20):
        for n in range(count):
            follow_up(cast, minutes=n + 1)
        costs.append(
            (
                counted(lambda: marina.get(f"{AGENDA}?view=week")),
                counted(lambda: rita.get(WORKLOAD)),
            )
        )
    assert costs[0] == costs[1]


def test_a_call_is_said_once_and_in_words(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá sem pé")
    tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)
    at = clock.now() + timedelta(minutes=2)
    Callback.objects.create(
        ticket=ticket,
        person=cast.people["joao"],
        phone="+5511987654321",
        asked_at=clock.now(),
        from_at=at,
        to_at=at + timedelta(hours=1),
    )
    on = timezone.localtime(at).date()
    text = sign_in("marina").get(f"{AGENDA}?on={on}").content.decode()
    assert text.count("agenda-callback") == 1
    assert "Sofá sem pé" in text
