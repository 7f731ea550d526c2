"""The figures beside their aims, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .load import Figures


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure, its limit, and on which side of it the figure should be."""

    name: str
    figure: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """True when the figure is on the right side of its limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


@dataclass(slots=True)
class Measured:
    """One thing measured at several numbers of clients, and its floor."""

    name: str
    floor: Figures | None = None
    at: dict[int, Figures] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """All that was measured."""

    tickets: int
    is_equal: bool
    measured: list[Measured] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The report as plain text."""
        parts = [
            f"{self.tickets} tickets of 5 messages, copied in; "
            + ("equal to their events" if self.is_equal else "NOT EQUAL TO THEIR EVENTS"),
            _table(_HEAD, (_line(each, n) for each in self.measured for n in sorted(each.at))),
            _table(("aim", "figure", "limit", ""), (_aim(aim) for aim in self.aims)),
            "\n".join(self.remarks),
        ]
        return "\n\n".join(part for part in parts if part)

    def write(self, file: Path) -> None:
        """The report as JSON."""
        told: dict[str, Any] = asdict(self)
        told["aims"] = [{**asdict(aim), "is_met": aim.is_met} for aim in self.aims]
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


_HEAD = ("", "clients", "p50 ms", "p95 ms", "a second", "floor ms", "times its floor")


def _line(measured: Measured, clients: int) -> tuple[str, ...]:
    figures = measured.at[clients]
    floor = measured.floor
    beside = ("", "")
    if floor is not None and clients == 1:
        beside = (f"{floor.p50:.1f}", f"{figures.p50 / floor.p50:.1f}")
    return (
        measured.name if clients == min(measured.at) else "",
        str(clients),
        f"{figures.p50:.1f}",
        f"{figures.p95:.1f}",
        f"{figures.rate:.0f}",
        *beside,
    )


def _aim(aim: Aim) -> tuple[str, ...]:
    sign = "≥" if aim.at_least else "≤"
    return (
        aim.name,
        f"{aim.figure:.1f} {aim.unit}".strip(),
        f"{sign} {aim.limit:g} {aim.unit}".strip(),
        "met" if aim.is_met else "MISSED",
    )


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [tuple(head), *(tuple(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    told = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([told[0], "-" * len(told[0]), *told[1:]])
