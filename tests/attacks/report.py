"""Carry out every attack and write down what came of it: `python -m tests.attacks`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.test.utils import setup_test_environment

from tests import database

from .every import ATTACKS
from .numbers import together
from .outcomes import Attack, Outcome, title

REPORT = database.PROJECT / "docs" / "attacks.md"
COMPANIES = 60
HEAD = """# Attacks on anonymity, carried out

Written by `python -m tests.attacks`, which attacks the product as it is; `make test` does the same each time, and
fails when one of them wins. The number is that of the rule in the product's rules of anonymity.

The attacker reads everything that any reader gets, and knows more: who is in which group, who answered, how groups are
cut, and exact totals wherever rounded ones are shown. An attack wins when something about fewer than five people follows
(eight, of comments). **Unguarded** is how often the very same attacker wins where each group of five or more is shown for
itself, as survey tools usually do, or where the key is at hand: it says that the attack works.

| Attack | Tried | Won | Unguarded |
|---|--:|--:|--:|
"""
TAIL = """
**Tried** counts companies, readings, keys, people or mixed openings, whatever the attack repeats. For attacks by order (7 and 8)
chance itself is right about once an opening; they win where that cannot be chance, less than once in a million.

## What no attack here disproves
- Whoever runs the machine and watches it without a break while a round is open can copy the secret key and the boxes, or
  change the programme. The page says so to respondents before the first question.
- A group of exactly five is shown to readers who did not answer in that round. One of its members who is handed a printed
  page of it can take their own answer off: four remain.
- Where all of a set answered alike, whoever reads the whole database knows what each of them said. The pages' gate shows a
  range there; the tables can't.
- The way somebody writes may give them away, whatever is blotted out.
- Who knows every answer of a round but one may try which answer of the last one fits what goes with the score (its drivers,
  rounded to a twentieth): mostly several do, for about one person in ten one alone. Such a knower is beyond any rounding.
- A difference of two single people may follow from exact totals; what is shown is rounded besides. See [measures.md](measures.md).
"""


class Row(NamedTuple):
    """A line of the report."""

    name: str
    outcome: Outcome


def carried_out() -> list[Row]:
    """Every attack, each in a world of its own that is taken back."""
    return [Row(title(attack), _apart(attack)) for attack in ATTACKS] + [
        Row(f"The same, {COMPANIES} companies.", _apart(lambda: together(range(COMPANIES))))
    ]


def written(rows: list[Row]) -> str:
    """The report as a page."""
    lines = [
        f"| {row.name} | {row.outcome.tried} | {row.outcome.won} | {row.outcome.won_unguarded} |\n"
        for row in rows
    ]
    return HEAD + "".join(lines) + TAIL


def _apart(attack: Attack) -> Outcome:
    with transaction.atomic():
        outcome = attack()
        transaction.set_rollback(True)
    return outcome


def main(path: Path = REPORT) -> None:
    """Write the report, on a database that is gone afterwards."""
    setup_test_environment()
    with database.server() as address, database.fresh(address, "attacks") as own:
        database.point_django_to(own)
        path.write_text(written(carried_out()))
