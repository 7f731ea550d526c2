"""Much that happened at once is planned by the same rules, in as many statements as little."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking.actions import Happened
from balcao.listening.asking.actions.planning import plan_together
from balcao.listening.asking.models import Frozen, Invited, SubjectType, When
from balcao.register.orders.actions import record_order
from balcao.register.orders.models import Order
from balcao.register.people.models import Person
from tests.cast import Cast

from .asking import crew, here, occasion, standing, survey

pytestmark = pytest.mark.django_db
NOON = here("2040-11-05T12:00")


def delivered(people: list[Person], first: int = 0) -> list[Happened]:
    """An order of each, delivered today, told before anybody was to be asked about it."""
    found = []
    for number, person in enumerate(people, start=first):
        record_order(
            SYSTEM,
            number=str(number),
            customer=person.pk,
            ordered_on=date(2040, 11, 1),
            delivered_on=date(2040, 11, 5),
        )
        order = Order.objects.get(number=str(number))
        found.append(
            Happened(
                When.DELIVERED, "external", person.pk, SubjectType.ORDER, order.pk, NOON,
                groups={"channel": "loja"},
            )
        )  # fmt: skip
    return found


def test_each_is_asked_about_their_own_and_told_twice_once() -> None:
    with clock.at(NOON):
        people = crew(4, "customer")
        many = delivered(people)
        asked = occasion(survey(), "delivered", delay_days=2)
        assert plan_together(many, asked) == 4
        assert plan_together(many, asked) == 0
    told = {(one.person_id, one.subject_id, one.subject_type) for one in standing()}
    assert told == {(one.person_id, one.subject_id, "order") for one in many}
    assert {one.send_at for one in standing()} == {NOON + timedelta(days=2)}
    assert {one.attributes["channel"] for one in Frozen.objects.all()} == {"loja"}


def test_rest_side_and_reach_are_looked_at() -> None:
    with clock.at(NOON):
        (rests, wanted) = crew(2, "customer")
        many = delivered([rests, wanted])
        asked = occasion(survey(), "delivered")
        assert plan_together(many[:1], asked) == 1
        Invited.objects.update(sent_at=NOON - timedelta(days=3))
        inside = [Happened(When.DELIVERED, "internal", wanted.pk, SubjectType.ORDER, 7, NOON)]
        assert plan_together([*delivered([rests], 9), *inside], asked) == 0
        wanted.handles.all().delete()
        assert plan_together(many[1:], asked) == 0


def test_an_anonymous_round_asks_nobody_twice() -> None:
    with clock.at(NOON):
        people = crew(10, "customer")
        many = [*delivered(people), *delivered(people[:2], 50)]
        asked = occasion(survey(is_anonymous=True), "delivered")
        assert plan_together(many, asked) == 10


def _statements(people: int, first: int, at: datetime) -> int:
    with clock.at(at):
        many = delivered(crew(people, "customer", first), first)
        asked = occasion(survey(), "delivered", delay_days=1)
        with CaptureQueriesContext(connection) as told:
            assert plan_together(many, asked) == people
    return len(told)


def test_as_many_statements_for_twenty_as_for_two(cast: Cast) -> None:
    assert _statements(20, 100, NOON) == _statements(2, 200, NOON)
