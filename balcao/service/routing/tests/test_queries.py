"""What is read of routing, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.service.routing import actions, queries
from balcao.service.routing.actions import skip
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries as reading
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.statements import counted

from .desk import automatic, here, hire, route


def _seen(cast: Cast, name: str, ticket: Ticket) -> dict[str, object]:
    return reading.get(cast.actor(name), ticket.protocol)


def test_colleagues_of_the_same_teams_see_who_is_here_and_nobody_else_does(cast: Cast) -> None:
    actions.set_presence(cast.actor("marina"), "break", "café")
    seen = {
        name: [(line["called"], line["state"], line["reason"])
               for line in queries.colleagues(cast.actor(name))]
        for name in ("rita", "ana", "paulo", "beto", "lucia", "joao", "carlos")
    }  # fmt: skip
    assert seen["rita"] == [("Marina Alves", "break", "café"), ("Rita Nunes", "away", "")]
    assert seen["ana"] == [("Ana Prado", "away", "")]
    assert seen["paulo"] == [("Paulo Reis", "away", "")]
    assert not any(seen[name] for name in ("beto", "lucia", "joao", "carlos"))


def test_one_s_own_presence_is_for_those_who_answer(cast: Cast) -> None:
    here(cast, "marina")
    marina, rita = queries.own(cast.actor("marina")), queries.own(cast.actor("rita"))
    assert marina is not None
    assert rita is not None
    assert (marina["state"], rita["state"]) == ("available", "away")
    assert queries.own(cast.actor("beto")) is None


def test_who_handles_a_ticket_reads_why_it_was_given(cast: Cast) -> None:
    automatic(cast)
    here(cast, "marina")
    ticket = cast.ticket("joao", "sac")
    route()
    told = queries.decisions(cast.actor("rita"), _seen(cast, "rita", ticket))
    assert [(line["person"], line["why"], line["passed"]) for line in told] == [
        ("Marina Alves", "only_one", [("away", ["Rita Nunes"])])
    ]
    assert queries.decisions(cast.actor("joao"), _seen(cast, "joao", ticket)) == []


def test_what_was_decided_among_a_team_s_people_stays_in_that_team(cast: Cast) -> None:
    automatic(cast, "rh")
    here(cast, "paulo")
    ticket = cast.ticket("ana", "rh")
    route()
    tickets.transfer(cast.actor("paulo"), ticket.pk, cast.teams["ti"].pk, "É da TI")
    assert queries.decisions(cast.actor("ana"), _seen(cast, "ana", ticket)) == []


def test_a_full_agent_is_said_to_have_no_capacity_and_nothing_more(cast: Cast) -> None:
    """Marina is full because of a confidential team's tickets: SAC reads no number of it."""
    from balcao.register.access import actions as access

    access.set_membership(SYSTEM, cast.people["marina"].pk, cast.teams["rh"].pk, "agent")
    secret = cast.ticket("ana", "rh", "Sigilo")
    tickets.assign(SYSTEM, secret.pk, cast.people["marina"].pk)
    automatic(cast, default_limit=1)
    here(cast, "marina")
    ticket = cast.ticket("joao", "sac")
    assert route() == 0
    told = queries.prospect(cast.actor("rita"), _seen(cast, "rita", ticket))
    assert told == {
        "person": None,
        "why": "nobody",
        "passed": [("full", ["Marina Alves"]), ("away", ["Rita Nunes"])],
        "left_out": [],
    }


