from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.library import THEMES, shipped
from balcao.listening.surveys.models import Item
from balcao.listening.surveys.rules import Kind, WrongFile, of_row, problems, read_items
from tests.cast import Cast
from tests.statements import counted

CSV = (
    "key;kind;pt-br;en;options pt-br;options en;lines pt-br;lines en\r\n"
    "montagem;scale;A montagem foi fácil?;Was it easy to put together?;Não|Sim;No|Yes;;\r\n"
    "partes;matrix;E as partes?;And the parts?;Ruim|Boa;Bad|Good;Pés|Tampo;Legs|Top\r\n"
    "9x;scale;Oi;Hi;;;;\r\n"
    "cor;choice;Qual cor?;Which colour?;Azul|Verde;Blue;;\r\n"
    "outra;slider;Oi;Hi;;;;\r\n"
)


def test_every_shipped_item_is_ready_in_both_languages() -> None:
    keys = [item["key"] for item in shipped()]
    assert len(keys) == len(set(keys)) >= 50
    assert {item["theme"] for item in shipped()} == set(THEMES)
    for item in shipped():
        assert problems([of_row(item)], {}, is_anonymous=False) == [], item["key"]
        assert item["source"]
    assert {item["kind"] for item in shipped()} == set(Kind)


def test_the_scores_keep_to_their_scales() -> None:
    told = {item["key"]: item for item in shipped()}
    assert told["ces"]["options"]["version"] == "2.0"
    assert {key: told[key]["kind"] for key in ("nps", "csat", "ces", "enps")} == {
        key: key for key in ("nps", "csat", "ces", "enps")
    }


def test_a_table_is_read_and_each_refused_line_says_why() -> None:
    found, refused = read_items(CSV.encode("utf-8-sig"))
    assert [item.key for item in found] == ["montagem", "partes"]
    assert [line.line for line in refused] == [4, 5, 6]
    assert [row["words"]["en"] for row in found[1].options["rows"]] == ["Legs", "Top"]
    assert "same number" in str(refused[1].reason)


def test_json_is_read_as_strictly() -> None:
    good = {"key": "a", "kind": "text", "words": {"pt-br": "Oi?", "en": "Hi?"}}
    bad = [
        {},
        3,
        good,
        {**good, "key": "b", "words": {"fr": "Quoi?"}},
        {**good, "key": "c", "kind": []},
    ]
    found, refused = read_items(json.dumps([good, *bad]).encode())
    assert [item.key for item in found] == ["a"]
    assert [line.line for line in refused] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[", b'{"a": 1}', b"key;kind\nx;y", b"[" * 100_000, b"x" * 1_000_001],
)
def test_what_is_no_list_of_items_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(WrongFile):
        read_items(content)


@pytest.mark.django_db
def test_own_items_join_the_library_and_change_by_version(cast: Cast) -> None:
    beto = cast.actor("beto")
    kept, refused = actions.import_items(beto, CSV.encode())
    assert [(item.key, item.version) for item in kept] == [("montagem", 1), ("partes", 1)]
    assert len(refused) == 3
    assert actions.import_items(beto, CSV.encode())[0] == []
    again = actions.import_items(beto, CSV.replace("foi fácil", "foi simples").encode())[0]
    assert [(item.key, item.version) for item in again] == [("montagem", 2)]
    assert Item.objects.count() == 3
    told = queries.items(beto, "montagem")
    assert [(item["version"], item["is_shipped"]) for item in told] == [(2, False)]
    survey = actions.add_survey(beto, "Montagem", "custom", "external")
    question = actions.take_item(beto, survey.pk, "montagem")
    assert (question.item_key, question.item_version) == ("montagem", 2)


@pytest.mark.django_db
def test_an_own_item_stands_before_the_shipped_one_of_its_key(cast: Cast) -> None:
    own = [{"key": "csat", "kind": "csat", "words": {"pt-br": "E aí?", "en": "So?"}}]
    actions.import_items(SYSTEM, json.dumps(own).encode())
    told = [item for item in queries.items(SYSTEM) if item["key"] == "csat"]
    assert [(item["version"], item["words"]["en"]) for item in told] == [(2, "So?")]


@pytest.mark.django_db
def test_only_who_asks_company_wide_fills_the_library(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.import_items(cast.actor("rita"), CSV.encode())
    assert queries.items(cast.actor("rita"), "OUVIRAM pressa")[0]["key"] == "heard_listened"


@pytest.mark.django_db
def test_lists_take_the_same_statements_for_two_and_for_twenty(cast: Cast) -> None:
    beto, costs = cast.actor("beto"), []
    reads: list[Callable[[int], object]] = [
        lambda _number: queries.surveys(beto),
        lambda number: queries.questions(beto, number),
        lambda number: queries.versions(beto, number),
    ]
    for count in (2, 20):
        for n in range(count):
            survey = actions.add_survey(beto, f"Pesquisa {n}", "custom", "external")
            actions.take_item(beto, survey.pk, "nps")
        number = survey.pk
        costs.append([counted(partial(read, number)) for read in reads])
    assert costs == [[1, 1, 1]] * 2


@pytest.mark.django_db
def test_the_list_goes_on_page_by_page(cast: Cast) -> None:
    for n in range(queries.PAGE + 3):
        actions.add_survey(SYSTEM, f"Pesquisa {n}", "custom", "external")
    first, following = queries.surveys(SYSTEM)
    rest, end = queries.surveys(SYSTEM, before=following)
    assert (len(first), len(rest), end) == (queries.PAGE, 3, None)
    assert {told["id"] for told in first}.isdisjoint(told["id"] for told in rest)


def test_options_are_read_strictly() -> None:
    from balcao.listening.surveys.rules import read_options

    for kind, told in (
        ("choice", {"choices": ["a"]}),
        ("choice", {"choices": [{"value": "A b", "words": {}}]}),
        ("choice", {"choices": [{"value": "a"}, {"value": "a"}]}),
        ("choice", {"choices": [{"words": {"en": "x" * 501}}]}),
        ("choice", {"choices": [{}] * 31}),
        ("multiple", {"at_most": 0}),
        ("scale", {"labels": [{"en": "1"}]}),
        ("text", {"max_length": 5000}),
        ("consent", {"about": "all"}),
        ("consent", "x"),
        ("slider", {}),
    ):
        with pytest.raises(Invalid):
            read_options(kind, told)
    free = read_options("choice", {"choices": [{"value": "c1"}, {}, {}]})
    assert [choice["value"] for choice in free["choices"]] == ["c1", "c2", "c3"]
