"""What comes, and how much everybody has: within the scope, and the same as the lists behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.register.access import actions as access
from balcao.service.agenda import actions, queries
from balcao.service.routing import actions as routing
from balcao.service.sla.tests.promising import calendar, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.narrowing import NOBODY, Narrow, Only
from balcao.service.tickets.queries import View, page
from balcao.service.waiting import actions as waiting
from tests.cast import Cast
from tests.statements import counted

NOW = datetime(2040, 5, 4, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def kinds(found: list[dict[str, object]]) -> list[object]:
    return [line["kind"] for line in found]


def test_the_agenda_holds_what_comes_in_order(cast: Cast) -> None:
    promise("resolution", 4)
    marina = cast.actor("marina")
    with clock.at(NOW):
        one, other = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
        tickets.assign(marina, one.pk, marina.me)
        actions.remind(marina, one.pk, NOW + timedelta(hours=1), "ligar")
        actions.snooze(marina, other.pk, NOW + timedelta(hours=2), "peça")
        actions.add_appointment(
            marina, "Reunião", NOW + timedelta(hours=3), NOW + timedelta(hours=4)
        )
        found = queries.agenda(marina, NOW, NOW + DAY)
        assert kinds(found) == ["follow_up", "snooze", "appointment", "promise"]
        assert [line["words"] for line in found] == ["ligar", "peça", "Reunião", "resolution"]
        assert kinds(queries.agenda(marina, NOW + timedelta(hours=2), NOW + DAY)) == [
            "snooze",
            "appointment",
            "promise",
        ]
        assert queries.agenda(cast.actor("rita"), NOW, NOW + DAY) == []


def test_appointments_are_ones_own(cast: Cast) -> None:
    marina, rita = cast.actor("marina"), cast.actor("rita")
    with clock.at(NOW):
        made = actions.add_appointment(marina, "Médico", NOW, NOW + timedelta(hours=1))
        assert queries.agenda(rita, NOW - DAY, NOW + DAY) == []
        with pytest.raises(NotFound):
            actions.drop_appointment(rita, made.pk)
        actions.drop_appointment(marina, made.pk)
        assert queries.agenda(marina, NOW - DAY, NOW + DAY) == []
        for words, to_at in ((" ", NOW + DAY), ("x", NOW), ("x", NOW + 40 * DAY)):
            with pytest.raises(Invalid):
                actions.add_appointment(marina, words, NOW, to_at)
        with pytest.raises(Forbidden):
            actions.add_appointment(cast.actor("joao"), "x", NOW, NOW + DAY)


def test_the_agenda_costs_one_statement_however_much_comes(cast: Cast) -> None:
    marina = cast.actor("marina")
    costs = []
    for count in (2, 20):
        with clock.at(NOW):
            for n in range(count):
                ticket = cast.ticket("joao", "sac")
                actions.remind(marina, ticket.pk, NOW + timedelta(minutes=n + 1), "x")
            costs.append(counted(lambda: queries.agenda(marina, NOW, NOW + DAY)))
    assert costs == [1, 1]


def busy(cast: Cast) -> None:
    """Five tickets of SAC: Marina's overdue, due today and pending, one of Rita's, one free."""
    marina, rita = cast.people["marina"].pk, cast.people["rita"].pk
    owners = (marina, marina, marina, rita, None)
    for n, owner in enumerate(owners):
        ticket = cast.ticket("joao", "sac", f"Assunto {n}")
        if owner:
            tickets.assign(SYSTEM, ticket.pk, owner)
        due = {0: NOW - timedelta(hours=1), 1: NOW + timedelta(hours=2), 3: NOW + 3 * DAY}
        Ticket.objects.filter(pk=ticket.pk).update(due_at=due.get(n))
        if n == 2:
            tickets.reply(cast.actor("marina"), ticket.pk, Said("Qual é o número?"))
    cast.ticket("ana", "rh")
    cast.ticket("ana", "ti")


def test_the_workload_says_who_has_how_much(cast: Cast) -> None:
    with clock.at(NOW):
        busy(cast)
        routing.set_capacity(SYSTEM, cast.people["marina"].pk, 7)
        routing.set_presence(cast.actor("marina"), "available")
        ticket = Ticket.objects.filter(assignee=cast.people["marina"]).order_by("pk")[0]
        actions.correct(cast.actor("marina"), ticket.pk, clock.today(), 600, "x")
        [team] = queries.workload(cast.actor("rita"))
    assert team["team"] == "SAC"
    names = ("active", "open", "waiting", "due_today", "overdue", "seconds")
    assert [team[name] for name in names] == [5, 4, 4, 1, 1, 600]
    people = {line["called"]: line for line in team["people"]}
    assert [people["Marina Alves"][name] for name in names] == [3, 2, 2, 1, 1, 600]
    assert [people["Rita Nunes"][name] for name in names] == [1, 1, 1, 0, 0, 0]
    assert people["Marina Alves"]["at_once"] == 7
    assert people["Marina Alves"]["state"] == "available"
    assert team["nobody"]["active"] == 1


def test_every_number_is_that_of_the_list_behind_it(cast: Cast) -> None:
    with clock.at(NOW):
        busy(cast)
        rita = cast.actor("rita")
        [team] = queries.workload(rita)
        rows = [(None, team), (NOBODY, team["nobody"])]
        rows += [(line["person_id"], line) for line in team["people"]]
        for assignee, line in rows:
            for only in (None, *Only):
                narrow = Narrow(team["team_id"], assignee, only)
                found, _next = page(rita, View.TEAMS, narrow)
                assert len(found) == line[str(only or "active")], (assignee, only)


def test_a_supervisor_sees_their_own_teams_alone(cast: Cast) -> None:
    with clock.at(NOW):
        busy(cast)
        for name in ("marina", "ana", "paulo", "lucia", "beto", "joao"):
            with pytest.raises(Forbidden):
                queries.workload(cast.actor(name))
        rita = cast.actor("rita")
        with pytest.raises(NotFound):
            queries.worked(rita, cast.teams["rh"].pk, clock.today())
        access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
        assert [line["team"] for line in queries.workload(cast.actor("paulo"))] == ["RH"]


def test_the_time_of_a_day_opens_its_tickets(cast: Cast) -> None:
    marina = cast.actor("marina")
    with clock.at(NOW):
        one, other = cast.ticket("joao", "sac", "Um"), cast.ticket("joao", "sac", "Outro")
        actions.correct(marina, one.pk, clock.today(), 60, "x")
        actions.correct(marina, other.pk, clock.today(), 120, "x")
        actions.correct(cast.actor("rita"), other.pk, clock.today(), 30, "x")
        today, rita = clock.today(), cast.actor("rita")
        name, found = queries.worked(rita, cast.teams["sac"].pk, today)
        assert (name, [line["seconds"] for line in found]) == ("SAC", [120, 60, 30])
        _name, own = queries.worked(rita, cast.teams["sac"].pk, today, person_id=marina.me)
        assert [line["subject"] for line in own] == ["Outro", "Um"]
        [team] = queries.workload(rita)
        assert team["seconds"] == 210


def test_who_left_the_team_still_stands_with_what_they_have(cast: Cast) -> None:
    with clock.at(NOW):
        busy(cast)
        access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
        [team] = queries.workload(cast.actor("rita"))
    left = next(line for line in team["people"] if line["called"] == "Marina Alves")
    assert (left["is_member"], left["active"]) == (False, 3)


def test_the_workload_costs_the_same_for_two_tickets_and_for_twenty(cast: Cast) -> None:
    costs, rita = [], cast.actor("rita")
    for count in (2, 20):
        with clock.at(NOW):
            for _each in range(count):
                cast.ticket("joao", "sac")
            costs.append(counted(lambda: queries.workload(rita)))
    assert costs == [3, 3]


def test_a_call_promised_on_ones_ticket_stands_in_the_agenda_until_it_is_made(cast: Cast) -> None:
    shop = calendar()
    shop.is_default = True
    shop.save()
    marina = cast.actor("marina")
    from_at, to_at = NOW + timedelta(hours=2), NOW + timedelta(hours=4)
    with clock.at(NOW):
        ticket = cast.ticket("joao", "sac")
        tickets.assign(marina, ticket.pk, marina.me)
        asked = waiting.ask_callback(
            cast.actor("joao"), ticket.pk, "+55 11 98765-4321", from_at, to_at
        )
        [line] = queries.agenda(marina, NOW, NOW + DAY)
        assert (line["kind"], line["at"], line["to_at"]) == ("callback", from_at, to_at)
        assert not line["is_late"]
        assert queries.agenda(cast.actor("rita"), NOW, NOW + DAY) == []
    with clock.at(to_at):
        assert queries.agenda(marina, NOW, NOW + DAY)[0]["is_late"]
        waiting.tried(marina, asked.pk, is_reached=True)
        assert queries.agenda(marina, NOW, NOW + DAY) == []