def test_a_waiting_ticket_says_who_would_get_it_and_writes_nothing(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    assert queries.prospect(cast.actor("rita"), _seen(cast, "rita", ticket)) is None
    automatic(cast)
    here(cast, "rita")
    told = queries.prospect(cast.actor("marina"), _seen(cast, "marina", ticket))
    assert told is not None
    assert (told["person"], told["why"]) == ("Rita Nunes", "only_one")
    assert queries.prospect(cast.actor("joao"), _seen(cast, "joao", ticket)) is None
    route()
    assert queries.prospect(cast.actor("marina"), _seen(cast, "marina", ticket)) is None


def test_the_next_ticket_is_the_most_pressing_one_may_answer(cast: Cast) -> None:
    marina = cast.actor("marina")
    assert queries.next_ticket(marina) is None
    cast.ticket("ana", "rh", "Sigilo")
    calm = cast.ticket("joao", "sac", "Calmo")
    urgent = cast.ticket("joao", "sac", "Urgente")
    tickets.set_priority(cast.actor("rita"), urgent.pk, 3, 3)
    found = queries.next_ticket(marina)
    assert found is not None
    assert (found["protocol"], found["pulls"]) == (urgent.protocol, ("urgent", "waited_longest"))
    skip(marina, urgent.pk, "Não sei responder")
    found = queries.next_ticket(marina)
    assert found is not None
    assert found["protocol"] == calm.protocol
    for_rita = queries.next_ticket(cast.actor("rita"))
    assert for_rita is not None
    assert for_rita["protocol"] == urgent.protocol
    with clock.at(clock.now() + timedelta(hours=9)):
        again = queries.next_ticket(marina)
    assert again is not None
    assert again["protocol"] == urgent.protocol


def test_one_s_own_ticket_comes_next_only_when_its_client_waits(cast: Cast) -> None:
    marina = cast.actor("marina")
    own = cast.ticket("joao", "sac", "Meu")
    actions.take(marina, own.pk)
    found = queries.next_ticket(marina)
    assert found is not None
    assert "yours" in found["pulls"]
    tickets.reply(marina, own.pk, Said("Já vejo"), then="open")
    assert queries.next_ticket(marina) is None


def test_a_deadline_is_seen_behind_fifty_more_urgent_ones(cast: Cast) -> None:
    pressing = [cast.ticket("joao", "sac", str(n)) for n in range(51)]
    Ticket.objects.filter(pk__in=[each.pk for each in pressing]).update(priority=4)
    due = cast.ticket("joao", "sac", "Prazo")
    Ticket.objects.filter(pk=due.pk).update(priority=1, due_at=clock.now() + timedelta(minutes=20))
    found = queries.next_ticket(cast.actor("marina"))
    assert found is not None
    assert (found["protocol"], found["pulls"][0]) == (due.protocol, "due_soon")


def test_fairness_is_told_to_supervisors_by_time_available(cast: Cast) -> None:
    hire(cast, "bia")
    automatic(cast, is_sticky=False)
    start = clock.now() - timedelta(hours=4)
    with clock.at(start):
        here(cast, "marina")
    with clock.at(start + timedelta(hours=3)):
        here(cast, "bia")
    for n in range(6):
        cast.ticket("joao", "sac", str(n))
    with clock.at(start + timedelta(hours=3, minutes=1)):
        route()
    (team,) = queries.fairness(cast.actor("rita"), start, start + timedelta(hours=4))
    people = {line["called"]: line for line in team["people"]}
    assert (people["Marina Alves"]["given"], people["Bia"]["given"]) == (3, 3)
    assert people["Marina Alves"]["seconds"] == pytest.approx(4 * 3600)
    assert people["Marina Alves"]["even"] == pytest.approx(0.8)
    assert people["Marina Alves"]["verdict"] == "even"
    assert people["Rita Nunes"]["even"] == 0
    assert people["Rita Nunes"]["verdict"] == "absent"
    for name in ("marina", "paulo", "beto", "lucia", "joao"):
        with pytest.raises(NotFound):
            queries.fairness(cast.actor(name), start, clock.now())
        with pytest.raises(NotFound):
            queries.skips(cast.actor(name), start, clock.now())


def test_a_skip_is_reported_while_its_ticket_is_still_the_team_s(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá")
    skip(cast.actor("marina"), ticket.pk, "Sem tempo")
    span = (clock.now() - timedelta(days=1), clock.now() + timedelta(minutes=1))
    told = queries.skips(cast.actor("rita"), *span)
    assert [(line["person"], line["subject"], line["reason"]) for line in told] == [
        ("Marina Alves", "Sofá", "Sem tempo")
    ]
    tickets.transfer(cast.actor("rita"), ticket.pk, cast.teams["ti"].pk, "É da TI")
    assert queries.skips(cast.actor("rita"), *span) == []


def test_the_next_ticket_costs_the_same_for_two_and_for_twenty(cast: Cast) -> None:
    automatic(cast)
    marina = cast.actor("marina")
    for n in range(2):
        cast.ticket("joao", "sac", str(n))
    few = counted(lambda: queries.next_ticket(marina))
    for n in range(20):
        cast.ticket("joao", "sac", str(n))
    many = counted(lambda: queries.next_ticket(marina))
    assert few == many <= 4
