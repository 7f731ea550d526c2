"""Experience against expectation: how far the one went beyond the other, answer by answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from .scores import Estimate, Scale, mean


class Disconfirmation(NamedTuple):
    """The mean of experience less expectation, and how many met less, the same and more than they
    expected."""

    mean: Estimate
    worse: int
    same: int
    better: int

    @property
    def distinguishable(self) -> bool:
        """True when the interval leaves out that experience was just as expected."""
        return not self.mean.low <= 0 <= self.mean.high


def disconfirmation(pairs: Mapping[tuple[int, int], int], scale: Scale) -> Disconfirmation:
    """Of how many people expected so much and experienced so much, both on one scale.

    R. L. Oliver, "A Cognitive Model of the Antecedents and Consequences of Satisfaction Decisions",
    Journal of Marketing Research 17 (1980), pages 460 to 469. The interval is that of the mean of
    paired differences: Student's t (Student, "The Probable Error of a Mean", Biometrika 6 (1908),
    pages 1 to 25) from 30 pairs that are not all alike, else the bound of `scores.mean` on the scale
    of differences. In steps of the scale, above zero where experience was better. ValueError without
    pairs, or with an answer off the scale.
    """
    for (expected, experienced), count in pairs.items():
        ends = min(expected, experienced), max(expected, experienced)
        if count and not scale.lowest <= ends[0] <= ends[1] <= scale.highest:
            raise ValueError("an answer lies off the scale")
    way = 1 if scale.is_high_good else -1
    counts: Counter[int] = Counter()
    for (expected, experienced), count in pairs.items():
        counts[way * (experienced - expected)] += count
    reach = scale.highest - scale.lowest
    return Disconfirmation(
        mean(counts, Scale(-reach, reach)),
        worse=sum(count for step, count in counts.items() if step < 0),
        same=counts[0],
        better=sum(count for step, count in counts.items() if step > 0),
    )
