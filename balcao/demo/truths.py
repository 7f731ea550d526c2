"""What is true of the demo company's opinions because it was planted: the data that tests recover.

Days are counted back from the day on which the demo ends. Docs: docs/demo-truths.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple

Weights = Mapping[int, int]
"""How often each value is dealt, of their sum."""

YEAR = 365

# Outside: what somebody answers after a delivery.
PARTNER_DAYS_AGO = 150  # a new delivery partner took over: fewer late deliveries, so a higher NPS
TEMPLATE_DAYS_AGO = 250  # a new e-mail template: nothing came of it
LOWER_REGION = "Sul"
LOWER_REGION_STEPS = -1.5
RISING_THEME_DAYS = 30  # damaged goods are spoken of more and more
RISING_SHARE, USUAL_SHARE = 0.55, 0.04
THEME_LIMIT = Decimal(25)  # percent: beyond it, and beyond doubt, a theme becomes a task

SLIPS_BEFORE: Weights = {-2: 12, -1: 14, 0: 34, 1: 14, 3: 15, 8: 11}
SLIPS_AFTER: Weights = {-2: 22, -1: 26, 0: 44, 1: 5, 3: 2, 8: 1}
"""By how many days deliveries miss what was promised."""

PUNCTUALITY: Mapping[int, Weights] = {
    -2: {5: 3, 4: 1},
    -1: {5: 3, 4: 1},
    0: {5: 2, 4: 2},
    1: {3: 2, 2: 2},
    3: {2: 3, 1: 1},
    8: {1: 3, 2: 1},
}
"""What is said of punctuality, by the days missed."""

ASSEMBLY: Weights = {1: 1, 2: 2, 3: 3, 4: 7, 5: 7}
PRICE: Weights = {1: 1, 2: 2, 3: 5, 4: 7, 5: 5}
NOISE: Weights = {-3: 1, -2: 3, -1: 6, 0: 8, 1: 6, 2: 3, 3: 1}
SCORE_AT_FOUR = 8.8
STEPS_PER_POINT: Mapping[str, float] = {"on_time": 0.9, "assembly": 0.65, "price": 0.3}
"""How far one point of each moves the score of 0 to 10: their order is that of the key drivers."""
DRIVERS = tuple(STEPS_PER_POINT)

# The stages of a purchase; nobody asks about comparing: that stage is a gap.
PURCHASE: Weights = {5: 8, 4: 7, 3: 3, 2: 1, 1: 1}
STAGE_NEED: Weights = {5: 9, 4: 8, 3: 2, 2: 1}
STAGE_RESEARCH: Weights = {5: 4, 4: 6, 3: 5, 2: 3, 1: 2}
STAGE_GAP = "Comparação"

# After a ticket: the share that is content, by the team that solved it.
CSAT: Mapping[str, Weights] = {
    "SAC": {5: 9, 4: 7, 3: 2, 2: 1, 1: 1},
    "Financeiro": {5: 8, 4: 9, 3: 4, 2: 2, 1: 2},
    "Logística": {5: 5, 4: 6, 3: 4, 2: 3, 1: 2},
}

# Inside: what the departments of those teams say of the service they get from the others.
INNER_SERVICE: Mapping[str, Weights] = {
    "Atendimento ao Cliente": {5: 8, 4: 9, 3: 2, 2: 1},
    "Financeiro": {5: 4, 4: 8, 3: 5, 2: 2, 1: 1},
    "Logística": {5: 1, 4: 6, 3: 6, 2: 5, 1: 2},
}
INNER_SERVICE_ELSEWHERE: Weights = {5: 6, 4: 8, 3: 4, 2: 2}
# After a request to another area: how content who asked is, by the area that answered.
REQUESTED: Mapping[str, Weights] = {
    "TI": {5: 9, 4: 7, 3: 2, 2: 1, 1: 1},
    "Financeiro": {5: 4, 4: 7, 3: 5, 2: 3, 1: 1},
    "Logística": {5: 6, 4: 8, 3: 4, 2: 2},
}
SERVES = {"SAC": "Atendimento ao Cliente", "Financeiro": "Financeiro", "Logística": "Logística"}
CSAT_PER_INNER_POINT = 0.20  # one point less inside is twenty percentage points less outside

# Inside: one department was worse off until something was done.
WORSE_OFF = "Logística"
SHIFTS_DAYS_AGO = 240  # Logística's shifts were planned anew, with those who work them
TOO_SMALL = "Diretoria"  # four people: never shown
SILENT_PULSE = 4  # in this wave of the pulse three people answered: nothing was kept
SILENT_ANSWERS = 3

ENPS: Weights = {10: 4, 9: 6, 8: 3, 7: 3, 6: 2, 5: 1, 3: 1}
ENPS_WORSE: Weights = {10: 1, 9: 1, 8: 3, 7: 2, 6: 4, 5: 4, 4: 2, 3: 2, 1: 1}
WEEK: Weights = {5: 4, 4: 9, 3: 5, 2: 2}
WEEK_WORSE: Weights = {5: 1, 4: 3, 3: 6, 2: 7, 1: 3}
CLIMATE: Weights = {5: 6, 4: 8, 3: 4, 2: 1, 1: 1}
CLIMATE_WORSE: Weights = {4: 3, 3: 4, 2: 7, 1: 6}
RECOGNITION: Weights = {5: 3, 4: 5, 3: 5, 2: 4, 1: 3}
"""Recognition is what everybody misses, in every department."""

# How many of those asked answer.
ANSWERING: Mapping[str, Weights] = {
    "post_sale": {1: 8, 0: 13},
    "csat": {1: 11, 0: 9},
    "stages": {1: 3, 0: 5},
    "pulse": {1: 4, 0: 1},
    "climate": {1: 17, 0: 3},
    "service": {1: 4, 0: 1},
    "requested": {1: 9, 0: 1},
}


class Scored(NamedTuple):
    """The shares of promoters and detractors that the planted law makes."""

    promoters: float
    detractors: float

    @property
    def nps(self) -> float:
        """In points."""
        return 100 * (self.promoters - self.detractors)


def score(on_time: int, assembly: int, price: int, noise: int, *, is_lower: bool) -> int:
    """The score of 0 to 10 of somebody who says so of the three drivers."""
    told = {"on_time": on_time, "assembly": assembly, "price": price}
    exact = SCORE_AT_FOUR + noise + (LOWER_REGION_STEPS if is_lower else 0)
    exact += sum(STEPS_PER_POINT[name] * (points - 4) for name, points in told.items())
    return max(0, min(10, int(exact + 0.5) if exact > 0 else 0))


def post_sale(slips: Weights, *, is_lower: bool = False) -> Scored:
    """What the law makes of deliveries that slip so, counted through without any chance."""
    promoters = detractors = whole = 0.0
    for slip, often in slips.items():
        parts = (PUNCTUALITY[slip], ASSEMBLY, PRICE, NOISE)
        dealt = often / _sum(PUNCTUALITY[slip])
        for told in product(*(part.items() for part in parts)):
            (on_time, a), (assembly, b), (price, c), (noise, d) = told
            weight = dealt * a * b * c * d
            made = score(on_time, assembly, price, noise, is_lower=is_lower)
            whole += weight
            promoters += weight * (made >= 9)
            detractors += weight * (made <= 6)
    return Scored(promoters / whole, detractors / whole)


def mean(weights: Weights) -> float:
    """The mean that these weights make."""
    return sum(value * often for value, often in weights.items()) / _sum(weights)


def satisfied(weights: Weights) -> float:
    """The share of 4 and 5."""
    return sum(often for value, often in weights.items() if value >= 4) / _sum(weights)


def enps(weights: Weights) -> float:
    """In points."""
    found = sum(((v >= 9) - (v <= 6)) * often for v, often in weights.items())
    return 100 * found / _sum(weights)


def day(last: date, days_ago: int) -> date:
    """That day, of a demo that ends on `last`."""
    return last - timedelta(days=days_ago)


def _sum(weights: Weights) -> int:
    return sum(weights.values())
