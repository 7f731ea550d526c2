"""Articles by the API: each reader their own, and writers what the desk lets them."""

from __future__ import annotations

from balcao.service.knowledge import actions
from balcao.service.knowledge.models import Article, Search
from balcao.service.knowledge.tests.writing import INSIDE, published, shelf
from tests.cast import Cast

from .conftest import As, is_problem


def test_readers_find_list_and_read_their_own_parts(cast: Cast, call: As) -> None:
    where = shelf(cast)
    made = published(cast, category_id=where.pk)
    published(cast, "Escala", "Texto.", ["internal"])
    joao = call("joao")
    assert [one["slug"] for one in joao.get("/articles").json()["items"]] == [made.slug]
    assert joao.get(f"/articles?category={where.slug}").json()["next"] is None
    (found,) = joao.get("/articles?q=garantias").json()["items"]
    assert found["title"] == "Garantia do sofá"
    read = joao.get(f"/articles/{made.slug}").json()
    assert (read["freshness"], read["language"], read["reading_minutes"]) == ("fresh", "pt-br", 1)
    assert INSIDE not in str(read)
    assert INSIDE in call("carlos").get(f"/articles/{made.slug}").json()["html"]
    assert joao.get(f"/articles?q={INSIDE}").json()["items"] == []
    assert Search.objects.filter(place="api").count() == 2
    assert is_problem(joao.get("/articles/escala"), 404)


def test_a_withdrawn_article_is_gone(cast: Cast, call: As) -> None:
    made = published(cast)
    actions.withdraw(cast.actor("rita"), made.pk)
    assert is_problem(call("joao").get(f"/articles/{made.slug}"), 410)


def test_writers_write_and_publish_as_far_as_they_may(cast: Cast, call: As) -> None:
    told = {"team": cast.teams["sac"].pk, "title": "Troca", "body": "Um.", "audience": ["public"]}
    assert is_problem(call("joao").post("/articles", told), 404)
    marina, rita = call("marina"), call("rita")
    kept = marina.post("/articles", told)
    assert (kept.status_code, kept.json()["state"], kept.json()["version"]) == (201, "draft", 1)
    path = f"/articles/{kept.json()['slug']}"
    change = {"title": "Troca", "body": "Dois.", "seen": 1, "publish": True}
    assert is_problem(marina.patch(path, change), 403)
    assert Article.objects.get().texts.count() == 1
    assert rita.patch(path, change).json()["state"] == "published"
    assert is_problem(rita.patch(path, change | {"body": "Três."}), 409)
    assert is_problem(rita.patch(path, change | {"body": "::: interno"}), 422)
    assert is_problem(call("ana").patch(path, change), 404)
    assert "Dois." in call("zoe").get(path).json()["html"]
