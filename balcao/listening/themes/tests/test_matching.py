"""Words meet whatever their endings and slips; phrases within a sentence, exactly where asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.listening.themes import rules
from balcao.listening.themes.rules import Phrase

DELAY, PRICE = 1, 2
MADE = rules.compiled(
    [
        Phrase(DELAY, "atraso"),
        Phrase(DELAY, "não retornaram"),
        Phrase(DELAY, "correr atrás", is_except=True),
        Phrase(PRICE, "=caro"),
        Phrase(PRICE, "custo-benefício"),
        Phrase(PRICE, "reclamação"),
        Phrase(PRICE, ""),
        Phrase(PRICE, "!?"),
    ]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Atrasou.", {DELAY}),
        ("atrazaram muuuito", {DELAY}),
        ("ATRASADÍSSIMO? não: sem atrasos", {DELAY}),
        ("Não me retornaram", {DELAY}),
        ("n retornou ninguém", {DELAY}),
        ("Não. Retornaram sim", set()),
        ("não sei se um dia eles retornaram", set()),
        ("retornaram não", set()),
        ("corri atrás do prejuízo", set()),
        ("corri atrás e mesmo assim atrasou", {DELAY}),
        ("muito caro", {PRICE}),
        ("um cara bacana, carinhoso", set()),
        ("custo beneficio", {PRICE}),
        ("custo/benefício", {PRICE}),
        ("reclamacoes", {PRICE}),
        ("Reclamações e atraso", {PRICE, DELAY}),
        ("", set()),
        ("😀 12/10", set()),
    ],
)
def test_a_text_speaks_of(text: str, told: set[int]) -> None:
    assert rules.themes(text, MADE) == told


def test_a_hit_says_where_and_by_which_words() -> None:
    text = "Ontem não me retornaram"
    (hit,) = rules.hits(text, MADE)
    assert text[hit.start : hit.end] == "não me retornaram"
    assert hit.words == "não retornaram"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("atraso", "ATRASADOS"),
        ("reclamação", "reclamacoes"),
        ("custo-benefício", "custo beneficio"),
    ],
)
def test_spellings_of_the_same_are_one(one: str, other: str) -> None:
    assert rules.normal(one) == rules.normal(other) != ""


def test_exactly_is_another_than_with_endings() -> None:
    assert rules.normal("=caro") != rules.normal("caro")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for hit in rules.hits(text, MADE):
        assert 0 <= hit.start < hit.end <= len(text)


def test_a_short_word_that_stands_within_another_is_a_word_of_its_phrase() -> None:
    assert len(rules.normal("nada a ver").split()) == 3
    assert len(rules.normal("de um para outro e um a um").split()) == 8
