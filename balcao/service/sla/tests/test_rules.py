"""Which promise applies, who is told of it, and what a clock's times are: without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.register.calendars import rules as calendars
from balcao.service.sla import rules
from balcao.service.sla.rules import Candidate, Hold, State, TicketFacts, applies

from .promising import SHOP, here

FACTS = TicketFacts("incident", 3, frozenset({"employee", "customer"}), 7, 2)
SIX_HOURS = timedelta(hours=6)
OPENED = here("2026-04-30T17:00")


def test_the_promise_that_names_most_applies_and_says_what_was_passed_over() -> None:
    chosen = applies(
        [
            Candidate(1, 1),
            Candidate(2, 2, {"kind": "incident"}),
            Candidate(3, 3, {"kind": "incident", "team_id": 2}),
            Candidate(4, 4, {"kind": "complaint", "team_id": 2, "priority": 3}),
        ],
        FACTS,
    )
    assert chosen is not None
    assert (chosen.policy_id, chosen.matched) == (3, ("kind", "team_id"))
    assert set(chosen.passed_over) == {
        (4, "no_match", "kind"),
        (2, "less_specific", ""),
        (1, "less_specific", ""),
    }


def test_between_equals_the_first_in_the_companys_order_applies() -> None:
    chosen = applies(
        [Candidate(1, 9, {"organization_id": 7}), Candidate(2, 5, {"relationship": "customer"})],
        FACTS,
    )
    assert chosen is not None
    assert chosen.policy_id == 2
    assert chosen.passed_over == ((1, "later", ""),)


def test_where_no_condition_is_met_nothing_is_promised() -> None:
    assert (
        applies([Candidate(1, 1, {"priority": 4}), Candidate(2, 1, {"team_id": 9})], FACTS) is None
    )
    assert applies([], FACTS) is None


_FACTS = st.builds(
    TicketFacts,
    st.sampled_from(["incident", "request"]),
    st.integers(1, 2),
    st.frozensets(st.sampled_from(["employee", "customer"])),
    st.sampled_from([None, 1]),
    st.integers(1, 2),
)
_CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["incident", "request"]),
        "priority": st.integers(1, 2),
        "relationship": st.sampled_from(["employee", "customer"]),
        "organization_id": st.just(1),
        "team_id": st.integers(1, 2),
    },
)


@given(st.lists(st.tuples(st.integers(0, 3), _CONDITIONS), max_size=6), _FACTS)
def test_the_choice_is_that_of_a_plain_search(
    told: list[tuple[int, dict[str, str | int]]], facts: TicketFacts
) -> None:
    """Every policy is chosen or passed over for a reason, and the chosen one is the best that fits."""

    def fits(conditions: dict[str, str | int]) -> bool:
        holds = dict(conditions)
        tie = holds.pop("relationship", None)
        return (tie is None or tie in facts.relationships) and all(
            getattr(facts, name) == value for name, value in holds.items()
        )

    policies = [Candidate(n, position, c) for n, (position, c) in enumerate(told)]
    fitting = [p for p in policies if fits(dict(p.conditions))]
    chosen = applies(policies, facts)
    if not fitting:
        assert chosen is None
        return
    assert chosen is not None
    best = max(fitting, key=lambda p: (len(p.conditions), -p.position, -p.policy_id))
    assert chosen.policy_id == best.policy_id
    assert {chosen.policy_id, *(p for p, _why, _what in chosen.passed_over)} == {
        p.policy_id for p in policies
    }


@pytest.mark.parametrize(
    ("percent", "assignee", "supervisors", "manager", "told"),
    [
        (50, 1, [2, 3], 4, [1]),
        (80, 1, [2, 3], 4, [1, 2, 3]),
        (100, 1, [2, 3], 4, [1, 2, 3, 4]),
        (50, None, [2, 3], 4, [2, 3]),
        (50, None, [], 4, [4]),
        (80, 1, [], 4, [1, 4]),
        (80, 1, [1], None, [1]),
        (50, None, [], None, []),
    ],
)
def test_the_ladder_steps_over_an_empty_rung(
    percent: int, assignee: int | None, supervisors: list[int], manager: int | None, told: list[int]
) -> None:
    assert rules.receivers(percent, assignee, supervisors, manager) == told


def test_the_due_date_follows_from_the_ledger() -> None:
    """VECTORS: over a holiday, a half day and a weekend; then with a pause."""
    shop = calendars.read(SHOP)
    plain = rules.timing(shop, OPENED, SIX_HOURS, [])
    assert (plain.state, plain.due_at) == (State.RUNNING, here("2026-05-04T09:00"))
    assert plain.next_at == here("2026-05-02T10:00")
    hold = Hold(here("2026-05-02T10:00"), here("2026-05-04T08:30"), "status", "pending")
    paused = rules.timing(shop, OPENED, SIX_HOURS, [hold])
    assert paused.due_at == here("2026-05-04T11:30")


def test_a_pause_without_end_takes_the_due_date_away_unless_it_came_after() -> None:
    shop = calendars.read(SHOP)
    before = Hold(here("2026-05-02T10:00"), None, "status", "pending")
    assert rules.timing(shop, OPENED, SIX_HOURS, [before]) == rules.Timing(State.PAUSED, None, None)
    after = Hold(here("2026-05-04T09:30"), None, "status", "pending")
    assert rules.timing(shop, OPENED, SIX_HOURS, [after]).due_at == here("2026-05-04T09:00")


def test_the_steps_come_at_parts_of_the_working_time() -> None:
    shop = calendars.read(SHOP)
    steps = [rules.timing(shop, OPENED, SIX_HOURS, [], step).next_at for step in (0, 50, 80, 100)]
    assert steps == [
        here("2026-05-02T10:00"),
        here("2026-05-02T11:48"),
        here("2026-05-04T09:00"),
        None,
    ]
