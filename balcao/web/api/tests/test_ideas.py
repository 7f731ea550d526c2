"""Boards and ideas by the API: the pages' scope, one vote a person, and no count before its time."""

from __future__ import annotations

from balcao.listening.ideas import actions
from balcao.listening.ideas.models import Idea, Vote
from balcao.listening.ideas.tests.suggesting import board, colleagues, idea, soon
from tests.cast import Cast
from tests.statements import counted

from .conftest import As, is_problem


def test_a_customer_suggests_votes_and_comments(cast: Cast, call: As) -> None:
    made = board(cast, ["customer"], name="Loja")
    joao = call("joao")
    (told,) = joao.get("/boards").json()["items"]
    assert (told["id"], told["name"], told["answer_days"]) == (made.pk, "Loja", 5)
    kept = joao.post(f"/boards/{made.pk}/ideas", {"title": "Montagem aos sábados"})
    assert kept.status_code == 201
    there = kept.json()["id"]
    path = f"/boards/{made.pk}"
    for wanted in (True, True, False, True):
        voted = joao.post(f"{path}/votes", {"idea": there, "voted": wanted})
        assert voted.json() == {"voted": wanted}
    assert joao.post(f"{path}/comments", {"idea": there, "words": "Pode ser?"}).status_code == 201
    found = joao.get(f"/ideas/{there}").json()
    assert (found["votes"], found["voted"], found["comments"], found["author"]) == (
        1,
        True,
        1,
        "João",
    )
    (said,) = joao.get(f"/ideas/{there}/comments").json()["items"]
    assert (said["words"], said["author"], said["official"]) == ("Pode ser?", "João", False)


def test_what_is_outside_the_scope_is_not_there(cast: Cast, call: As) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    other = board(cast, name="Outro")
    for name in ("joao", "zoe"):
        caller = call(name)
        assert caller.get("/boards").json()["items"] == []
        for path in (
            f"/boards/{made.pk}/ideas",
            f"/ideas/{there.pk}",
            f"/ideas/{there.pk}/comments",
        ):
            assert is_problem(caller.get(path), 404)
        vote = {"idea": there.pk, "voted": True}
        assert is_problem(caller.post(f"/boards/{made.pk}/votes", vote), 404)
        said = {"idea": there.pk, "words": "Olá"}
        assert is_problem(caller.post(f"/boards/{made.pk}/comments", said), 404)
        assert is_problem(caller.post(f"/boards/{made.pk}/ideas", {"title": "Oi"}), 404)
    ana = call("ana")
    assert is_problem(ana.post(f"/boards/{other.pk}/votes", {"idea": there.pk, "voted": True}), 404)
    answer = {"state": "done", "reason": "Feito"}
    assert is_problem(ana.post(f"/ideas/{there.pk}/answer", answer), 404)
    assert not Vote.objects.exists()
    assert call("beto").post(f"/ideas/{there.pk}/answer", answer).json()["state"] == "done"
    for wrong in ({"title": ""}, {"title": "  "}, {"title": "x" * 121}, {}):
        assert is_problem(ana.post(f"/boards/{made.pk}/ideas", wrong), 422)
    assert is_problem(ana.get(f"/boards/{made.pk}/ideas", cursor="nada"), 422)


def test_a_round_and_an_anonymous_board_tell_no_count(cast: Cast, call: As) -> None:
    made = board(cast, has_rounds=True)
    crew = colleagues(12)
    actions.open_round(cast.actor("beto"), made.pk, soon())
    there = idea(crew[0], made)
    for actor in crew:
        actions.vote(actor, there.pk)
    for name in ("beto", "ana"):
        (told,) = call(name).get(f"/boards/{made.pk}/ideas").json()["items"]
        assert (told["votes"], told["votes_from"], told["votes_to"]) == (None, None, None)
    secret = board(cast, is_anonymous=True, name="Sem nomes")
    kept = call("ana").post(f"/boards/{secret.pk}/ideas", {"title": "Baixinho"})
    assert kept.json() == {"id": None, "waits": True}
    again = call("ana").post(f"/boards/{secret.pk}/ideas", {"title": "De novo"})
    assert is_problem(again, 409)
    assert Idea.objects.filter(board=secret).count() == 0


def test_ideas_are_pages_and_cost_the_same(cast: Cast, call: As) -> None:
    made, ana = board(cast), call("ana")
    costs, path = [], f"/boards/{made.pk}/ideas"
    for count in (2, 18):
        for n in range(count):
            idea(cast.actor("beto" if n % 2 else "ana"), made, f"Ideia {n}")
        ana.get(path)
        costs.append(counted(lambda: ana.get(path)))
    assert costs[0] == costs[1]
    found, cursor = [], ""
    while cursor is not None:
        told = ana.get(path, limit=7, cursor=cursor, order="newest").json()
        found += [one["id"] for one in told["items"]]
        cursor = told["next"]
    assert found == sorted(found, reverse=True)
    assert len(found) == 20
