"""The published report is of the attacks there are."""

from __future__ import annotations

from .every import ATTACKS
from .outcomes import title
from .report import HEAD, REPORT, TAIL


def test_the_report_tells_of_every_attack_that_none_wins() -> None:
    told = REPORT.read_text()
    assert told.startswith(HEAD)
    assert told.endswith(TAIL)
    lines = told.removeprefix(HEAD).removesuffix(TAIL).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert [name for name, *_counts in cells[:-1]] == [title(attack) for attack in ATTACKS]
    for _name, tried, won, unguarded in cells:
        assert (int(tried) > 0, int(won), int(unguarded) > 0) == (True, 0, True)
