"""What each audience asks, may read and does not find, as those who could write it are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.core.errors import NotFound
from balcao.insights.gap import queries, rules
from balcao.insights.gap.rules import Gap, Subject
from balcao.service.knowledge import queries as knowledge
from balcao.service.knowledge.tests.writing import published
from tests.cast import Cast
from tests.statements import counted


def test_what_is_asked_and_can_be_read_nowhere_comes_first(cast: Cast) -> None:
    for number in range(4):
        cast.ticket("joao", "sac", f"Entrega atrasada {number}")
    for number in range(3):
        cast.ticket("joao", "sac", f"Garantias do sofá {number}")
    published(cast, "Garantia do sofá", "O prazo é de noventa dias.")
    published(cast, "Entrega atrasada", "Só para dentro.", ["internal"])
    gap = _of(cast, "rita", "customer")
    assert (gap.asked, gap.readable, gap.unanswered) == (7, 1, 1)
    assert [(one.words, one.n, one.articles) for one in gap.subjects] == [
        ("entrega atrasada", 4, 0),
        ("garantias do sofá", 3, 1),
    ]
    low, high = gap.subjects[0].share
    assert low < 4 / 7 < high


def test_a_part_for_insiders_answers_nothing_to_customers(cast: Cast) -> None:
    for number in range(3):
        cast.ticket("joao", "sac", f"Alçada {number}")
        cast.ticket("ana", "sac", f"Alçada {number}")
    published(cast, "Reembolso", "Para todos.\n\n::: interno\nA alçada é de R$ 300.\n:::\n")
    assert _of(cast, "rita", "customer").subjects[0].articles == 0


def test_who_asks_inside_is_told_by_what_they_are(cast: Cast) -> None:
    for name in ("ana", "carlos"):
        for number in range(3):
            cast.ticket(name, "ti", f"Impressora {number}")
    assert _of(cast, "ana", "employee").asked == 3
    assert _of(cast, "ana", "contractor").asked == 3
    assert _of(cast, "ana", "contractor").subjects == (Subject("impressora", 3, 3, 0),)


def test_teams_one_does_not_answer_for_are_not_told(cast: Cast) -> None:
    for number in range(3):
        cast.ticket("ana", "rh", f"Licença {number}")
    assert _of(cast, "rita", "employee").asked == 0
    assert _of(cast, "ana", "employee").asked == 0
    assert [one.words for one in _of(cast, "paulo", "employee").subjects] == ["licença"]


def test_searches_in_vain_stand_with_who_searched(cast: Cast) -> None:
    published(cast)
    cast.ticket("joao", "sac", "Helicóptero")
    for words in ("helicoptero", "helicóptero", "garantia"):
        knowledge.search(NOBODY, words)
    knowledge.search(cast.actor("joao"), "foguete")
    stranger, customer = _of(cast, "rita", "stranger"), _of(cast, "rita", "customer")
    assert [(one.words, one.times) for one in stranger.vain] == [("helicóptero", 2)]
    assert (stranger.searched, stranger.in_vain) == (3, 2)
    assert [one.words for one in customer.vain] == ["foguete"]


def test_other_days_are_not_counted(cast: Cast) -> None:
    for number in range(3):
        cast.ticket("joao", "sac", f"Entrega {number}")
    before = clock.today() - timedelta(days=9)
    found = queries.gaps(cast.actor("rita"), before, clock.today() - timedelta(days=1))
    assert all(gap.asked == 0 for gap in found)


@pytest.mark.parametrize("name", ["joao", "carlos", "lucia", "zoe"])
def test_who_writes_nowhere_is_told_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound):
        queries.gaps(cast.actor(name), clock.today(), clock.today())


def test_it_costs_as_many_statements_however_much_is_asked(cast: Cast) -> None:
    rita, today = cast.actor("rita"), clock.today()
    few = counted(lambda: queries.gaps(rita, today, today))
    for number in range(6):
        cast.ticket("joao", "sac", f"Entrega de cama e sofá {number % 2}")
    assert counted(lambda: queries.gaps(rita, today, today)) == few


def test_what_one_audience_asks_is_no_subject_of_another(cast: Cast) -> None:
    for name, word in (("joao", "Montagem"), ("zoe", "Vitrine")):
        for number in range(3):
            cast.ticket(name, "sac", f"{word} {number}")
    told = {
        readers: [one.words for one in _of(cast, "rita", readers).subjects]
        for readers in rules.READERS
    }
    assert {readers: words for readers, words in told.items() if words} == {
        "customer": ["montagem"],
        "stranger": ["vitrine"],
    }


def test_words_stand_as_most_wrote_them_and_phrases_where_they_say_more() -> None:
    asked = [
        "ENTREGA de geladeira", "Entrega da Geladeira", "Entrega: sofá-cama", "Sofa-cama, cor",
        "sofá-cama rasgado", "Sofá-cama", "Nota fiscal NF", "NF errada", "nf", "Entrega", "entrega",
        "Quero entrega", "cor", "cor certa", "Cor", "raro", "raro", "geladeira da entrega",
    ]  # fmt: skip
    stems = {word: word for subject in asked for word in rules.words_of(subject)}
    found = {one.words: one.n for one in rules.subjects(asked, stems, 9)}
    assert found == {"entrega": 7, "sofá-cama": 4, "cor": 4, "geladeira": 3}
    assert rules.spelt(asked)["sofa"] == "sofá"
    assert rules.spelt(["NF", "NF", "nf", "URGENTE"]) == {"nf": "NF", "urgente": "urgente"}


@pytest.mark.parametrize("word", ["de", "ajuda", "2026", "a4"])
def test_words_that_tell_nothing_are_no_subject(word: str) -> None:
    assert not rules.is_telling(word)
    assert rules.is_telling("entrega")


def _of(cast: Cast, name: str, readers: str) -> Gap:
    found = queries.gaps(cast.actor(name), clock.today() - timedelta(days=5), clock.today())
    return next(gap for gap in found if gap.readers == readers)
