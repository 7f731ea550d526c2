"""Cells that a spreadsheet would compute, as collected by those who attack with them."""

from __future__ import annotations

import json

import pytest

from balcao.register.orders.rules import WrongOrder
from balcao.register.orders.rules.values import read_words
from tests.corpus import DATA

KNOWN = json.loads((DATA / "hostile" / "csv_injection.json").read_text())["must_be_neutralised"]


@pytest.mark.parametrize("told", [told for told in KNOWN if told[0] in "=+-@"])
def test_known_injections_do_not_pass(told: str) -> None:
    with pytest.raises(WrongOrder, match="formula"):
        read_words("name", told, 500)


def test_there_are_some() -> None:
    assert len(KNOWN) >= 10
