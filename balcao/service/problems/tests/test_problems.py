from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.service.problems import actions, queries
from balcao.service.problems.actions import Draft
from balcao.service.problems.models import Attached, Problem
from balcao.service.tickets import actions as tickets
from tests.cast import Cast
from tests.statements import counted

from .causing import NOTE, problem


def test_an_agent_opens_a_problem_of_a_team_of_theirs(cast: Cast) -> None:
    ana = cast.actor("ana")
    made = actions.open_problem(ana, cast.teams["ti"].pk, Draft(" Rede  cai ", cause="\x00 "))
    assert (made.title, made.cause, made.owner_id) == ("Rede cai", "", ana.person_id)
    for team in ("sac", "rh"):
        with pytest.raises(Invalid):
            actions.open_problem(ana, cast.teams[team].pk, NOTE)
    with pytest.raises(Invalid):
        actions.open_problem(ana, cast.teams["ti"].pk, Draft("  "))
    assert Event.objects.filter(name="ProblemOpened", subject_id=made.pk).exists()


def test_every_agent_reads_it_and_only_its_team_changes_it(cast: Cast) -> None:
    made = problem(cast)
    for name, may_change in {"marina": False, "paulo": False, "ana": True}.items():
        actor = cast.actor(name)
        assert queries.problem(actor, made.pk)["may_change"] is may_change
    with pytest.raises(Forbidden):
        actions.move(cast.actor("marina"), made.pk, "fixed")
    for name in ("joao", "carlos", "zoe", "lucia", "beto"):
        with pytest.raises(NotFound):
            queries.problem(cast.actor(name), made.pk)
        assert queries.problems(cast.actor(name)) == ([], None)


def test_a_confidential_team_s_problem_is_not_there_for_others(cast: Cast) -> None:
    made = problem(cast, team="rh")
    assert queries.problem(cast.actor("paulo"), made.pk)["is_confidential"]
    for name in ("marina", "ana", "rita", "beto"):
        actor = cast.actor(name)
        with pytest.raises(NotFound):
            queries.problem(actor, made.pk)
        assert queries.problems(actor, query="nota")[0] == []
        assert not sum(queries.counts(actor).values())


def test_it_becomes_a_known_error_once_cause_and_way_round_are_written(cast: Cast) -> None:
    ana = cast.actor("ana")
    made = problem(cast, draft=Draft("Rede cai"))
    with pytest.raises(Invalid) as refused:
        actions.move(ana, made.pk, "known_error")
    assert set(refused.value.fields) == {"cause", "workaround"}
    actions.change_problem(ana, made.pk, NOTE)
    assert actions.move(ana, made.pk, "known_error").state == "known_error"
    with pytest.raises(Invalid):
        actions.change_problem(ana, made.pk, Draft("Rede cai", cause="Switch"))
    with pytest.raises(Invalid):
        actions.move(ana, made.pk, "closed")
    ended = actions.move(ana, made.pk, "closed", "Trocamos de sistema.")
    assert ended.ended_at is not None
    assert actions.move(ana, made.pk, "open").ended_why == ""


def test_who_wrote_meanwhile_is_not_written_over(cast: Cast) -> None:
    made = problem(cast)
    actions.change_problem(SYSTEM, made.pk, Draft("Outro"), version=made.version)
    with pytest.raises(Conflict):
        actions.change_problem(SYSTEM, made.pk, NOTE, version=made.version)


def test_it_is_found_by_any_of_its_words_in_any_spelling(cast: Cast) -> None:
    made = problem(cast)
    marina = cast.actor("marina")
    for query in ("NOTA fiscal", "prefeitura", "vencido emissao", "100%"):
        found = [one["id"] for one in queries.problems(marina, query=query)[0]]
        assert found == ([made.pk] if query in ("NOTA fiscal", "prefeitura") else [])
    assert queries.problems(marina, show="known_error")[0] == []


def test_a_ticket_is_put_to_a_problem_by_who_handles_it(cast: Cast) -> None:
    made, ticket = problem(cast), cast.ticket("joao", "sac")
    assert actions.attach(cast.actor("marina"), made.pk, [ticket.pk]) == 1
    assert actions.attach(cast.actor("marina"), made.pk, [ticket.pk]) == 0
    with pytest.raises(NotFound):
        actions.attach(cast.actor("ana"), made.pk, [ticket.pk])
    with pytest.raises(NotFound):
        actions.detach(cast.actor("ana"), made.pk, ticket.pk)
    actions.detach(cast.actor("marina"), made.pk, ticket.pk)
    assert not Attached.objects.exists()


