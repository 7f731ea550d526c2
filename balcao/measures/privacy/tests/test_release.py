"""What may be shown together: the attacks by name, and an attacker who tries everything."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.measures.privacy import Reason, Release, exposed, release

from .attacker import attack

Group = frozenset[int]


def people(first: int, last: int) -> Group:
    return frozenset(range(first, last + 1))


def test_a_group_under_k_shows_nothing_not_even_a_count() -> None:
    found = release({"four": people(1, 4), "five": people(11, 15), "none": people(1, 0)})
    assert found == Release(frozenset({"five"}), {"four": Reason.TOO_FEW, "none": Reason.TOO_FEW})


def test_parent_minus_child() -> None:
    found = release({"all": people(1, 20), "most": people(1, 17), "few": people(18, 20)})
    assert found.released == {"all"}
    assert found.hidden["most"] is Reason.TOGETHER


def test_the_next_smallest_sibling_goes_with_a_hidden_one() -> None:
    siblings = {"b": people(1, 3), "c": people(4, 9), "d": people(10, 20)}
    found = release({"all": people(1, 20), **siblings})
    assert found.released == {"all", "d"}
    assert set(found.hidden) == {"b", "c"}


def test_hidden_siblings_that_reach_k_are_enough() -> None:
    parts = {"a": people(1, 3), "b": people(4, 6), "c": people(7, 12), "d": people(13, 30)}
    assert release({"all": people(1, 30), **parts}).released == {"all", "c", "d"}


def test_overlapping_cuts_of_which_each_and_its_rest_are_large() -> None:
    first, second = people(1, 6), people(6, 11)
    cuts = {"first": first, "second": second, "either": first | second, "all": people(1, 20)}
    world = people(1, 20)
    assert attack(world, cuts.values(), 5) == {frozenset({6})}
    found = release(cuts)
    assert len(found.released) == 3
    assert not attack(world, (cuts[label] for label in found.released), 5)


def test_over_time_and_for_another_viewer() -> None:
    before = [people(1, 12)]
    found = release({"team": people(1, 13), "other": people(20, 30)}, released=before)
    assert found.released == {"other"}
    assert found.hidden == {"team": Reason.BEFORE}


def test_a_viewer_knows_his_own_answer() -> None:
    me = frozenset({1})
    found = release({"ours": people(1, 5), "larger": people(1, 6)}, released=[me])
    assert found.released == {"larger"}


def test_everything_large_and_apart_is_shown() -> None:
    groups = {place: people(10 * place, 10 * place + 4) for place in range(30)}
    assert release({**groups, "all": people(0, 299)}) == Release(frozenset([*groups, "all"]), {})


def test_what_follows_already_may_be_said() -> None:
    found = release({"both": people(1, 10)}, released=[people(1, 5), people(6, 10)])
    assert found.released == {"both"}


def test_unsafe_from_before_gets_no_worse() -> None:
    before = [people(1, 10), people(1, 7)]
    assert exposed(before) == [people(8, 10)]
    found = release(
        {"rest": people(8, 20), "next": people(11, 20), "one less": people(2, 10)}, released=before
    )
    assert found.released == {"rest", "next"}
    assert found.hidden == {"one less": Reason.BEFORE}
    assert exposed([people(1, 10), people(1, 5)]) == []


def test_more_cells_are_shown_where_another_choice_gives_more() -> None:
    parts = {"c1": people(4, 8), "c2": people(9, 13), "c3": people(14, 18)}
    groups = {"all": people(1, 34), "b": people(1, 3), "c": people(4, 18), "d": people(19, 34)}
    assert release({**groups, **parts}).released == {"all", "c", "c1", "c2", "c3"}


def test_k_has_at_least_one_person() -> None:
    assert release({"one": people(1, 1)}, k=1).released == {"one"}
    nobody: dict[str, Group] = {}
    with pytest.raises(ValueError):
        release(nobody, k=0)
    with pytest.raises(ValueError):
        exposed([], k=0)
    assert release(nobody) == Release(frozenset(), {})


def test_reasons_tell_no_count() -> None:
    assert all(reason and not any(sign.isdigit() for sign in reason) for reason in Reason)


GROUPS = st.lists(st.frozensets(st.integers(0, 8)), min_size=1, max_size=6)


def table(groups: list[Group]) -> dict[int, Group]:
    return dict(enumerate(groups))


@settings(max_examples=150, deadline=None)
@given(st.lists(GROUPS, min_size=1, max_size=3), st.integers(2, 5))
def test_the_attacker_never_wins_over_what_several_viewers_were_shown(
    tables: list[list[Group]], k: int
) -> None:
    published: list[Group] = []
    for groups in tables:
        found = release(table(groups), k=k, released=published)
        published += [groups[label] for label in found.released]
        assert all(len(groups[label]) >= k for label in found.released)
        assert not attack(range(9), published, k)
    assert exposed(published, k=k) == []


@settings(max_examples=150, deadline=None)
@given(GROUPS, st.lists(st.frozensets(st.integers(0, 8)), max_size=2), st.integers(1, 5))
def test_nothing_hidden_could_be_shown_too(
    groups: list[Group], before: list[Group], k: int
) -> None:
    found = release(table(groups), k=k, released=before)
    shown = [*before, *(groups[label] for label in found.released)]
    already = attack(range(9), before, k)
    assert attack(range(9), shown, k) == already
    assert found.released | set(found.hidden) == set(table(groups))
    for label, reason in found.hidden.items():
        if reason is Reason.TOO_FEW:
            assert len(groups[label]) < k
            continue
        assert attack(range(9), [*shown, groups[label]], k) != already
        alone = attack(range(9), [*before, groups[label]], k) != already
        assert reason is (Reason.BEFORE if alone else Reason.TOGETHER)


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.integers(2, 5))
def test_no_other_choice_shows_more(groups: list[Group], k: int) -> None:
    found = release(table(groups), k=k)
    large = [label for label, members in table(groups).items() if len(members) >= k]
    for choice in combinations(large, len(found.released) + 1):
        assert attack(range(9), (groups[label] for label in choice), k)


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.integers(1, 5))
def test_a_larger_k_shows_no_more_and_is_safe_for_smaller_ones(groups: list[Group], k: int) -> None:
    larger = release(table(groups), k=k + 1).released
    assert len(larger) <= len(release(table(groups), k=k).released)
    assert not attack(range(9), (groups[label] for label in larger), k)


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.permutations(range(9)))
def test_it_does_not_matter_who_is_who(groups: list[Group], names: list[int]) -> None:
    renamed = [frozenset(names[person] for person in members) for members in groups]
    assert release(table(renamed), k=3) == release(table(groups), k=3)


@settings(max_examples=40, deadline=None)
@given(GROUPS, st.lists(st.frozensets(st.integers(0, 8)), max_size=2), st.integers(2, 5))
def test_witnesses_are_what_the_attacker_finds(
    groups: list[Group], before: list[Group], k: int
) -> None:
    published = [*before, *groups]
    found, true = exposed(published, k=k), attack(range(9), published, k)
    assert set(found) <= true
    assert bool(found) == bool(true)
