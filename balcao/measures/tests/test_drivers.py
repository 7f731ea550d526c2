"""Shares of explained variance against closed forms and slow definitions."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from balcao.measures.drivers import NotEnough, fewest, johnson, key_drivers, lmg

INNER = np.array([[1.0, 0.4, 0.2], [0.4, 1.0, 0.5], [0.2, 0.5, 1.0]])
OUTER = np.array([0.5, 0.6, 0.3])


def explained(items: list[int]) -> float:
    part = INNER[np.ix_(items, items)]
    return float(OUTER[items] @ np.linalg.inv(part) @ OUTER[items]) if items else 0.0


def test_lmg_is_the_mean_over_all_orders() -> None:
    expected = np.zeros(3)
    for order in permutations(range(3)):
        for place, item in enumerate(order):
            expected[item] += explained(list(order[: place + 1])) - explained(list(order[:place]))
    assert lmg(INNER[None], OUTER[None])[0] == pytest.approx(expected / 6, abs=1e-12)


def test_two_items_in_closed_form() -> None:
    r, a, b = 0.5, 0.6, 0.3
    whole = (a * a + b * b - 2 * r * a * b) / (1 - r * r)
    inner, outer = np.array([[1, r], [r, 1]]), np.array([a, b])
    both = lmg(inner[None], outer[None])[0]
    assert both == pytest.approx([(a * a + whole - b * b) / 2, (b * b + whole - a * a) / 2])
    # With two items the weights of Johnson are those of LMG.
    assert johnson(inner, outer) == pytest.approx(both)


def test_both_add_up_and_uncorrelated_items_keep_their_own() -> None:
    assert lmg(INNER[None], OUTER[None]).sum() == pytest.approx(explained([0, 1, 2]))
    assert johnson(INNER, OUTER).sum() == pytest.approx(explained([0, 1, 2]))
    assert lmg(np.eye(3)[None], OUTER[None])[0] == pytest.approx(OUTER**2)
    assert johnson(np.eye(3), OUTER) == pytest.approx(OUTER**2)


def world(n: int = 250) -> tuple[dict[str, list[float]], list[float]]:
    random = np.random.default_rng(7)
    items = random.normal(size=(n, 3))
    items[:, 1] += 0.7 * items[:, 0]
    overall = 3 * items[:, 0] + items[:, 2] + random.normal(size=n)
    return {name: list(items[:, at]) for at, name in enumerate("abc")}, list(overall)


def test_a_known_truth_is_found_with_its_doubt() -> None:
    answers, overall = world()
    found = key_drivers(answers, overall, seed=5, resamples=200)
    assert [driver.name for driver in found.drivers] == ["a", "b", "c"]
    assert [driver.rank for driver in found.drivers] == [1, 2, 3]
    assert found.drivers[0].best_rank == found.drivers[0].worst_rank == 1
    assert all(d.best_rank <= d.rank <= d.worst_rank for d in found.drivers)
    design = np.column_stack([np.ones(250), *answers.values()])
    residual = overall - design @ np.linalg.lstsq(design, np.array(overall), rcond=None)[0]
    assert found.r_squared == pytest.approx(1 - residual.var() / np.var(overall), abs=1e-9)
    assert sum(driver.johnson for driver in found.drivers) == pytest.approx(found.r_squared)
    assert found == key_drivers(answers, overall, seed=5, resamples=200)


def test_too_few_answers_are_refused() -> None:
    assert fewest(3) == 107
    answers, overall = world(106)
    with pytest.raises(NotEnough):
        key_drivers(answers, overall, seed=1)


def test_items_that_say_nothing_of_their_own_are_refused() -> None:
    answers, overall = world()
    with pytest.raises(NotEnough):
        key_drivers({**answers, "same": [4.0] * 250}, overall, seed=1)
    with pytest.raises(NotEnough):
        key_drivers(
            {**answers, "sum": [a + b for a, b in zip(*list(answers.values())[:2], strict=True)]},
            overall,
            seed=1,
        )
    with pytest.raises(NotEnough):
        key_drivers(answers, [9.0] * 250, seed=1)
    rare = [0.0] * 249 + [1.0]
    with pytest.raises(NotEnough):
        key_drivers({**answers, "d": rare, "e": [2.0, *rare[1:-1], 0.0]}, overall, seed=1)


def test_wrong_use_is_refused() -> None:
    answers, overall = world()
    with pytest.raises(ValueError):
        key_drivers({}, overall, seed=1)
    with pytest.raises(ValueError):
        key_drivers({str(at): overall for at in range(11)}, overall, seed=1)
    with pytest.raises(ValueError):
        key_drivers({**answers, "short": [1.0]}, overall, seed=1)
