"""Experience against expectation on the page of a survey that asks for both."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.listening.results.expectations import work_out_all
from balcao.listening.results.tests.counting import MONDAY, rated
from tests.cast import Cast

from .conftest import Reader

pytestmark = pytest.mark.usefixtures("today")


def test_what_was_met_stands_beside_what_was_expected(cast: Cast) -> None:
    pairs = [(3, 5), (3, 4), (4, 4), (5, 4)]
    given = [{"nps": 8, "expectation_before": one, "expectation_met": two} for one, two in pairs]
    made = rated(given, "nps", "expectation_before", "expectation_met")
    address = f"/resultados/{made.pk}/"
    lucia = Reader(cast, "lucia")
    assert 'id="expected"' not in lucia.page(address)
    with clock.at(MONDAY):
        work_out_all()
    page = lucia.page(address)
    assert 'id="expected"' in page
    part = page.partition('id="expected"')[2].partition("</section>")[0]
    for told in ("+0,5", "25", "50"):
        assert told in part
