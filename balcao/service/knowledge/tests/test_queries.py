"""What readers get: articles, shelves, hits and suggestions, each as far as it is theirs."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY
from balcao.core.errors import Invalid, NotFound
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.models import Search
from balcao.service.knowledge.queries import searching
from tests.cast import Cast
from tests.statements import counted

from .writing import INSIDE, published, read, shelf, titles


def test_an_article_reads_as_its_readers_may(cast: Cast) -> None:
    made = published(cast)
    outside = queries.article(NOBODY, made.slug, "pt-br")
    assert outside["title"] == "Garantia do sofá"
    assert '<h3 id="como-pedir">Como pedir</h3>' in outside["html"]
    assert "noventa dias" in outside["html"]
    assert INSIDE not in str(outside)
    assert outside["freshness"] == "fresh"
    inside = read(cast, "ana", made.slug)
    assert INSIDE in inside["html"]
    assert inside["etag"] != outside["etag"]
    assert outside["is_public"]
    assert (outside["has_restricted"], inside["has_restricted"]) == (False, True)


def test_reading_time_counts_only_what_one_reads(cast: Cast) -> None:
    body = "Uma frase curta.\n\n::: interno\n" + "palavra " * 900 + "\n:::\n"
    made = published(cast, body=body)
    assert queries.article(NOBODY, made.slug)["reading_minutes"] == 1
    assert read(cast, "ana", made.slug)["reading_minutes"] == 5


def test_an_article_comes_in_the_readers_language_where_it_has_it(cast: Cast) -> None:
    made = published(cast)
    rita = cast.actor("rita")
    actions.translate(rita, made.pk, "en", "Sofa warranty", "Ninety days.")
    assert read(cast, "joao", made.slug, "en")["language"] == "pt-br"
    actions.publish(rita, made.pk)
    shown = read(cast, "joao", made.slug, "en")
    assert (shown["title"], shown["language"]) == ("Sofa warranty", "en")
    assert shown["languages"] == ["en", "pt-br"]
    assert read(cast, "joao", made.slug, "pt-br")["title"] == "Garantia do sofá"


def test_shelves_show_what_is_on_them_for_the_reader(cast: Cast) -> None:
    above = shelf(cast, "Compras")
    under = shelf(cast, "Garantias", above)
    shelf(cast, "Vazia")
    published(cast, category_id=under.pk)
    published(cast, "Escala de férias", "Peça em maio.", ["internal"], category_id=above.pk)
    outside = queries.categories(NOBODY)
    assert [(one["name"], one["count"]) for one in outside] == [("Compras", 1)]
    assert [one["name"] for one in outside[0]["children"]] == ["Garantias"]
    assert queries.categories(cast.actor("ana"))[0]["count"] == 2
    found, following = queries.articles(cast.actor("ana"), category="compras")
    assert titles(found) == ["Escala de férias", "Garantia do sofá"]
    assert following is None
    assert titles(queries.articles(NOBODY, category="compras")[0]) == ["Garantia do sofá"]


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    for number in range(7):
        published(cast, f"Artigo {number}", "Texto.")
    seen: list[str] = []
    cursor: str | None = None
    for _page in range(4):
        found, cursor = queries.articles(NOBODY, cursor=cursor, limit=3)
        seen += titles(found)
        if cursor is None:
            break
    assert seen == [f"Artigo {number}" for number in reversed(range(7))]
    with pytest.raises(Invalid):
        queries.articles(NOBODY, cursor="nada")


def test_search_finds_words_in_any_spelling_and_marks_them(cast: Cast) -> None:
    published(cast)
    published(cast, "Entrega aos sábados", "Combine com o motorista.")
    found = queries.search(NOBODY, "NOTAS fiscais garantia")
    assert titles(found) == ["Garantia do sofá"]
    assert "nota fiscal" in found[0]["snippet"]
    assert any(hit for _piece, hit in found[0]["marked"])
    assert titles(queries.search(NOBODY, "entrega no domingo")) == ["Entrega aos sábados"]


def test_search_finds_no_word_of_insiders_for_outsiders(cast: Cast) -> None:
    published(cast)
    for name in ("joao", "zoe"):
        assert not queries.search(cast.actor(name), INSIDE)
        assert not queries.suggest(cast.actor(name), f"alçada {INSIDE}")
        assert INSIDE not in str(queries.search(cast.actor(name), "garantia alçada"))
    assert titles(queries.search(cast.actor("ana"), INSIDE)) == ["Garantia do sofá"]


def test_a_search_is_counted_without_its_asker(cast: Cast) -> None:
    published(cast)
    joao = cast.actor("joao")
    for _time in range(2):
        queries.search(joao, "Montagem do armário de joao@cliente.example")
    queries.search(NOBODY, "garantia")
    told = list(Search.objects.order_by("id").values("words", "readers", "found", "times", "place"))
    assert told == [
        {
            "words": "montagem do armario de @",
            "readers": ["customer"],
            "found": 0,
            "times": 2,
            "place": "help",
        },
        {"words": "garantia", "readers": ["stranger"], "found": 1, "times": 1, "place": "help"},
    ]
    vain = queries.searched_in_vain(cast.actor("marina"))[0]
    assert [(one["words"], one["times"], one["readers"]) for one in vain] == [
        ("montagem do armario de @", 2, ["customer"])
    ]
    assert not queries.searched_in_vain(joao)[0]
    actions.settle_search(cast.actor("marina"), "montagem do armario de @")
    assert not queries.searched_in_vain(cast.actor("marina"))[0]


def test_what_confidential_teams_look_for_at_the_desk_is_not_kept(cast: Cast) -> None:
    queries.search(cast.actor("paulo"), "denuncia contra alguem", where="desk")
    assert not Search.objects.exists()


def test_suggestions_come_from_few_words_among_many(cast: Cast) -> None:
    published(cast)
    published(cast, "Senha do Wi-Fi", "A senha muda toda segunda.", ["internal"], team="sac")
    told = "Bom dia, comprei um sofá com vocês e ele veio rasgado, tenho garantia?"
    assert titles(queries.suggest(cast.actor("joao"), told))[:1] == ["Garantia do sofá"]
    assert not Search.objects.exists()


def test_the_edition_changes_for_those_whose_reading_changed(cast: Cast) -> None:
    before = {name: queries.edition(cast.actor(name)) for name in ("ana", "joao", "carlos")}
    assert len(set(before.values())) == 3
    made = published(cast, "Escala", "Texto.", ["employee"])
    after = {name: queries.edition(cast.actor(name)) for name in before}
    assert {name for name in before if before[name] != after[name]} == {"ana"}
    actions.settle(cast.actor("rita"), made.pk, {"audience": ["customer"]})
    last = {name: queries.edition(cast.actor(name)) for name in before}
    assert {name for name in before if last[name] != after[name]} == {"ana", "joao"}


def test_feedback_is_one_word_a_person_and_counts(cast: Cast) -> None:
    made = published(cast)
    joao = cast.actor("joao")
    actions.give_feedback(joao, made.slug, "pt-br", False, "Não diz o prazo.")
    actions.give_feedback(joao, made.slug, "pt-br", True)
    actions.give_feedback(NOBODY, made.slug, "pt-br", False, "Faltou o telefone.", caller="a")
    made.refresh_from_db()
    assert (made.helped, made.unhelpful) == (1, 1)
    told = queries.feedback(cast.actor("marina"))[0]
    assert [(one["words"], one["readers"]) for one in told] == [("Faltou o telefone.", "stranger")]
    assert not queries.feedback(cast.actor("ana"))[0]
    internal = published(cast, "Escala", "Texto.", ["internal"])
    with pytest.raises(NotFound):
        actions.give_feedback(joao, internal.slug, "pt-br", True)


def test_what_holds_most_of_the_words_is_suggested_however_old_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    published(cast, "Puxador", "O puxador do gaveteiro fica solto.")
    for number in range(4):
        published(cast, f"Peças {number}", "Trocamos o puxador." if number % 2 else "Um gaveteiro.")
    found = queries.suggest(NOBODY, "o puxador do meu gaveteiro caiu", limit=1)
    assert titles(found) == ["Puxador"]


def test_reading_costs_the_same_for_two_articles_and_for_twenty(cast: Cast) -> None:
    where = shelf(cast)
    made = published(cast, category_id=where.pk)
    joao = cast.actor("joao")

    def ask() -> None:
        queries.article(joao, made.slug)
        queries.articles(joao)
        queries.categories(joao)
        queries.search(joao, "garantia", is_noted=False)
        queries.edition(joao)

    few = counted(ask)
    for number in range(18):
        published(cast, f"Garantia {number}", category_id=where.pk)
    assert counted(ask) == few == 7


def test_lists_of_work_come_in_pages(cast: Cast) -> None:
    made, marina = published(cast), cast.actor("marina")
    for words in ("um", "dois", "três"):
        queries.search(NOBODY, f"inexistente {words}")
        actions.give_feedback(NOBODY, made.slug, "pt-br", False, words, caller=words)
    first, before = queries.feedback(marina, limit=2)
    rest, after = queries.feedback(marina, before=before, limit=2)
    assert [one["words"] for one in (*first, *rest)] == ["três", "dois", "um"]
    assert after is None
    vain, past = queries.searched_in_vain(marina, limit=2)
    others, end = queries.searched_in_vain(marina, past=past or 0, limit=2)
    assert len({one["words"] for one in (*vain, *others)}) == 3
    assert (past, end) == (2, None)
