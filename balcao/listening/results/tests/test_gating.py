"""Which groups are told: whatever the groups are, and whoever did not answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balcao.listening.answers.rules import grouped
from balcao.listening.results.rules import SERVED, Group, Members, Reason, audited, groups
from balcao.measures.privacy import exposed

ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "department": st.sampled_from([1, 2, 3]),
        "team": st.sampled_from([1, 2]),
        "tenure": st.sampled_from(["under_1", "1_to_2"]),
    },
)
CROWDS = st.lists(ATTRIBUTES, min_size=5, max_size=45)


def of(told: list[Mapping[str, Any]], *, coarse: bool) -> dict[Group, Members]:
    return groups(grouped(told, 5) if coarse else told)


@given(CROWDS, st.booleans(), st.data())
def test_no_sum_of_what_is_told_leads_to_a_few(
    told: list[Mapping[str, Any]], coarse: bool, data: st.DataObject
) -> None:
    members = of(told, coarse=coarse)
    answered = data.draw(st.sets(st.integers(0, len(told) - 1)).map(frozenset))
    gate = audited(members, answered, 5, decided=False)
    assert exposed([members[group] & answered for group in gate.released], k=5) == []
    assert exposed([members[group] & answered for group in gate.for_all], k=6) == []
    assert gate.for_all <= gate.released
    assert gate.released.isdisjoint(gate.hidden)
    assert gate.released | gate.hidden.keys() == members.keys()


@given(CROWDS, st.data())
def test_nor_does_that_somebody_was_asked_at_all(
    told: list[Mapping[str, Any]], data: st.DataObject
) -> None:
    """Who was asked says what they answered before: neither these nor the others are ever a few."""
    members = of(told, coarse=True)
    answered = data.draw(st.sets(st.integers(0, len(told) - 1)).map(frozenset))
    gate = audited(members, answered, 5, decided=True)
    for k, shown in ((5, gate.released), (6, gate.for_all)):
        for side in (answered, frozenset(range(len(told))) - answered):
            behind = [members[group] & side for group in shown]
            assert all(len(one) >= k for one in behind)
            assert exposed(behind, k=k) == []
    assert set(gate.hidden.values()) <= {Reason.WOULD_TELL_OTHERS}
    assert gate.released | gate.hidden.keys() == members.keys()


@given(CROWDS, st.data())
def test_who_answered_learns_no_more_of_a_few_by_taking_their_own_answer_off(
    told: list[Mapping[str, Any]], data: st.DataObject
) -> None:
    members = of(told, coarse=False)
    answered = data.draw(st.sets(st.integers(0, len(told) - 1), min_size=1).map(frozenset))
    gate = audited(members, answered, 5, decided=False)
    shown = [members[group] & answered for group in gate.for_all]
    for viewer in answered:
        own = frozenset({viewer})
        assert exposed([own, *shown], k=5) in ([own], [])


def test_everybody_comes_before_any_group() -> None:
    told = [{"department": 1}] * 6 + [{"department": 2}] * 3
    gate = audited(groups(told), frozenset(range(9)), 5, decided=False)
    assert gate.released == {Group()}
    assert gate.hidden == {
        Group("department", "1"): Reason.WOULD_TELL_OTHERS,
        Group("department", "2"): Reason.TOO_FEW,
    }


def test_who_asked_is_crossed_with_who_answered_and_no_pair_follows_from_the_sums() -> None:
    sizes = {("ti", "loja"): 12, ("ti", "compras"): 6, ("fin", "loja"): 7, ("fin", "compras"): 3}
    told = [
        {"team": team, "department": asker}
        for (team, asker), size in sizes.items()
        for _one in range(size)
    ]
    members = groups(told, crossed=(SERVED,))
    pairs = {group for group in members if group.crossed_cut}
    assert {(one.value, one.crossed_value) for one in pairs} == set(sizes)
    gate = audited(members, frozenset(range(len(told))), 5, decided=False)
    few = Group("team", "fin", "department", "compras")
    assert gate.hidden[few] == Reason.TOO_FEW
    assert len(gate.hidden) > 1  # else the few follow from the sums
    assert exposed([members[one] for one in gate.released], k=5) == []
    assert {Group(), Group("team", "ti"), Group("department", "loja")} <= gate.released


def test_pairs_are_crossed_that_are_read_together() -> None:
    told = [{"department": 1, "tenure": "under_1", "region": "SP"}] * 5
    assert list(groups(told)) == [
        Group(),
        Group("department", "1"),
        Group("department", "1", "tenure", "under_1"),
        Group("region", "SP"),
        Group("tenure", "under_1"),
    ]
    assert len(groups(told, crossed=())) == 4
