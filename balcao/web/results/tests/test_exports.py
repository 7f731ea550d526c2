"""Files of results: the pages' numbers and answers, safe to open."""

from __future__ import annotations

import csv
import io

import pytest

from balcao.listening.results.tests.counting import rated
from balcao.listening.surveys.models import Survey
from tests.cast import Cast

from .conftest import Reader

pytestmark = pytest.mark.usefixtures("today")


def _lines(told: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(told), delimiter=";"))


def test_numbers_come_with_their_interval_and_by_group(cast: Cast, customers: Survey) -> None:
    told = _lines(Reader(cast, "lucia").file(f"/resultados/{customers.pk}/numeros.csv?by=team"))
    whole, *groups = told[1:]
    value, low, high, n = (float(cell.replace(",", ".")) for cell in whole[5:9])
    assert (value, n) == (34, 100)
    assert (low, high) == pytest.approx((19.5, 48.5), abs=0.05)
    assert {line[3]: line[8] for line in groups} == {"SAC": "88", "TI": "12"}
    assert all(len(line) == len(told[0]) for line in told)


def test_words_of_answers_never_become_formulas(cast: Cast) -> None:
    given = [{"nps": 3, "nps_why": "=HYPERLINK(1)"}, {"nps": 9, "nps_why": "tudo; certo\n“sim”"}]
    made = rated(given, "nps", "nps_why")
    told = _lines(Reader(cast, "beto").file(f"/resultados/{made.pk}/respostas.csv"))
    assert len(told) == 3
    assert sorted(line[-1] for line in told[1:]) == ["'=HYPERLINK(1)", "tudo; certo\n“sim”"]
    assert sorted(line[-2] for line in told[1:]) == ["3", "9"]
