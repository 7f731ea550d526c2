"""The picture of the balance: a pair of scales that leans to the side which keeps more promises."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from balcao.insights.balance.rules import Difference, Verdict

WIDTH, HEIGHT = 360, 176
PIVOT_X, PIVOT_Y, BEAM = 180.0, 44.0, 122.0
DEGREES_A_POINT, STEEPEST = 0.8, 18.0
PAN, CHAIN = 30.0, 34.0


@dataclass(frozen=True, slots=True)
class Pan:
    """A pan and what it hangs by, as paths, and the middle of what is written below it."""

    chains: str
    bowl: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Paths of the beam, of the doubt around it, and both pans."""

    beam: str
    doubt: str
    outside: Pan
    inside: Pan
    width: int = WIDTH
    height: int = HEIGHT


def scale(told: Difference) -> Scale:
    """The scales of a difference: level when nothing is known, with the doubt as a fan."""
    is_known = told.verdict is not Verdict.FEW
    tilt = _degrees(told.value) if is_known else 0.0
    (left_x, left_y), (right_x, right_y) = _end(tilt, -1), _end(tilt, 1)
    return Scale(
        beam=f"M{left_x} {left_y}L{right_x} {right_y}",
        doubt=_fan(_degrees(told.low), _degrees(told.high)) if is_known else "",
        outside=_pan(left_x, left_y),
        inside=_pan(right_x, right_y),
    )


def _degrees(share: float) -> float:
    return max(-STEEPEST, min(STEEPEST, share * 100 * DEGREES_A_POINT))


def _end(degrees: float, way: int) -> tuple[float, float]:
    angle = radians(degrees)
    x, y = PIVOT_X + way * BEAM * cos(angle), PIVOT_Y + way * BEAM * sin(angle)
    return round(x, 1), round(y, 1)


def _fan(low: float, high: float) -> str:
    paths = []
    for way in (-1, 1):
        (x, y), (to_x, to_y) = _end(low, way), _end(high, way)
        paths.append(f"M{PIVOT_X} {PIVOT_Y}L{x} {y}A{BEAM} {BEAM} 0 0 1 {to_x} {to_y}Z")
    return "".join(paths)


def _pan(x: float, y: float) -> Pan:
    left, right = round(x - PAN, 1), round(x + PAN, 1)
    down, bottom = round(y + CHAIN, 1), round(y + CHAIN + 20, 1)
    chains = f"M{left} {down}L{x} {y}L{right} {down}"
    bowl = f"M{left} {down}H{right}C{right} {bottom} {left} {bottom} {left} {down}Z"
    return Pan(chains, bowl, x, down + 36)
