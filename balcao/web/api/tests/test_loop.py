"""Tasks of answers by the API: to whom the pages show them, and what is done there."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.listening.loop.tests.closing import task
from tests.cast import Cast
from tests.statements import counted

from .conftest import As, is_problem


def test_rita_reads_takes_and_ends_joaos_task(cast: Cast, call: As) -> None:
    made, rita = task(cast), call("rita")
    (listed,) = rita.get("/loop/tasks", mine=True).json()["items"]
    assert (listed["id"], listed["score"], listed["measure"]) == (made.pk, 3.0, "nps")
    assert (listed["owner"], listed["person"]) == ("Rita Nunes", "João Souza")
    assert rita.post(f"/loop/tasks/{made.pk}/actions/take").json()["state"] == "doing"
    assert is_problem(rita.post(f"/loop/tasks/{made.pk}/actions/done", {"words": " "}), 422)
    ended = rita.post(f"/loop/tasks/{made.pk}/actions/done", {"words": "Trocamos."}).json()
    assert (ended["state"], ended["solved"]) == ("done", None)
    assert is_problem(rita.post(f"/loop/tasks/{made.pk}/actions/done", {"words": "x"}), 409)
    assert rita.get("/loop/tasks").json()["items"] == []
    assert rita.get("/loop/tasks", show="done").json()["items"][0]["id"] == made.pk


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "lucia", "joao", "carlos", "zoe"])
def test_a_task_of_others_is_none(cast: Cast, call: As, name: str) -> None:
    made, caller = task(cast), call(name)
    home = f"/loop/tasks/{made.pk}"
    assert is_problem(caller.get(home), 404)
    told: Any = {"words": "x"}
    for verb, form in (("take", None), ("done", told), ("drop", told)):
        assert is_problem(caller.post(f"{home}/actions/{verb}", form), 404)
    listed = caller.get("/loop/tasks")
    assert listed.json().get("items", []) == []
    made.refresh_from_db()
    assert made.state == "open"


def test_pages_follow_each_other_by_cursor(cast: Cast, call: As) -> None:
    made = [task(cast).pk for _n in range(3)]
    rita = call("rita")
    first = rita.get("/loop/tasks", limit=2).json()
    rest = rita.get("/loop/tasks", limit=2, cursor=first["next"]).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made
    assert rest["next"] is None
    assert is_problem(rita.get("/loop/tasks", cursor="nada"), 422)
    few = counted(lambda: rita.get("/loop/tasks", limit=1))
    assert counted(lambda: rita.get("/loop/tasks", limit=3)) == few
