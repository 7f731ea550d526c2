"""Of anonymous comments only what at least the minimum group is behind is told, in any edition."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.core.actor import SYSTEM
from balcao.events.models import Event
from balcao.listening.answers.models import Ballot
from balcao.listening.surveys.models import Question
from balcao.listening.themes import reading, rules
from balcao.listening.themes.models import Mention, Term, ThemeCell
from balcao.listening.themes.rules import Cell, Hidden
from balcao.measures.bands import Banded
from balcao.measures.privacy import exposed

from .writing import LEADER, OTHER, PAY, SPACE, actions, grouped, theme

K = 8


def told(survey_id: int, **asked: object) -> dict[str, object]:
    return {one.key: one.told for one in reading.shares(survey_id, **asked)}  # type: ignore[arg-type]


def reword(key: str, words: str) -> None:
    """One more word of a theme, and every wave counted again."""
    from balcao.core import clock
    from balcao.listening.themes.models import Edition

    one = theme(key)
    Term.objects.create(theme=one, words=words, folded=rules.normal(words))
    Edition.objects.create(theme=one, side=one.side, added=[words], made_at=clock.now())
    actions.count_waves()


@pytest.mark.django_db
def test_a_theme_of_enough_comments_is_told_coarsely_and_without_n() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9 + [LEADER] * 3})
    assert actions.count_wave(made.pk) > 0
    found = {one.key: one for one in reading.shares(made.survey_id)}
    assert isinstance(found["pay"].told, Banded)
    assert found["pay"].told.n == (16, 31)
    assert found["pay"].found is None
    assert found["pay"].wave == 1
    assert isinstance(found["leadership"].told, Hidden)


@pytest.mark.django_db
def test_a_theme_of_few_comments_looks_like_one_of_none() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9 + [LEADER] * 7})
    actions.count_wave(made.pk)
    found = told(made.survey_id)
    assert found["leadership"] == found["premises"] == Hidden()


@pytest.mark.django_db
def test_a_theme_of_which_nearly_all_speak_is_hidden_with_the_few_others() -> None:
    made = grouped({"employee": [PAY] * 12 + [OTHER] * 4})
    actions.count_wave(made.pk)
    assert told(made.survey_id)["pay"] == Hidden()


@pytest.mark.django_db
def test_a_group_is_told_apart_only_where_the_others_are_enough_too() -> None:
    words = {"employee": [PAY] * 10 + [OTHER] * 9, "outsourced": [PAY] * 4 + [OTHER] * 9}
    made = grouped(words)
    actions.count_wave(made.pk)
    assert isinstance(told(made.survey_id)["pay"], Banded)
    assert told(made.survey_id, cut="relationship", value="employee")["pay"] == Hidden()
    assert told(made.survey_id, cut="relationship", value="outsourced")["pay"] == Hidden()


@pytest.mark.django_db
def test_nothing_is_told_before_the_wave_is_settled_nor_twice() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9})
    assert reading.shares(made.survey_id) == []
    assert actions.count_waves() == 1
    assert actions.count_waves() == 0
    assert actions.count_wave(made.pk) == 0
    assert not Mention.objects.exists()
    assert Event.objects.filter(name="ThemeCounted").count() == 1


@pytest.mark.django_db
def test_a_changed_dictionary_tells_no_difference_of_a_few() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9 + [SPACE] * 3})
    actions.count_wave(made.pk)
    before = told(made.survey_id)["pay"]
    reword("pay", "ventilador")
    assert told(made.survey_id)["pay"] == before
    assert ThemeCell.objects.filter(wave=made, theme=theme("pay"), cut="").count() == 1


@pytest.mark.django_db
def test_a_changed_dictionary_tells_what_enough_more_comments_bring() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9 + [SPACE] * 8})
    actions.count_wave(made.pk)
    reword("pay", "ventilador")
    cells = ThemeCell.objects.filter(wave=made, theme=theme("pay"), cut="").order_by("edition")
    assert [len(one.behind) for one in cells] == [9, 17]
    told_now = next(one for one in reading.shares(made.survey_id) if one.key == "pay")
    assert told_now.edition == cells[1].edition


@pytest.mark.django_db
def test_words_tried_one_by_one_never_isolate_a_comment() -> None:
    words = ["azul", "verde", "vinho", "cinza", "preto", "marrom"]
    drawn = random.Random(3)
    made = grouped(
        {
            group: [" ".join(drawn.sample(words, 2)) + "." for _one in range(count)]
            for group, count in (("employee", 20), ("outsourced", 14))
        }
    )
    for word in words:
        reword("pay", word)
    behind = [frozenset(map(str, one.behind)) for one in ThemeCell.objects.filter(wave=made)]
    assert len(behind) > 3
    assert exposed(behind, k=K) == []


@pytest.mark.django_db
def test_who_wrote_a_comment_sees_only_what_holds_without_it() -> None:
    made = grouped({"employee": [PAY] * 8 + [OTHER] * 9})
    actions.count_wave(made.pk)
    assert isinstance(told(made.survey_id)["pay"], Banded)
    assert told(made.survey_id, only_for_all=True)["pay"] == Hidden()


GROUPS = st.lists(
    st.tuples(st.sets(st.integers(1, 4), max_size=3), st.sampled_from(["a", "b", "c"])),
    min_size=8,
    max_size=60,
)


@settings(max_examples=60)
@given(GROUPS, GROUPS)
def test_no_sum_over_two_editions_gets_at_fewer_comments(
    first: list[tuple[set[int], str]], second: list[tuple[set[int], str]]
) -> None:
    shown: list[frozenset[str]] = []
    for edition in (first, [(again[0], one[1]) for one, again in zip(first, second, strict=False)]):
        comments = {str(at): (told, {"team": team}) for at, (told, team) in enumerate(edition)}
        if len(edition) < len(first):
            comments |= {
                str(at): (told, {"team": team})
                for at, (told, team) in enumerate(first)
                if at >= len(edition)
            }
        found = rules.cells(comments)
        audited = rules.audited(found, K, before=tuple(shown))
        assert audited.for_all <= audited.released
        shown += [found[cell] for cell in found if cell in audited.released]
    assert exposed(shown, k=K) == []


def test_cells_are_every_theme_within_every_group() -> None:
    found = rules.cells({"x": ({1}, {"team": "7"}), "y": (set(), {})})
    assert found == {
        Cell(None, "", ""): frozenset("xy"),
        Cell(1, "", ""): frozenset("x"),
        Cell(None, "team", "7"): frozenset("x"),
        Cell(1, "team", "7"): frozenset("x"),
    }


@pytest.mark.django_db
def test_where_only_some_were_asked_for_words_no_group_is_told_apart() -> None:
    made = grouped({"employee": [PAY] * 18 + [OTHER] * 18})
    rule = {"when": "all", "rules": [{"question": "enps", "operator": "at_most", "value": 6}]}
    Question.objects.filter(key="enps_why").update(shown_if=rule)
    assert actions.count_wave(made.pk) == 0
    ballots = Ballot.objects.filter(wave=made)
    Ballot.objects.bulk_create(
        Ballot(wave=made, values=one.values, attributes=one.attributes) for one in ballots[:K]
    )
    assert actions.count_wave(made.pk) == 2
    assert set(ThemeCell.objects.values_list("cut", flat=True)) == {""}


@pytest.mark.django_db
def test_a_change_of_the_other_side_counts_no_wave_again() -> None:
    made = grouped({"employee": [PAY] * 9 + [OTHER] * 9})
    actions.count_waves()
    actions.change_terms(SYSTEM, theme("price").pk, add=["azul"])
    assert actions.count_waves() == 0
    actions.change_terms(SYSTEM, theme("waiting").pk, add=["azul"])
    assert actions.count_waves() == 1
    assert isinstance(told(made.survey_id)["waiting"], Banded)
