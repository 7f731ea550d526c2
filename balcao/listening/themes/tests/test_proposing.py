"""What no theme covers is grouped; of anonymous comments only enough of them, without examples."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, NotFound
from balcao.listening.themes import reading, rules
from balcao.listening.themes.models import Proposal, ThemeCell
from balcao.measures.privacy import exposed
from tests.cast import Cast

from .writing import PAY, actions, answer, grouped, written

PARROT = "O papagaio da portaria canta de manhã"
CHOIR = "Queria um coral de natal de novo"
ALONE = ["Nada disso", "Xadrez", "Bola"]


def test_texts_that_share_words_are_a_group_named_by_them() -> None:
    texts = [f"{PARROT} {n}" for n in "abcde"] + [f"{CHOIR} {n}" for n in "vwxyz"] + ["Nada disso"]
    found = rules.grouped(texts, 5)
    assert [group.members for group in found] == [(0, 1, 2, 3, 4), (5, 6, 7, 8, 9)]
    assert {"papagaio", "portaria", "manhã"} <= set(found[0].words)


def test_too_few_or_nothing_in_common_is_no_group() -> None:
    assert rules.grouped([PARROT] * 4, 5) == []
    assert rules.grouped(["um", "dois", "", "!?"], 2) == []
    assert rules.grouped([], 5) == []


@pytest.mark.django_db
def test_a_group_is_proposed_named_and_counted() -> None:
    made = written([PARROT] * 5 + [PAY] * 2)
    actions.mark_all()
    assert actions.propose_all() == 1
    proposal = Proposal.objects.get()
    assert (proposal.size, proposal.answers.count()) == (5, 5)
    theme = actions.name_proposal(SYSTEM, proposal.pk, {"pt-br": "Bichos"}, ["papagaio"])
    assert {mark.source for mark in reading.marks_of([answer().pk])[answer().pk]} == {"cluster"}
    actions.recount_due()
    share = next(one for one in reading.shares(made.survey_id) if one.theme_id == theme.pk)
    assert share.found == 5
    assert actions.propose_all() == 0
    with pytest.raises(Conflict):
        actions.drop_proposal(SYSTEM, proposal.pk)


@pytest.mark.django_db
def test_a_group_let_go_does_not_come_again() -> None:
    written([PARROT] * 5)
    actions.mark_all()
    actions.propose_all()
    actions.drop_proposal(SYSTEM, Proposal.objects.get().pk)
    assert actions.propose_all() == 0
    assert Proposal.objects.get().state == Proposal.State.DROPPED


@pytest.mark.django_db
def test_who_may_not_edit_the_survey_settles_no_proposal(cast: Cast) -> None:
    written([PARROT] * 5)
    actions.mark_all()
    actions.propose_all()
    for name in ("zoe", "ana", "marina", "rita"):
        with pytest.raises(NotFound):
            actions.drop_proposal(cast.actor(name), Proposal.objects.get().pk)


@pytest.mark.django_db
def test_anonymous_comments_are_grouped_from_the_least_on_and_show_only_what_enough_wrote() -> None:
    made = grouped({"employee": [PARROT] * 8 + [CHOIR] * 7 + ALONE + [PAY] * 9})
    actions.count_wave(made.pk)
    proposal = Proposal.objects.get()
    assert proposal.wave == made
    assert proposal.size == 8
    assert set(proposal.words) <= {"papagaio", "portaria", "canta", "manhã"}
    assert not proposal.answers.exists()
    shown = [*ThemeCell.objects.filter(wave=made).values_list("behind", flat=True), proposal.behind]
    assert exposed([frozenset(map(str, behind)) for behind in shown], k=8) == []


@pytest.mark.django_db
def test_a_word_that_fewer_wrote_is_not_shown_of_anonymous_comments() -> None:
    words = [f"{PARROT} Marilda" if at < 7 else PARROT for at in range(12)]
    made = grouped({"employee": [*words, *[PAY] * 9]})
    actions.count_wave(made.pk)
    assert "marilda" not in Proposal.objects.get().words


@pytest.mark.django_db
def test_a_group_that_would_leave_a_few_others_alone_is_not_shown() -> None:
    made = grouped({"employee": [PARROT] * 8 + [CHOIR] * 7 + [PAY] * 9})
    actions.count_wave(made.pk)
    assert not Proposal.objects.exists()
