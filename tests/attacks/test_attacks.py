"""Every attack is tried: none wins here, each wins where nothing stands in its way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .every import ATTACKS
from .numbers import together
from .outcomes import Attack

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_finds_out_about_fewer_people_than_it_may(attack: Attack) -> None:
    outcome = attack()
    assert outcome.tried > 0
    assert outcome.won == 0
    assert outcome.won_unguarded > 0


@settings(max_examples=4)
@given(seed=st.integers(100, 10**9))
def test_no_company_gives_a_small_group_away_whoever_puts_together_what_they_were_shown(
    seed: int,
) -> None:
    assert together([seed]).won == 0
