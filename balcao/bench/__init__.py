"""How fast the desk is: a throw-away folder, its own group, and a table beside the aims."""

from __future__ import annotations

from pathlib import Path


def run(tickets: int, report: Path | None = None) -> int:
    """Measure a desk of so many tickets and print the table; figures as JSON too when asked.

    0 when everything could be measured, whether or not the aims were met; 1 otherwise.
    """
    from .bench import measure

    return measure(tickets, report)
