"""Tickets that find their agents."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.events.models import Event
from balcao.service.routing import actions, jobs, queries
from balcao.service.routing.models import Decision, Presence
from balcao.service.routing.rules import LAPSES_AFTER_MISSES
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast, make_cast

from .desk import automatic, here, hire, last_decision, owner, route


def test_without_a_rule_of_the_team_nothing_is_given_by_itself(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    here(cast, "marina", "rita")
    assert route() == 0
    actions.set_routing(SYSTEM, cast.teams["sac"].pk, is_automatic=False)
    assert route() == 0
    assert owner(cast, ticket) == ""
    assert not Decision.objects.exists()


def test_nobody_is_given_anything_before_they_say_that_they_are_here(cast: Cast) -> None:
    automatic(cast)
    ticket = cast.ticket("joao", "sac")
    assert route() == 0
    here(cast, "marina", state="training")
    assert route() == 0
    here(cast, "marina")
    assert route() == 1
    assert owner(cast, ticket) == "marina"


def test_each_assignment_records_why_and_who_was_passed_over(cast: Cast) -> None:
    automatic(cast)
    bia, caio = hire(cast, "bia"), hire(cast, "caio")
    here(cast, "marina", "rita")
    here(cast, "bia", state="break")
    actions.set_capacity(SYSTEM, cast.people["rita"].pk, 0)
    ticket = cast.ticket("joao", "sac")
    route()
    decision = last_decision(ticket)
    assert (decision.act, decision.why) == ("assigned", "only_one")
    assert decision.person_id == cast.people["marina"].pk
    assert decision.considered == {
        "full": [cast.people["rita"].pk],
        "break": [bia],
        "away": [caio],
    }
    fact = Event.objects.get(name="TicketRouted")
    assert fact.data == {"person_id": cast.people["marina"].pk, "why": "only_one"}
    assert Event.objects.get(name="TicketAssigned").actor_id is None


def test_the_least_loaded_gets_it_then_the_one_idle_for_longest(cast: Cast) -> None:
    automatic(cast)
    here(cast, "marina")
    with clock.at(clock.now() + timedelta(minutes=1)):
        here(cast, "rita")
    given = []
    for minute in range(4):
        ticket = cast.ticket("joao", "sac", f"{minute}")
        Ticket.objects.filter(pk=ticket.pk).update(requester_id=cast.people["zoe"].pk)
        with clock.at(clock.now() + timedelta(minutes=2 + minute)):
            actions.set_routing(SYSTEM, cast.teams["sac"].pk, is_automatic=True, is_sticky=False)
            route()
        given.append((owner(cast, ticket), last_decision(ticket).why))
    assert given == [
        ("marina", "longest_idle"),
        ("rita", "least_loaded"),
        ("marina", "longest_idle"),
        ("rita", "least_loaded"),
    ]


def test_the_client_meets_the_last_agent_again_when_free(cast: Cast) -> None:
    automatic(cast)
    first = cast.ticket("joao", "sac", "Antes")
    tickets.reply(cast.actor("rita"), first.pk, Said("Pronto"), then="resolved")
    here(cast, "marina", "rita")
    again = cast.ticket("joao", "sac", "Outra vez")
    route()
    assert (owner(cast, again), last_decision(again).why) == ("rita", "last_agent")
    assert last_decision(again).considered == {"not_last": [cast.people["marina"].pk]}
    here(cast, "rita", state="busy")
    third = cast.ticket("joao", "sac", "Terceira")
    route()
    assert owner(cast, third) == "marina"


def test_who_was_only_given_a_ticket_has_not_answered_its_client(cast: Cast) -> None:
    automatic(cast)
    here(cast, "rita")
    untouched = cast.ticket("joao", "sac", "Antes")
    route()
    here(cast, "marina")
    again = cast.ticket("joao", "sac", "Outra vez")
    route()
    assert owner(cast, untouched) == "rita"
    assert (owner(cast, again), last_decision(again).why) == ("marina", "least_loaded")


def test_nobody_is_given_or_offered_what_they_asked_themselves(cast: Cast) -> None:
    automatic(cast, "ti")
    hire(cast, "caio", "ti")
    own, other = cast.ticket("ana", "ti", "Notebook"), cast.ticket("rita", "ti", "Senha")
    here(cast, "ana")
    assert route() == 1
    assert (owner(cast, own), owner(cast, other)) == ("", "ana")
    tickets.reply(cast.actor("ana"), other.pk, Said("Qual?"))
    assert queries.next_ticket(cast.actor("ana")) is None
    here(cast, "caio")
    assert route() == 1
    assert (owner(cast, own), last_decision(own).why) == ("caio", "only_one")
    assert last_decision(own).considered == {"requester": [cast.people["ana"].pk]}


def test_the_most_pressing_goes_first_and_capacity_is_never_exceeded(cast: Cast) -> None:
    automatic(cast, default_limit=2)
    calm, urgent, later = (cast.ticket("joao", "sac", name) for name in "abc")
    tickets.set_priority(cast.actor("rita"), urgent.pk, 3, 3)
    here(cast, "marina")
    assert route() == 2
    assert [owner(cast, each) for each in (calm, urgent, later)] == ["marina", "marina", ""]
    tickets.reply(cast.actor("marina"), urgent.pk, Said("Olá"))
    assert route() == 1
    assert owner(cast, later) == "marina"


def test_capacity_on_one_channel_leaves_room_on_another(cast: Cast) -> None:
    automatic(cast)
    actions.set_capacity(SYSTEM, cast.people["marina"].pk, 1, "portal")
    here(cast, "marina")
    first, second = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    by_mail = cast.ticket("zoe", "sac")
    Ticket.objects.filter(pk=by_mail.pk).update(channel="email")
    assert route() == 2
    assert [owner(cast, each) for each in (first, second, by_mail)] == ["marina", "", "marina"]


def test_skills_and_language_decide_who_can(cast: Cast) -> None:
    automatic(cast, by_language=True)
    team = cast.teams["sac"].pk
    swaps = actions.add_skill(SYSTEM, "Trocas", team_id=team)
    english = actions.add_skill(SYSTEM, "Inglês", language="en")
    actions.set_need(SYSTEM, team, swaps.pk, 3, kind="complaint")
    marina, rita = cast.people["marina"].pk, cast.people["rita"].pk
    actions.set_person_skill(SYSTEM, marina, swaps.pk, 2)
    actions.set_person_skill(SYSTEM, rita, swaps.pk, 4)
    actions.set_person_skill(SYSTEM, marina, english.pk, 3)
    here(cast, "marina", "rita")
    complaint = cast.ticket("joao", "sac")
    tickets.set_kind(cast.actor("rita"), complaint.pk, "complaint")
    foreign = cast.ticket("zoe", "sac")
    type(cast.people["zoe"]).objects.filter(pk=cast.people["zoe"].pk).update(language="en")
    route()
    assert (owner(cast, complaint), owner(cast, foreign)) == ("rita", "marina")
    assert last_decision(complaint).considered == {"skill": [marina]}
    assert last_decision(foreign).considered == {"language": [rita]}


def test_a_skill_nobody_has_is_left_out_and_said(cast: Cast) -> None:
    automatic(cast)
    skill = actions.add_skill(SYSTEM, "Mandarim", team_id=cast.teams["sac"].pk)
    actions.set_need(SYSTEM, cast.teams["sac"].pk, skill.pk, 1)
    here(cast, "marina")
    ticket = cast.ticket("joao", "sac")
    route()
    assert owner(cast, ticket) == "marina"
    assert last_decision(ticket).left_out == [skill.pk]


def test_one_that_nobody_can_take_holds_back_nothing_behind_it(cast: Cast) -> None:
    automatic(cast)
    skill = actions.add_skill(SYSTEM, "Trocas", team_id=cast.teams["sac"].pk)
    actions.set_need(SYSTEM, cast.teams["sac"].pk, skill.pk, 1, kind="complaint")
    actions.set_person_skill(SYSTEM, cast.people["rita"].pk, skill.pk, 5)
    here(cast, "marina")
    stuck, after = cast.ticket("joao", "sac"), cast.ticket("zoe", "sac")
    tickets.set_kind(cast.actor("rita"), stuck.pk, "complaint")
    route()
    assert (owner(cast, stuck), owner(cast, after)) == ("", "marina")


def test_what_waits_too_long_overflows_once_and_only_to_where_somebody_is(cast: Cast) -> None:
    automatic(cast, overflow_team_id=cast.teams["ti"].pk, overflow_after_seconds=600)
    actions.set_routing(
        SYSTEM,
        cast.teams["ti"].pk,
        is_automatic=True,
        overflow_team_id=cast.teams["sac"].pk,
        overflow_after_seconds=60,
    )
    ticket = cast.ticket("joao", "sac")
    later = ticket.created_at + timedelta(minutes=11)
    with clock.at(later):
        assert actions.overflow(SYSTEM) == 0
        here(cast, "ana")
    with clock.at(ticket.created_at + timedelta(minutes=9)):
        assert actions.overflow(SYSTEM) == 0
    with clock.at(later):
        assert actions.overflow(SYSTEM) == 1
        ticket.refresh_from_db()
        assert ticket.team_id == cast.teams["ti"].pk
        assert last_decision(ticket).why == "waited"
        here(cast, "marina")
        here(cast, "ana", state="away")
    with clock.at(later + timedelta(hours=1)):
        assert actions.overflow(SYSTEM) == 0


def test_a_machine_clock_that_went_back_overflows_nothing(cast: Cast) -> None:
    automatic(cast, overflow_team_id=cast.teams["ti"].pk, overflow_after_seconds=60)
    here(cast, "ana", "marina")
    ticket = cast.ticket("joao", "sac")
    with clock.at(ticket.created_at - timedelta(days=3)):
        assert actions.overflow(SYSTEM) == 0
        assert route() == 1


def test_routing_is_the_desk_s_own_act(cast: Cast) -> None:
    for act in (actions.route_all, actions.overflow, actions.lapse):
        with pytest.raises(Forbidden):
            act(cast.actor("rita"))


def test_a_job_is_woken_once_where_a_team_wants_it_and_somebody_is_here(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    def woken() -> int:
        return ProcrastinateJob.objects.filter(task_name="routing.route_waiting").count()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cast.ticket("joao", "sac")
    assert woken() == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        automatic(cast)
    ProcrastinateJob.objects.filter(task_name="routing.route_waiting").delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cast.ticket("joao", "sac")
    assert woken() == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        here(cast, "marina")
        cast.ticket("joao", "sac")
        cast.ticket("joao", "sac")
    assert woken() == 1


def test_each_minute_the_desk_looks_around(cast: Cast) -> None:
    automatic(cast, overflow_team_id=cast.teams["ti"].pk, overflow_after_seconds=60)
    ticket = cast.ticket("joao", "sac")
    here(cast, "ana")
    for _ in range(LAPSES_AFTER_MISSES - 1):
        jobs.sweep(timestamp=0)
    assert (owner(cast, ticket), Ticket.objects.get().team_id) == ("", cast.teams["sac"].pk)
    here(cast, "marina")
    jobs.route_waiting()
    assert owner(cast, ticket) == "marina"
    jobs.sweep(timestamp=0)
    assert Presence.objects.get(person=cast.people["ana"]).state == "away"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_ticket_once_and_nobody_too_many() -> None:
    cast = make_cast()
    automatic(cast, default_limit=3)
    here(cast, "marina", "rita")
    waiting = [cast.ticket("joao", "sac", str(n)) for n in range(9)]
    given: list[int] = []
    start = threading.Barrier(3)

    def work() -> None:
        try:
            start.wait()
            given.append(route())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(given) == 6
    owners = [owner(cast, ticket) for ticket in waiting]
    assert sorted(owners) == [""] * 3 + ["marina"] * 3 + ["rita"] * 3
    assert Event.objects.filter(name="TicketAssigned").count() == 6
    assert Decision.objects.count() == 6
