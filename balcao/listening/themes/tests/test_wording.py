"""The dictionary is changed by those who may ask; corrections of single answers outlast it."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.surveys.models import Survey
from balcao.listening.themes import dictionary, reading
from balcao.listening.themes.models import Edition, Mention, Term
from tests.cast import Cast

from .writing import LEADER, OTHER, PAY, SPACE, actions, answer, theme, written

pytestmark = pytest.mark.django_db


def spoken(number: int = 0) -> set[str]:
    told = reading.marks_of([answer(number).pk]).get(answer(number).pk, [])
    return {mark.key for mark in told}


def recounted() -> None:
    assert actions.recount_due() > 0


def test_a_word_more_marks_what_was_answered_before() -> None:
    written([OTHER, SPACE])
    actions.mark_all()
    edition = actions.change_terms(SYSTEM, theme("pay").pk, add=["gosto de azul"])
    assert edition is not None
    assert spoken(0) == set()
    recounted()
    assert spoken(0) == {"pay"}
    edition.refresh_from_db()
    assert (edition.total, edition.done) == (2, 2)
    assert edition.finished_at is not None


def test_a_shipped_word_let_go_is_let_go_and_can_come_back() -> None:
    written([PAY])
    actions.mark_all()
    actions.change_terms(SYSTEM, theme("pay").pk, remove=["SALARIOS"])
    recounted()
    assert spoken() == set()
    assert Term.objects.get().is_dropped
    actions.change_terms(SYSTEM, theme("pay").pk, add=["salário"])
    recounted()
    assert spoken() == {"pay"}
    assert not Term.objects.exists()


def test_a_phrase_in_which_words_do_not_count_is_honoured() -> None:
    written([f"{OTHER} O salário mínimo da novela."])
    actions.mark_all()
    assert spoken() == {"pay"}
    actions.change_terms(SYSTEM, theme("pay").pk, add=["salário mínimo"], is_except=True)
    recounted()
    assert spoken() == set()


def test_what_does_not_differ_is_no_edition() -> None:
    assert actions.change_terms(SYSTEM, theme("pay").pk, add=["salários"], remove=["nada"]) is None
    assert not Edition.objects.exists()


def test_a_theme_keeps_at_least_one_word() -> None:
    every = [one.words for one in dictionary.words([theme("targets").pk]) if not one.is_except]
    with pytest.raises(Invalid):
        actions.change_terms(SYSTEM, theme("targets").pk, remove=every)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", ["x"]),
        ("Salario e  beneficios", ["x"]),
        ("Cor", []),
        ("Cor", ["!?"]),
        ("Cor", ["a" * 90]),
    ],
)
def test_a_new_theme_without_name_or_words_is_refused(name: str, words: list[str]) -> None:
    with pytest.raises(Invalid):
        actions.add_theme(SYSTEM, "internal", {"pt-br": name}, words)


def test_a_new_theme_is_found_and_counted_on_its_side_alone() -> None:
    made = written([OTHER])
    actions.mark_all()
    added = actions.add_theme(SYSTEM, "internal", {"pt-br": "Cores"}, ["azul", "verde"])
    assert added.names == {"pt-br": "Cores", "en": "Cores"}
    recounted()
    assert spoken() == {"cores"}
    assert next(one for one in reading.shares(made.survey_id) if one.key == "cores").found == 1
    outside = actions.add_theme(SYSTEM, "external", {"pt-br": "Gostos"}, ["gosto"])
    recounted()
    assert outside.key not in spoken()


def test_a_retired_theme_is_not_shown_and_comes_back_whole() -> None:
    made = written([PAY])
    actions.mark_all()
    actions.retire_theme(SYSTEM, theme("pay").pk)
    recounted()
    assert spoken() == set()
    assert "pay" not in {one.key for one in reading.shares(made.survey_id)}
    actions.restore_theme(SYSTEM, theme("pay").pk)
    recounted()
    assert spoken() == {"pay"}


def test_a_correction_stands_whatever_the_dictionary_becomes() -> None:
    written([PAY, OTHER])
    actions.mark_all()
    actions.correct(SYSTEM, answer(0).pk, theme("pay").pk, speaks=False)
    actions.correct(SYSTEM, answer(1).pk, theme("leadership").pk, speaks=True)
    assert (spoken(0), spoken(1)) == (set(), {"leadership"})
    actions.change_terms(SYSTEM, theme("pay").pk, add=["baixo"])
    recounted()
    assert (spoken(0), spoken(1)) == (set(), {"leadership"})
    actions.correct(SYSTEM, answer(0).pk, theme("pay").pk, speaks=True)
    assert spoken(0) == {"pay"}
    assert Mention.objects.filter(answer=answer(0)).count() == 1


def test_an_answer_of_no_theme_of_its_side_is_not_corrected_to_it() -> None:
    written([PAY])
    actions.mark_all()
    with pytest.raises(NotFound):
        actions.correct(SYSTEM, answer().pk, theme("price").pk, speaks=True)


def test_who_may_not_ask_changes_nothing(cast: Cast) -> None:
    written([LEADER])
    actions.mark_all()
    for name in ("zoe", "joao", "ana", "marina"):
        with pytest.raises(NotFound):
            actions.change_terms(cast.actor(name), theme("pay").pk, add=["x"])
        with pytest.raises(NotFound):
            actions.correct(cast.actor(name), answer().pk, theme("pay").pk, speaks=True)
    with pytest.raises(Forbidden):
        actions.change_terms(cast.actor("lucia"), theme("pay").pk, add=["x"])


def test_who_may_ask_elsewhere_corrects_no_answer_here(cast: Cast) -> None:
    made = written([LEADER])
    actions.mark_all()
    rita: Actor = cast.actor("rita")
    with pytest.raises(NotFound):
        actions.correct(rita, answer().pk, theme("pay").pk, speaks=True)
    Survey.objects.filter(pk=made.survey_id).update(team=cast.teams["sac"])
    actions.correct(rita, answer().pk, theme("pay").pk, speaks=True)
    assert "pay" in spoken()


def test_a_later_edition_counts_for_those_before() -> None:
    written([OTHER])
    actions.mark_all()
    first = actions.change_terms(SYSTEM, theme("pay").pk, add=["azul"])
    actions.change_terms(SYSTEM, theme("leadership").pk, add=["azul"])
    assert actions.recount_due() == 2
    assert spoken() == {"pay", "leadership"}
    assert first is not None
    first.refresh_from_db()
    assert (first.done, first.finished_at is None) == (0, False)


def test_who_follows_a_theme_is_told_once_when_all_is_counted_again() -> None:
    made = written([PAY, PAY, LEADER])
    actions.mark_all()
    Event.objects.all().delete()
    actions.change_terms(SYSTEM, theme("pay").pk, add=["azul"])
    recounted()
    told = [(one.subject_id, one.data) for one in Event.objects.filter(name="ThemeCounted")]
    assert told == [(made.survey_id, {"theme_id": theme("pay").pk})]
