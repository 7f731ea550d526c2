"""What is blotted out, how it is packed, and which groups stay: tables and properties."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.listening.answers import rules
from balcao.listening.answers.rules import MARK, Names
from balcao.listening.surveys.rules import Asked, Kind, choices, lines

NAMES = Names(
    frozenset({"rita", "joao", "rosa"}),
    frozenset({"rita", "joao", "rosa", "souza", "das", "dores", "li"}),
)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("A Rita me trata mal.", f"A {MARK} me trata mal."),
        ("a rita me trata mal", f"a {MARK} me trata mal"),
        ("falei com rita souza ontem", f"falei com {MARK} {MARK} ontem"),
        ("João das Dores sabe", f"{MARK} das {MARK} sabe"),
        ("JOÃO!", f"{MARK}!"),
        ("comprei uma rosa", "comprei uma rosa"),
        ("meu CPF é 111.444.777-35, ok", f"meu CPF é {MARK}, ok"),
        ("11144477735", MARK),
        ("ligue (11) 98765-4321", f"ligue {MARK}"),
        ("+55 11 98765 4321 já", f"{MARK} já"),
        ("CNPJ 12.ABC.345/01DE-35", f"CNPJ {MARK}"),
        ("escreva a eu.mesma@boapraca.example hoje", f"escreva a {MARK} hoje"),
        ("sou @anabanana na rede", f"sou {MARK} na rede"),
        ("protocolo 2026 0000123 4", f"protocolo {MARK}"),
        ("nota 10 de 10, em 2026, por R$ 1.234,56", "nota 10 de 10, em 2026, por R$ 1.234,56"),
        ("uma\nduas\x07 linhas", "uma\nduas linhas"),
    ],
)
def test_what_gives_somebody_away_is_blotted_out(told: str, kept: str) -> None:
    assert rules.masked(told, NAMES) == kept


@given(st.text(), st.frozensets(st.text(min_size=3, max_size=8), max_size=5))
def test_blotting_out_never_makes_words_longer(told: str, names: frozenset[str]) -> None:
    assert len(rules.masked(told, Names(names, names))) <= len(told)


def words(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "words": {"en": value}} for value in values]


QUESTIONS = [
    Asked("nps", Kind.NPS, {}, id=10**12),
    Asked("one", Kind.CHOICE, {}, options={"choices": words("c1", "c" * 40)}, id=2),
    Asked("any", Kind.MULTIPLE, {}, options={"choices": words("c1", "c2", "c3")}, id=3),
    Asked("order", Kind.RANKING, {}, options={"choices": words("a", "b", "c")}, id=4),
    Asked(
        "lines",
        Kind.MATRIX,
        {},
        options={"rows": words("r1", "r2"), "labels": [{"en": str(n)} for n in range(11)]},
        id=5,
    ),
    Asked("yes", Kind.CONSENT, {}, options={"about": "quote"}, id=6),
    Asked("why", Kind.TEXT, {}, options={"max_length": 30}, id=7),
]
LONGEST = {
    "1000000000000": 10,
    "2": "c" * 40,
    "3": choices(QUESTIONS[2]),
    "4": choices(QUESTIONS[3]),
    "5": dict.fromkeys(lines(QUESTIONS[4]), 11),
    "6": False,
    "7": "\U0001f600" * 30,
}


@given(st.sets(st.sampled_from(sorted(LONGEST))), st.text(max_size=30))
def test_every_answer_is_packed_into_the_same_room_and_comes_back(
    answered: set[str], own: str
) -> None:
    told = {key: LONGEST[key] for key in answered} | {"7": rules.masked(own, NAMES)}
    size = rules.room(QUESTIONS)
    content = rules.packed(told, {"department": 7}, size)
    assert len(content) == size
    assert rules.unpacked(content) == (told, {"department": 7})


def test_the_longest_answer_with_the_longest_groups_has_room() -> None:
    groups = dict.fromkeys(("department", "unit", "team"), 2**63)
    groups |= {"region": "ã" * 40, "channel": "ã" * 40, "tenure": "over_10"}  # type: ignore[dict-item]
    assert len(rules.packed(LONGEST, groups, rules.room(QUESTIONS))) == rules.room(QUESTIONS)


def test_what_is_longer_than_its_questions_allow_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        rules.packed({"7": "a" * 5000}, {}, rules.room(QUESTIONS))


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "department": st.integers(1, 3),
            "team": st.integers(1, 3),
            "unit": st.integers(1, 3),
            "tenure": st.sampled_from(["under_1", "1_to_2"]),
            "region": st.sampled_from(["SP", "RJ"]),
        },
    ),
    min_size=5,
    max_size=60,
)


def signature(groups: dict[str, Any]) -> str:
    return json.dumps(groups, sort_keys=True)


@given(PEOPLE, st.integers(2, 5), st.sampled_from([rules.ORDER, rules.OF_REQUESTS]))
def test_whoever_knows_everybodys_groups_finds_sets_of_k_alone(
    told: list[dict[str, Any]], k: int, order: Sequence[str]
) -> None:
    kept = rules.grouped(told, k, order)
    assert all(
        set(groups.items()) <= set(own.items()) for own, groups in zip(told, kept, strict=True)
    )
    assert min(Counter(map(signature, kept)).values()) >= k


@given(PEOPLE, st.randoms(use_true_random=False))
def test_which_groups_stay_follows_from_groups_alone(
    told: list[dict[str, Any]], random: Any
) -> None:
    mixed = told[:]
    random.shuffle(mixed)
    told_kept = Counter(map(signature, rules.grouped(told, 5)))
    assert told_kept == Counter(map(signature, rules.grouped(mixed, 5)))


def test_large_groups_stay_and_somebody_alone_is_among_the_others() -> None:
    told = [{"department": 1}] * 6 + [{"department": 2}] * 7 + [{"department": 3}]
    kept = Counter(map(signature, rules.grouped(told, 5)))
    assert kept == {'{"department": 2}': 7, "{}": 7}


def test_fewer_than_k_are_refused() -> None:
    with pytest.raises(ValueError, match="minimum"):
        rules.grouped([{}] * 4, 5)
