from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.register.access import actions as access
from balcao.service.problems import actions, looking, queries
from balcao.service.problems.models import Attached, Candidate
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

ERROR = "Erro na nota fiscal"


def _crowd(cast: Cast, n: int = 6, inbox: str = "sac", subject: str = ERROR) -> list[Ticket]:
    return [cast.ticket("joao" if inbox == "sac" else "carlos", inbox, subject) for _n in range(n)]


def test_a_crowd_is_suggested_once_with_its_reason(cast: Cast) -> None:
    made = _crowd(cast)
    assert (looking.look(), looking.look()) == (1, 0)
    (told,) = queries.candidates(cast.actor("marina"))
    assert (told["tickets"], told["words"], told["usual"]) == (6, ["erro", "fiscal", "nota"], 0)
    assert told["titles"] == [ERROR] * 3
    _crowd(cast, 2)
    assert looking.look() == 0
    assert queries.candidates(cast.actor("marina"))[0]["tickets"] == len(made) + 2


def test_what_comes_every_day_is_no_news(cast: Cast) -> None:
    now = clock.now()
    for days in range(2, 29):
        for ticket in _crowd(cast, 3):
            Ticket.objects.filter(pk=ticket.pk).update(created_at=now - timedelta(days=days))
    _crowd(cast, 5)
    assert looking.look() == 0


def test_suggestions_are_their_team_s(cast: Cast) -> None:
    _crowd(cast, inbox="rh", subject="Folha de ponto errada")
    assert looking.look() == 1
    for name in ("marina", "ana", "beto", "joao"):
        assert queries.candidates(cast.actor(name)) == []
    (told,) = queries.candidates(cast.actor("paulo"))
    with pytest.raises(NotFound):
        actions.take_candidate(cast.actor("marina"), told["id"], "x")
    with pytest.raises(NotFound):
        actions.dismiss_candidate(cast.actor("marina"), told["id"])


def test_people_decide(cast: Cast) -> None:
    made, marina = _crowd(cast), cast.actor("marina")
    looking.look()
    number = queries.candidates(marina)[0]["id"]
    problem = actions.take_candidate(marina, number, "Nota fiscal não sai")
    assert problem.team_id == cast.teams["sac"].pk
    assert set(Attached.objects.values_list("ticket_id", flat=True)) == {one.pk for one in made}
    assert queries.candidates(marina) == []
    with pytest.raises(Conflict):
        actions.dismiss_candidate(marina, number)
    assert looking.look() == 0


def test_what_was_declined_comes_back_only_as_twice_as_many(cast: Cast) -> None:
    _crowd(cast, 5)
    looking.look()
    actions.dismiss_candidate(cast.actor("marina"), Candidate.objects.get().pk)
    _crowd(cast, 4)
    assert looking.look() == 0
    _crowd(cast, 1)
    assert looking.look() == 1


def test_who_only_reads_does_not_decide(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["sac"].pk, Role.LIGHT)
    _crowd(cast)
    looking.look()
    (told,) = queries.candidates(cast.actor("ana"))
    assert not told["may_decide"]
    with pytest.raises(Forbidden):
        actions.dismiss_candidate(cast.actor("ana"), told["id"])
