"""Grouping and learning on questions that others wrote, whose subjects are known; docs/text.md tells.

They have no ratings. Some of their subjects have a tone: praise and thanks, and wrong answers and failures.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

from balcao.demo.listening.remarks import pools
from balcao.listening.themes import rules
from balcao.listening.themes.rules import learning
from balcao.measures.scores import csat
from tests.corpus import DATA

from .test_accuracy import DOCS, made, written

PLEASED = ("elogios", "agradecimento")
TROUBLED = (
    "erro_resposta_utter",
    "salic_erros",
    "salic_erros_salvamento_de_proposta",
    "salic_erros_planilha_desapareceu",
)
UNHAPPY = (
    *("atraso", "montagem", "preco", "atendimento", "avaria", "pouca_qualidade"),
    *("demora", "repetir", "nao_resolveu", "retorno"),
)
ELSEWHERE = ("assembly", "damage", "delivery", "wrong_item", "store")


@cache
def intents() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(
        (DATA / "support_pt" / "tais_intents.json").read_text(encoding="utf-8")
    )
    return told


def questions(part: str) -> list[tuple[str, str]]:
    return [(text, one["intent"]) for one in intents() for text in one[part]]


def test_groups_hold_questions_of_one_subject_as_often_as_the_docs_say() -> None:
    told = questions("test")
    groups = rules.grouped([text for text, _intent in told], 5)
    inside = sum(len(group.members) for group in groups)
    right = sum(
        Counter(told[at][1] for at in group.members).most_common(1)[0][1] for group in groups
    )
    told_of = f"{written(csat(inside, len(told)))} of them in {len(groups)} groups, {written(csat(right, inside))}"
    assert told_of in DOCS.read_text(encoding="utf-8"), told_of


def test_what_learns_the_order_tells_subjects_apart_as_the_docs_say() -> None:
    taught, asked = questions("train"), questions("test")
    model = learning.model().fit(*zip(*taught, strict=True))
    said = model.predict([text for text, _intent in asked])
    right = sum(one == intent for one, (_text, intent) in zip(said, asked, strict=True))
    line = written(csat(right, len(asked)))
    assert line in DOCS.read_text(encoding="utf-8"), line


def toned() -> tuple[list[str], list[int]]:
    """What was said with praise or thanks (0), and of what went wrong (1)."""
    told = [(text, one["intent"]) for one in intents() for text in (*one["train"], *one["test"])]
    kept = [
        (text, int(intent in TROUBLED)) for text, intent in told if intent in PLEASED + TROUBLED
    ]
    return [text for text, _label in kept], [label for _text, label in kept]


def test_what_learns_the_order_tells_trouble_from_praise_as_the_docs_say() -> None:
    texts, labels = toned()
    said = learning._apart(texts, labels)
    right = sum((chance >= 0.5) == bool(one) for chance, one in zip(said, labels, strict=True))
    line = f"{written(csat(right, len(texts)))} of {len(texts)}"
    assert line in DOCS.read_text(encoding="utf-8"), line


def test_an_order_learnt_elsewhere_tells_trouble_from_praise_as_the_docs_say() -> None:
    texts, labels = toned()
    taught = [
        (text, int(theme in UNHAPPY))
        for name in ("outside", "tickets", "between")
        for theme, sentences in pools(name).items()
        for text in sentences
    ]
    said = learning.model().fit(*zip(*taught, strict=True)).predict(texts)
    right = sum(one == label for one, label in zip(said, labels, strict=True))
    line = f"{written(csat(right, len(texts)))} by what it learnt from {len(taught)} sentences"
    assert line in DOCS.read_text(encoding="utf-8"), line


def test_questions_about_something_else_seldom_seem_to_be_about_furniture() -> None:
    told = [text for part in ("train", "test") for text, _intent in questions(part)]
    built, keys = made("external")
    wrong = sum(
        bool({keys[at] for at in rules.themes(text, built)} & set(ELSEWHERE)) for text in told
    )
    line = written(csat(wrong, len(told)))
    assert line in DOCS.read_text(encoding="utf-8"), line
