from __future__ import annotations

import pytest
from scipy.stats import chi2_contingency

from balcao.measures.collocation import belong_together, log_likelihood


def test_it_is_the_likelihood_ratio_that_scipy_gives_for_the_same_table() -> None:
    table = [[20, 5], [10, 165]]
    told = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(20, 25, 30, 200) == pytest.approx(told)


@pytest.mark.parametrize(
    ("together", "first", "second", "among", "is_one"),
    [
        (3, 3, 3, 3, True),  # never apart, where there is nothing else to compare with
        (20, 25, 30, 200, True),
        (3, 60, 50, 200, False),  # less than chance
        (16, 60, 50, 200, False),  # about as chance
        (0, 0, 0, 0, False),
    ],
)
def test_words_belong_together_beyond_chance(
    together: int, first: int, second: int, among: int, is_one: bool
) -> None:
    assert belong_together(together, first, second, among) is is_one


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="among"):
        log_likelihood(4, 3, 5, 10)
