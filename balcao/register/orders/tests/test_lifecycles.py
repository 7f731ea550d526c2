"""What sort of customer somebody is follows from what they bought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.models import Event
from balcao.register.orders import actions
from balcao.register.orders.models import Order
from balcao.register.people import actions as people
from balcao.register.people.models import Person
from tests.cast import Cast

from .selling import bought


def sort_of(cast: Cast, name: str = "joao") -> str:
    """The lifecycle written on the person."""
    return Person.objects.get(pk=cast.people[name].pk).lifecycle


def test_one_purchase_is_occasional_two_are_repeat(cast: Cast) -> None:
    assert sort_of(cast) == ""
    bought("1")
    assert sort_of(cast) == "occasional"
    bought("2", ordered_on=date(2026, 10, 1))
    assert sort_of(cast) == "repeat"
    bought("2", ordered_on=date(2026, 10, 1), cancelled_on=date(2026, 10, 2))
    assert sort_of(cast) == "occasional"


@pytest.mark.parametrize(("days", "expected"), [(365, "occasional"), (366, "lapsed")])
def test_a_year_without_a_purchase_has_lapsed(cast: Cast, days: int, expected: str) -> None:
    bought(ordered_on=clock.today() - timedelta(days=days))
    assert sort_of(cast) == expected


def test_the_day_itself_makes_it_so_and_a_purchase_ends_it(cast: Cast) -> None:
    bought()
    with clock.at(datetime(2027, 9, 1, 12, tzinfo=UTC)):
        assert actions.keep_lifecycles() == 0
    with clock.at(datetime(2027, 9, 2, 12, tzinfo=UTC)):
        assert actions.keep_lifecycles() == 1
        assert sort_of(cast) == "lapsed"
        assert actions.keep_lifecycles() == 0
        bought("2", ordered_on=date(2027, 9, 2))
    assert sort_of(cast) == "repeat"
    fields = Event.objects.filter(name="PersonChanged", data__field="lifecycle")
    assert fields.count() == 3


def test_a_contract_outranks_purchases(cast: Cast) -> None:
    people.change_person(SYSTEM, cast.people["joao"].pk, "lifecycle", "contract")
    bought()
    assert sort_of(cast) == "contract"
    with clock.at(datetime(2028, 1, 1, tzinfo=UTC)):
        assert actions.keep_lifecycles() == 0


def test_who_never_ordered_keeps_what_was_said_of_them(cast: Cast) -> None:
    people.change_person(SYSTEM, cast.people["zoe"].pk, "lifecycle", "repeat")
    assert actions.refresh_lifecycles(SYSTEM, [cast.people["zoe"].pk]) == 0
    assert actions.keep_lifecycles() == 0
    assert sort_of(cast, "zoe") == "repeat"


def test_orders_and_lifecycle_follow_a_merge_and_its_undoing(cast: Cast) -> None:
    joao, zoe = cast.people["joao"].pk, cast.people["zoe"].pk
    bought("1")
    bought("2", customer=zoe)
    merged = people.merge(SYSTEM, joao, zoe)
    assert set(Order.objects.values_list("customer_id", flat=True)) == {joao}
    assert sort_of(cast) == "repeat"
    people.unmerge(SYSTEM, merged.pk)
    assert set(Order.objects.values_list("customer_id", flat=True)) == {joao, zoe}
    assert (sort_of(cast), sort_of(cast, "zoe")) == ("occasional", "occasional")
