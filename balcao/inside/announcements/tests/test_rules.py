"""Whose numbers stand beside their total: by table and by property."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from balcao.inside.announcements import rules

SIZES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 40))


def test_small_groups_stand_with_the_rest() -> None:
    assert rules.shown_groups({"SAC": 12, "TI": 7, "RH": 3}, 2) == {"SAC", "TI"}


def test_the_smallest_one_goes_along_where_the_total_would_give_the_hidden_away() -> None:
    assert rules.shown_groups({"SAC": 12, "TI": 7, "RH": 3}) == {"SAC"}
    assert rules.shown_groups({"SAC": 12, "RH": 4}) == frozenset()


@given(SIZES, st.integers(0, 40))
def test_neither_a_group_shown_nor_what_is_left_is_smaller_than_five(
    sizes: dict[str, int], rest: int
) -> None:
    shown = rules.shown_groups(sizes, rest)
    left = rest + sum(size for name, size in sizes.items() if name not in shown)
    assert all(sizes[name] >= rules.GROUP_LEAST for name in shown)
    assert not shown or left == 0 or left >= rules.GROUP_LEAST


def test_words_are_read_in_another_language_where_their_own_is_missing() -> None:
    assert rules.said({"en": "Hours", "pt-br": "Horário"}, "en") == "Hours"
    assert rules.said({"pt-br": "Horário"}, "en") == "Horário"
    assert rules.said({"en": "Hours"}, "pt-br") == "Hours"
    assert rules.said({}, "en") == ""


def test_a_question_comes_back_as_it_was_kept() -> None:
    asked = rules.Question({"en": "When?"}, ({"en": "Now"}, {"en": "Later"}), 0)
    assert rules.question(asked.kept()) == asked
    assert rules.is_right(asked, 0)
    assert not rules.is_right(asked, 1)
    assert rules.is_right(rules.Question({"en": "When?"}, ({"en": "Now"}, {"en": "Later"})), 1)
    assert rules.question(None) is None
