"""The order of looking is learnt from ratings, or refused; it is never told of anonymous comments."""

from __future__ import annotations

import random

import pytest

from balcao.listening.answers.tests.responding import give, links, wave
from balcao.listening.themes import rules
from balcao.listening.themes.models import Marked, Training
from balcao.listening.themes.rules import Refusal

from .writing import PAY, actions, grouped

GOOD = ("ótimo", "adorei", "excelente", "rápido", "gentil", "perfeito", "recomendo")
BAD = ("péssimo", "horrível", "demorado", "descaso", "quebrado", "nunca mais", "absurdo")


def text(drawn: random.Random, words: tuple[str, ...]) -> str:
    return "O sofá e a entrega: " + " ".join(drawn.sample(words, 2))


@pytest.mark.parametrize(
    ("kind", "score", "told"),
    [("nps", 6, True), ("nps", 7, None), ("nps", 9, False), ("csat", 2, True), ("csat", 3, None),
     ("csat", 4, False), ("ces", 3, True), ("ces", 4, None), ("ces", 5, False), ("scale", 1, None),
     ("enps", 0, True), ("", 0, None)],
)  # fmt: skip
def test_a_rating_is_unhappy_happy_or_between(kind: str, score: int, told: bool | None) -> None:
    assert rules.is_bad(kind, score) is told


def test_what_was_rated_teaches_how_likely_the_rest_is_unhappy() -> None:
    drawn = random.Random(1)
    texts = [text(drawn, BAD if at % 2 else GOOD) for at in range(140)]
    ratings = [None if at < 20 else bool(at % 2) for at in range(140)]
    told = rules.learnt(texts, ratings)
    assert (told.good, told.bad, told.tried, told.refusal) == (60, 60, 120, None)
    assert told.accuracy.low > 0.8
    assert min(told.unease[1:20:2]) > max(told.unease[0:20:2])


def test_too_few_ratings_teach_nothing() -> None:
    told = rules.learnt(["bom"] * 300, [False] * 251 + [True] * 49)
    assert (told.refusal, told.unease, told.tried) == (Refusal.TOO_FEW, (), 0)


def test_the_same_words_over_and_over_teach_nothing() -> None:
    told = rules.learnt(["muito bom"] * 60 + ["muito ruim"] * 60, [False] * 60 + [True] * 60)
    assert told.refusal == Refusal.TOO_FEW


def test_words_that_have_nothing_to_do_with_ratings_teach_nothing() -> None:
    drawn = random.Random(2)
    texts = [text(drawn, GOOD + BAD) for _one in range(200)]
    told = rules.learnt(texts, [drawn.random() < 0.4 for _one in range(200)])
    assert told.refusal == Refusal.NO_BETTER
    assert told.unease == ()


@pytest.mark.django_db
def test_comments_with_a_name_get_their_order_once_there_is_something_new() -> None:
    drawn = random.Random(3)
    made = wave("enps", "enps_why", is_anonymous=False, people=110)
    for at, token in enumerate(links(made)):
        is_bad = at % 2 == 1
        told = {"enps": 3 if is_bad else 10, "enps_why": text(drawn, BAD if is_bad else GOOD)}
        give(token, told)
    actions.mark_all()
    assert actions.learn_all() == 1
    assert actions.learn_all() == 0
    training = Training.objects.get()
    assert (training.side, training.refusal, training.tried) == ("internal", "", 110)
    order = Marked.objects.order_by("-unease").values_list("answer__values", flat=True)
    scores = [min(v for v in values.values() if isinstance(v, int)) for values in order]
    assert sum(score == 3 for score in scores[:50]) > 45


@pytest.mark.django_db
def test_anonymous_comments_have_no_order() -> None:
    made = grouped({"employee": [PAY] * 10})
    actions.count_wave(made.pk)
    assert actions.learn_all() == 0
    assert not Marked.objects.exists()