def test_nobody_learns_of_tickets_they_do_not_handle(cast: Cast) -> None:
    shop, inside = cast.ticket("joao", "sac", "Loja"), cast.ticket("ana", "rh", "Segredo")
    made = problem(cast, shop, inside, cast.ticket("carlos", "ti", "Painel"))
    ana, marina, paulo = (cast.actor(name) for name in ("ana", "marina", "paulo"))
    for actor, title, elsewhere in ((ana, "Painel", 1), (marina, "Loja", 1), (paulo, "Segredo", 2)):
        told = queries.problem(actor, made.pk)
        assert (told["tickets"], told["elsewhere"]) == (1, elsewhere)
        assert [one["subject"] for one in queries.tickets(actor, made.pk)[0]] == [title]
        (attached,) = [
            line for line in queries.history(actor, made.pk) if line["name"] == "TicketsAttached"
        ]
        assert attached["tickets"] == 1
        assert "tickets" not in attached["data"]


def test_nothing_is_put_to_what_has_ended(cast: Cast) -> None:
    made = problem(cast)
    actions.move(SYSTEM, made.pk, "fixed")
    with pytest.raises(Conflict):
        actions.attach(SYSTEM, made.pk, [cast.ticket("joao", "sac").pk])


def test_five_hundred_tickets_cost_as_many_statements_as_two(cast: Cast) -> None:
    few, many = problem(cast), problem(cast)
    made = [cast.ticket("joao", "sac", f"Erro {n}").pk for n in range(30)]
    marina = cast.actor("marina")
    small = counted(lambda: actions.attach(marina, few.pk, made[:21]))
    assert counted(lambda: actions.attach(marina, many.pk, made)) == small
    reads: list[Callable[[Actor, int], object]] = [
        queries.problem,
        queries.tickets,
        queries.reach,
        queries.broadcasts,
    ]
    for read in reads:
        assert counted(partial(read, marina, many.pk)) == 1
    assert counted(lambda: queries.problems(marina)) == 1
    page, after = queries.tickets(marina, many.pk, limit=20)
    assert len(page) == 20
    assert after
    assert len(queries.tickets(marina, many.pk, cursor=after, limit=20)[0]) == 10


def test_beside_a_ticket_stand_its_problems_and_those_with_its_words(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac", "Erro na nota fiscal")
    known, other = problem(cast), problem(cast, draft=Draft("Ar condicionado pingando"))
    problem(cast, team="rh")
    marina = cast.actor("marina")
    told = queries.beside(marina, {"id": ticket.pk})
    assert [one["id"] for one in told["similar"]] == [known.pk]
    assert told["similar"][0]["shared"] == ["erro", "nota", "fiscal"]
    assert told["may_attach"]
    actions.attach(marina, other.pk, [ticket.pk])
    assert [one["id"] for one in queries.beside(marina, {"id": ticket.pk})["attached"]] == [
        other.pk
    ]
    for name in ("ana", "joao"):
        told = queries.beside(cast.actor(name), {"id": ticket.pk})
        assert told == {"attached": [], "similar": [], "may_attach": False}


def test_it_is_given_to_who_works_in_its_team(cast: Cast) -> None:
    made, ana = problem(cast), cast.actor("ana")
    offered = {one["id"] for one in queries.candidates_for_owner(ana, made.pk)}
    assert offered == {cast.people["ana"].pk}
    with pytest.raises(Invalid):
        actions.give(ana, made.pk, cast.people["marina"].pk)
    assert actions.give(ana, made.pk, cast.people["ana"].pk).owner_id == cast.people["ana"].pk
    assert actions.give(ana, made.pk, None).owner_id is None
    assert Problem.objects.get().version == 3


def test_a_merged_or_ended_ticket_stays_what_it_was(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    made = problem(cast, ticket)
    tickets.resolve(SYSTEM, ticket.pk)
    told = queries.problem(SYSTEM, made.pk)
    assert (told["tickets"], told["active"]) == (1, 0)
