"""Orders written down: once, completed by what is said later, of somebody who is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.core.importing import Outcome
from balcao.core.sql import row
from balcao.events.models import Event
from balcao.register.orders import actions
from balcao.register.orders.actions.customers import LOCK_SPACE
from balcao.register.orders.actions.recording import record_all
from balcao.register.orders.models import Order
from balcao.register.orders.rules import Customer, Told, WrongOrder
from balcao.register.people import actions as people
from balcao.register.people.models import Handle, Person, Relationship
from balcao.register.profile.models import Fact
from tests.cast import Cast
from tests.statements import counted

from .selling import bought


def told() -> list[str]:
    """Names of the facts about orders, in their order."""
    return [
        *Event.objects.filter(subject_type="order").order_by("pk").values_list("name", flat=True)
    ]


def test_an_order_told_twice_changes_nothing_and_tells_nobody(cast: Cast) -> None:
    first = bought()
    assert first.outcome is Outcome.ADDED
    facts, changed = Event.objects.count(), Order.objects.get().updated_at
    again = bought()
    assert (again.outcome, again.order_id) == (Outcome.SAME, first.order_id)
    assert Event.objects.count() == facts
    assert Order.objects.get().updated_at == changed
    assert told() == ["OrderRecorded"]


def test_what_is_said_later_completes_it(cast: Cast) -> None:
    bought(promised_on=date(2026, 9, 20))
    later = bought(delivered_on=date(2026, 9, 23), value=None)
    assert later.outcome is Outcome.CHANGED
    order = Order.objects.get()
    assert order.delivered_on == date(2026, 9, 23)
    assert (order.promised_on, order.value) == (date(2026, 9, 20), Decimal("2199.00"))
    assert told() == ["OrderRecorded", "OrderChanged", "OrderDelivered"]
    bought(delivered_on=date(2026, 9, 24))
    assert told()[3:] == ["OrderChanged"]  # it came on another day, and came but once
    bought(cancelled_on=date(2026, 10, 1))
    assert told()[4:] == ["OrderChanged", "OrderCancelled"]


def test_the_facts_hold_no_words(cast: Cast) -> None:
    bought(store="Loja do Centro", delivered_on=date(2026, 9, 23))
    for event in Event.objects.filter(subject_type="order"):
        assert set(event.data) <= {"customer_id", "field"}


def test_two_systems_may_use_one_number(cast: Cast) -> None:
    bought()
    assert bought(source="erp").outcome is Outcome.ADDED
    assert Order.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(source="erp").update(source="")


@pytest.mark.parametrize("handle", ["JOAO@cliente.example ", "11 98765-4321", "529.982.247-25"])
def test_the_customer_is_found_by_any_notation(cast: Cast, handle: str) -> None:
    joao = cast.people["joao"].pk
    people.add_handle(SYSTEM, joao, "phone", "+55 11 8765-4321")
    people.change_person(SYSTEM, joao, "cpf", "52998224725")
    assert bought(customer=handle).customer_id == joao


def test_a_company_buys_by_the_one_person_who_buys_for_it(cast: Cast) -> None:
    bakery = people.add_organization(SYSTEM, "Padaria", "company", cnpj="11222333000181")
    with pytest.raises(WrongOrder, match="Not exactly one person"):
        bought(customer="11.222.333/0001-81")
    people.begin_relationship(SYSTEM, cast.people["joao"].pk, "customer", organization_id=bakery.pk)
    done = bought(customer="11.222.333/0001-81")
    assert done.customer_id == cast.people["joao"].pk
    assert Order.objects.get().organization_id == bakery.pk


def test_somebody_new_is_registered_as_what_was_observed(cast: Cast) -> None:
    someone = Customer(name="Lia Nova", email="lia@nova.example", phone="+5511987650000")
    done = bought(customer=someone, region="Sul")
    assert done.has_registered
    person = Person.objects.get(pk=done.customer_id)
    assert (person.name, person.lifecycle) == ("Lia Nova", "occasional")
    assert not Handle.objects.filter(person=person).exclude(verified_at=None).exists()
    tie = Relationship.objects.get(person=person)
    assert (tie.kind, tie.since_on) == ("customer", date(2026, 9, 1))
    fact = Fact.objects.get(person=person)
    assert (fact.name, fact.origin, fact.method) == ("region", "import", "observed")
    again = bought("1002", customer=someone)
    assert (again.customer_id, again.has_registered) == (person.pk, False)


def test_whoever_buys_is_a_customer_from_that_day(cast: Cast) -> None:
    zoe = cast.people["zoe"].pk
    bought("1", customer=zoe)
    bought("2", customer=zoe, ordered_on=date(2026, 10, 1))
    [tie] = Relationship.objects.filter(person_id=zoe)
    assert (tie.kind, tie.since_on, tie.until_on) == ("customer", date(2026, 9, 1), None)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"number": "  "}, "missing"),
        ({"number": "9" * 61}, "long"),
        ({"ordered_on": date(2026, 10, 16)}, "future"),
        ({"delivered_on": date(2026, 8, 31)}, "before"),
        ({"promised_on": date(2026, 8, 31)}, "before"),
        ({"value": Decimal("-1")}, "amount"),
        ({"currency": "real"}, "currency"),
        ({"customer": Customer(name="Ninguém")}, "customer"),
        ({"customer": "ninguem@fora.example"}, "unknown"),
        ({"customer": "123"}, "phone"),
        ({"customer": 999_999}, "unknown"),
        ({"customer": "11.222.333/0001-81"}, "company"),
        (
            {"customer": Customer(email="joao@cliente.example", phone="+5511900000001")},
            "two_people",
        ),
    ],
)
def test_it_is_refused_in_words(cast: Cast, changed: dict[str, Any], reason: str) -> None:
    people.add_handle(SYSTEM, cast.people["zoe"].pk, "phone", "+5511900000001")
    before = Event.objects.count()
    with pytest.raises(WrongOrder) as refused:
        bought(**changed)
    assert refused.value.reason == reason
    assert "{" not in str(refused.value.message)
    assert not Order.objects.exists()
    assert Event.objects.count() == before


def test_an_order_stays_with_whom_it_belongs_to(cast: Cast) -> None:
    bought()
    with pytest.raises(WrongOrder, match="another customer"):
        bought(customer="zoe@fora.example")


def test_a_later_fact_may_not_come_before_the_order(cast: Cast) -> None:
    bought(promised_on=date(2026, 9, 20))
    with pytest.raises(WrongOrder, match="before the order"):
        bought(ordered_on=date(2026, 9, 25))


def test_only_administrators_record(cast: Cast) -> None:
    for name in ("joao", "marina", "rita", "lucia"):
        with pytest.raises(Forbidden):
            actions.record_order(
                cast.actor(name),
                number="1",
                customer="joao@cliente.example",
                ordered_on=date(2026, 9, 1),
            )
    actions.record_order(
        cast.actor("beto"), number="1", customer="joao@cliente.example", ordered_on=date(2026, 9, 1)
    )


def test_one_more_order_costs_as_much_among_many(cast: Cast) -> None:
    for number in range(2):
        bought(str(number))
    few = counted(lambda: bought("2"))
    for number in range(3, 40):
        bought(str(number))
    assert counted(lambda: bought("99")) == few <= 11


def test_a_long_transaction_holds_few_locks(cast: Cast) -> None:
    someone = cast.people["joao"].pk
    told = [
        Told(number=str(number), ordered_on=date(2026, 9, 1), customer=Customer(person_id=someone))
        for number in range(1_000)
    ]
    record_all(SYSTEM, told)
    held = row(
        "SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = %(space)s"
        " AND pid = pg_backend_pid()",
        {"space": LOCK_SPACE},
    )
    assert held is not None
    assert 0 < held["n"] <= 256
