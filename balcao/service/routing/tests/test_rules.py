"""Whom a ticket goes to: by table, and by property against a plain reading of the rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.routing.rules import (
    LAPSES_AFTER_MISSES,
    PASSED_LABELS,
    WHY_LABELS,
    Candidate,
    Needs,
    Passed,
    State,
    Why,
    choose,
    is_lapsed,
    may_take_anything,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PORTAL = Needs(channel="portal")


def somebody(
    number: int,
    load: int = 0,
    limit: int = 4,
    idle_minutes: int = 10,
    state: State = State.AVAILABLE,
    skills: dict[int, int] | None = None,
    chats: tuple[int, int] | None = None,
) -> Candidate:
    loads, limits = {"": load}, {"": limit}
    if chats:
        loads["chat"], limits["chat"] = chats
    idle_since = NOW - timedelta(minutes=idle_minutes)
    return Candidate(number, state, loads, limits, skills or {}, idle_since)


@pytest.mark.parametrize(
    ("needs", "people", "chosen", "why"),
    [
        (PORTAL, [], None, Why.NOBODY),
        (PORTAL, [somebody(1, state=State.BREAK)], None, Why.NOBODY),
        (PORTAL, [somebody(1, 4)], None, Why.NOBODY),
        (PORTAL, [somebody(1, 0, 0)], None, Why.NOBODY),
        (PORTAL, [somebody(1, 5, 4), somebody(2, 3)], 2, Why.ONLY_ONE),
        (PORTAL, [somebody(1, 2), somebody(2, 1)], 2, Why.LEAST_LOADED),
        (PORTAL, [somebody(1, 2, 4), somebody(2, 3, 10)], 2, Why.LEAST_LOADED),
        (PORTAL, [somebody(1, 1, 3), somebody(2, 2, 6, 50)], 2, Why.LONGEST_IDLE),
        (PORTAL, [somebody(1, idle_minutes=5), somebody(2, idle_minutes=9)], 2, Why.LONGEST_IDLE),
        (PORTAL, [somebody(2), somebody(1)], 1, Why.LOWEST_NUMBER),
        (Needs("portal", last_agent=1), [somebody(1, 3), somebody(2)], 1, Why.LAST_AGENT),
        (Needs("portal", last_agent=1), [somebody(1, 4), somebody(2)], 2, Why.ONLY_ONE),
        (Needs("portal", last_agent=9), [somebody(2)], 2, Why.ONLY_ONE),
        (Needs("chat"), [somebody(1, 1, chats=(2, 2)), somebody(2, 3)], 2, Why.ONLY_ONE),
        (Needs("portal"), [somebody(1, 1, chats=(2, 2)), somebody(2, 3)], 1, Why.LEAST_LOADED),
        (Needs("chat"), [somebody(1, 1, 9, chats=(1, 2)), somebody(2, 1)], 2, Why.LEAST_LOADED),
        (Needs(skills={7: 3}), [somebody(1, skills={7: 2}), somebody(2, 3, skills={7: 3})], 2,
         Why.ONLY_ONE),
        (Needs(skipped_by=frozenset({1})), [somebody(1), somebody(2, 3)], 2, Why.ONLY_ONE),
        (Needs(last_agent=1, skipped_by=frozenset({1})), [somebody(1), somebody(2)], 2,
         Why.ONLY_ONE),
    ],
)  # fmt: skip
def test_the_table_of_choices(
    needs: Needs, people: list[Candidate], chosen: int | None, why: Why
) -> None:
    found = choose(needs, people, NOW)
    assert (found.person_id, found.why) == (chosen, why)


@pytest.mark.parametrize(
    ("needs", "other", "reason"),
    [
        (PORTAL, somebody(2, state=State.BUSY), Passed.BUSY),
        (PORTAL, somebody(2, state=State.BREAK), Passed.BREAK),
        (PORTAL, somebody(2, state=State.TRAINING), Passed.TRAINING),
        (PORTAL, somebody(2, state=State.AWAY), Passed.AWAY),
        (PORTAL, somebody(2, 4), Passed.FULL),
        (PORTAL, somebody(2, 1), Passed.MORE_LOADED),
        (PORTAL, somebody(2, idle_minutes=1), Passed.LESS_IDLE),
        (PORTAL, somebody(2), Passed.EQUAL),
        (Needs(skipped_by=frozenset({2})), somebody(2), Passed.SKIPPED),
        (Needs(last_agent=1), somebody(2), Passed.NOT_LAST),
        (Needs(skills={7: 1}), somebody(2), Passed.SKILL),
        (Needs(skills={7: 1}, languages=frozenset({7})), somebody(2), Passed.LANGUAGE),
    ],
)
def test_each_reason_for_passing_somebody_over(
    needs: Needs, other: Candidate, reason: Passed
) -> None:
    chosen = somebody(1, skills={7: 5})
    found = choose(needs, [other, chosen], NOW)
    assert found.person_id == 1
    assert found.passed_over == {2: reason}


def test_a_skill_that_nobody_in_the_team_has_keeps_no_ticket_waiting() -> None:
    people = [somebody(1, skills={7: 2}), somebody(2, skills={8: 1}, state=State.AWAY)]
    assert choose(Needs(skills={7: 3}), people, NOW).left_out == {7}
    assert choose(Needs(skills={7: 3}), people, NOW).person_id == 1
    kept = choose(Needs(skills={8: 1}), people, NOW)
    assert (kept.person_id, kept.left_out) == (None, frozenset())
    assert kept.passed_over == {1: Passed.SKILL, 2: Passed.AWAY}


def test_a_clock_that_went_back_makes_everybody_equally_idle() -> None:
    people = [somebody(2, idle_minutes=-30), somebody(1, idle_minutes=-90)]
    assert choose(PORTAL, people, NOW).person_id == 1
    assert choose(PORTAL, [*people, somebody(3)], NOW).person_id == 3


def test_who_never_got_a_ticket_comes_before_who_did() -> None:
    fresh = Candidate(9, State.AVAILABLE, {}, {"": 4}, {})
    assert choose(PORTAL, [somebody(1, idle_minutes=10_000), fresh], NOW).person_id == 9


def test_nobody_lapses_by_the_clock_only_by_looks_without_a_sign() -> None:
    assert not is_lapsed(State.AVAILABLE, LAPSES_AFTER_MISSES - 1)
    assert is_lapsed(State.BREAK, LAPSES_AFTER_MISSES)
    assert not is_lapsed(State.AWAY, 999)


def test_every_reason_has_its_words() -> None:
    assert set(WHY_LABELS) == set(Why)
    assert set(PASSED_LABELS) == set(Passed)


_candidates = st.lists(
    st.builds(
        somebody,
        st.integers(1, 40),
        st.integers(0, 6),
        st.integers(0, 6),
        st.integers(-100, 100),
        st.sampled_from(State),
        st.dictionaries(st.integers(1, 3), st.integers(1, 5)),
        st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
    ),
    max_size=12,
    unique_by=lambda each: each.person_id,
)
_needs = st.builds(
    Needs,
    channel=st.sampled_from(["chat", "portal"]),
    skills=st.dictionaries(st.integers(1, 3), st.integers(1, 5), max_size=2),
    last_agent=st.none() | st.integers(1, 40),
    skipped_by=st.frozensets(st.integers(1, 40), max_size=3),
    asked_by=st.none() | st.integers(1, 40),
)


def _can(needs: Needs, each: Candidate, everybody: list[Candidate]) -> bool:
    """The rule said plainly: here, not skipped, able to, with room in all and on the channel."""
    has_room = all(
        each.loads.get(scope, 0) < each.limits[scope]
        for scope in ("", needs.channel)
        if scope in each.limits
    )
    able = all(
        each.skills.get(skill, 0) >= level
        or all(other.skills.get(skill, 0) < level for other in everybody)
        for skill, level in needs.skills.items()
    )
    barred = needs.skipped_by | {needs.asked_by}
    here = each.state is State.AVAILABLE and each.person_id not in barred
    return here and has_room and able


@given(_needs, _candidates)
def test_somebody_who_can_is_chosen_exactly_when_there_is_one(
    needs: Needs, people: list[Candidate]
) -> None:
    able = {each.person_id for each in people if _can(needs, each, people)}
    found = choose(needs, people, NOW)
    assert (found.person_id in able) if able else (found.person_id is None)
    assert set(found.passed_over) == {each.person_id for each in people} - {found.person_id}
    if needs.last_agent in able:
        assert found.person_id == needs.last_agent


@given(_needs, _candidates)
def test_nobody_who_could_has_more_room_or_as_much_and_waited_longer(
    needs: Needs, people: list[Candidate]
) -> None:
    found = choose(needs, people, NOW)
    if found.person_id is None or found.why is Why.LAST_AGENT:
        return
    chosen = next(each for each in people if each.person_id == found.person_id)
    for each in people:
        if not _can(needs, each, people):
            continue
        assert chosen.fullness(needs.channel) <= each.fullness(needs.channel)
        if chosen.fullness(needs.channel) == each.fullness(needs.channel):
            assert min(chosen.idle_since or NOW, NOW) <= min(each.idle_since or NOW, NOW)


@given(_needs, _candidates, st.randoms())
def test_the_order_in_which_people_are_given_decides_nothing(
    needs: Needs, people: list[Candidate], random: object
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(needs, people, NOW) == choose(needs, shuffled, NOW)


@given(_candidates)
def test_who_may_take_nothing_at_all_is_never_chosen(people: list[Candidate]) -> None:
    found = choose(PORTAL, people, NOW).person_id
    assert found is None or any(
        may_take_anything(each) for each in people if each.person_id == found
    )
