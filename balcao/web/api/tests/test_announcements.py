"""Announcements by the API: the pages' scope, confirmation with its answer, reach without names."""

from __future__ import annotations

from balcao.inside.announcements import actions
from balcao.inside.announcements.tests.announcing import ASKED, published
from tests.cast import Cast

from .conftest import As, is_problem

HOME = "/announcements"
WORDS = {"titles": {"pt-br": "Novo horário"}, "bodies": {"pt-br": "Às 9h."}}


def test_each_reader_is_given_what_they_are_told(cast: Cast, call: As) -> None:
    inside = published(cast.actor("beto"), ["internal"], "De dentro", asked=ASKED)
    outside = published(cast.actor("beto"), ["customer"], "De fora")
    (told,) = call("joao").get(HOME).json()["items"]
    assert (told["id"], told["titles"], told["read"]) == (outside.pk, {"pt-br": "De fora"}, False)
    (told,) = call("carlos").get(HOME).json()["items"]
    assert (told["id"], told["needs_confirmation"], told["edition"]) == (inside.pk, True, 1)
    assert "right" not in told["question"]
    assert call("zoe").get(HOME).json() == {"items": [], "next": None}
    for name in ("zoe", "joao"):
        for path in (f"{HOME}/{inside.pk}", f"{HOME}/{inside.pk}/reach"):
            assert is_problem(call(name).get(path), 404)
        confirm = call(name).post(f"{HOME}/{inside.pk}/actions/confirm", {"edition": 1})
        assert is_problem(confirm, 404)


def test_a_wrong_answer_confirms_nothing_and_the_right_one_does(cast: Cast, call: As) -> None:
    made = published(cast.actor("beto"), asked=ASKED)
    carlos, path = call("carlos"), f"{HOME}/{made.pk}/actions/confirm"
    assert is_problem(carlos.post(path, {"edition": 1}), 422)
    assert is_problem(carlos.post(path, {"edition": 2, "choice": 1}), 409)
    for choice, confirmed in ((0, False), (1, True), (1, True)):
        answer = carlos.post(path, {"edition": 1, "choice": choice})
        assert answer.json() == {"confirmed": confirmed}
    told = carlos.get(f"{HOME}/{made.pk}").json()
    assert told["read"]
    assert told["confirmed_at"]


def test_an_author_writes_publishes_revises_and_takes_back(cast: Cast, call: As) -> None:
    rita = call("rita")
    draft = WORDS | {"audience": ["customer"], "team": "SAC", "needs_confirmation": True}
    made = rita.post(HOME, draft)
    assert made.status_code == 201
    path = f"{HOME}/{made.json()['id']}"
    assert made.json()["state"] == "draft"
    assert call("joao").get(HOME).json()["items"] == []
    assert is_problem(call("marina").post(f"{path}/actions/publish", {}), 404)
    assert rita.post(f"{path}/actions/publish", {}).json()["state"] == "published"
    assert is_problem(rita.post(f"{path}/actions/publish", {}), 409)
    assert len(call("joao").get(HOME).json()["items"]) == 1
    revised = rita.post(f"{path}/actions/revise", WORDS | {"asks_again": True})
    assert revised.json()["state"] == "published"
    assert call("joao").get(path).json()["edition"] == 2
    reach = rita.get(f"{path}/reach").json()
    assert (reach["told"], reach["read"], reach["confirmed"]) == (1, None, 0)
    assert rita.post(f"{path}/actions/withdraw", {}).json()["state"] == "withdrawn"
    assert is_problem(call("joao").get(path), 404)


def test_who_may_not_announce_is_refused_and_wrong_words_are_named(cast: Cast, call: As) -> None:
    told = WORDS | {"audience": ["internal"]}
    assert is_problem(call("marina").post(HOME, told), 404)
    assert is_problem(call("joao").post(HOME, told), 404)
    assert is_problem(call("rita").post(HOME, told), 403)
    assert is_problem(call("rita").post(HOME, told | {"team": "RH"}), 422)
    beto = call("beto")
    for wrong in (
        {"audience": ["todos"]},
        {"audience": ["public"], "needs_confirmation": True},
        {"titles": {"es": "Hola"}},
        {"expires_at": "2040-01-01T10:00:00"},
        {"question": {"asked": {"en": "?"}, "choices": [{"en": "a"}, {"en": "b"}], "right": 2}},
    ):
        assert is_problem(beto.post(HOME, told | wrong), 422), wrong


def test_reach_by_the_api_names_nobody(cast: Cast, call: As) -> None:
    made = published(cast.actor("beto"), needs_confirmation=True)
    actions.confirm(cast.actor("ana"), made.pk, edition=1)
    answer = call("beto").get(f"{HOME}/{made.pk}/reach")
    assert answer.json()["confirmed"] == 1
    assert "Ana" not in answer.content.decode()
