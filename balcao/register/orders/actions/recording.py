"""Orders written down: each told twice is one, and what is said later completes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.importing import Outcome
from balcao.core.sql import Row, rows
from balcao.core.writing import insert, update
from balcao.events.actions import publish

from ..events import OrderCancelled, OrderChanged, OrderDelivered, OrderRecorded
from ..models import Order
from ..rules import Customer, Told, WrongOrder, customer_by, news, require_sound
from . import customers
from .lifecycles import refresh_lifecycles

_STANDING = """
SELECT o.* FROM unnest(%(sources)s::text[], %(numbers)s::text[]) AS t(source, number)
JOIN orders_order o ON o.source = t.source AND o.number = t.number ORDER BY o.id
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one told order will do, before anything is written."""

    told: Told
    outcome: Outcome
    known: customers.Known
    standing: Row | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def registers(self) -> bool:
        """True when its customer is not in the register yet."""
        return self.known.person_id is None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an order that was told."""

    order_id: int
    outcome: Outcome
    customer_id: int
    has_registered: bool = False


class _Sound(NamedTuple):
    """A plan that is carried out, whose order it is, and whether they were registered for it."""

    plan: Plan
    who: int
    is_new: bool

    @property
    def is_added(self) -> bool:
        return self.plan.standing is None

    @property
    def says(self) -> bool:
        return self.plan.outcome is not Outcome.SAME


def record_order(
    actor: Actor,
    *,
    number: str,
    customer: int | str | Customer,
    ordered_on: date,
    source: str = "",
    promised_on: date | None = None,
    delivered_on: date | None = None,
    cancelled_on: date | None = None,
    value: Decimal | None = None,
    currency: str = "",
    channel: str = "",
    store: str = "",
    region: str = "",
) -> Recorded:
    """Write down an order of `source` by its number, or complete it with what is said later.

    The customer is a person's id, one address, phone or document in any notation, or a Customer
    with a name to register by. The same order told twice changes nothing and tells nobody. What is
    None or empty says nothing. WrongOrder says why it can't be.
    """
    told = Told(
        number=text.one_line(number),
        ordered_on=ordered_on,
        customer=_customer(customer),
        source=text.one_line(source),
        promised_on=promised_on,
        delivered_on=delivered_on,
        cancelled_on=cancelled_on,
        value=value.quantize(Decimal("0.01")) if value is not None else None,
        currency=currency.strip().upper(),
        channel=text.one_line(channel),
        store=text.one_line(store),
        region=text.one_line(region),
    )
    [done] = record_all(actor, [told])
    if isinstance(done, WrongOrder):
        raise done
    return done


@transaction.atomic
def record_all(actor: Actor, told: Sequence[Told]) -> list[Recorded | WrongOrder]:
    """Write down many orders, no two of one number: what became of each, in their order."""
    require(actor, Permission.ADMINISTER)
    if not told:
        return []
    customers.lock(told)
    plans, register = _planned(told, for_update=True)
    sound: list[_Sound | WrongOrder] = []
    for plan in plans:
        try:
            if isinstance(plan, WrongOrder):
                raise plan
            sound.append(_Sound(plan, *_customer_of(actor, plan, register)))
        except WrongOrder as refusal:
            sound.append(refusal)
    new = iter(_insert_all([one for one in sound if isinstance(one, _Sound) and one.is_added]))
    done = [
        _write(actor, one, new) if isinstance(one, _Sound) else one  # each takes the order it made
        for one in sound
    ]
    _follow(actor, [(one.plan, one.who) for one in sound if isinstance(one, _Sound) and one.says])
    return done


def plan_all(told: Sequence[Told]) -> list[Plan | WrongOrder]:
    """What each of these orders would do now, in their order; nothing is written or locked."""
    return _planned(told, for_update=False)[0] if told else []


def _planned(
    told: Sequence[Told], *, for_update: bool
) -> tuple[list[Plan | WrongOrder], customers.Register]:
    register = customers.look_up(one.customer for one in told)
    found = rows(
        _STANDING + (" FOR UPDATE OF o" if for_update else ""),
        {"sources": [one.source for one in told], "numbers": [one.number for one in told]},
    )
    known = {(line["source"], line["number"]): line for line in found}
    today = clock.today()
    plans: list[Plan | WrongOrder] = []
    for one in told:
        try:
            plans.append(_plan(one, register, known.get((one.source, one.number)), today))
        except WrongOrder as refusal:
            plans.append(refusal)
    return plans, register


def _plan(told: Told, register: customers.Register, standing: Row | None, today: date) -> Plan:
    require_sound(told, today)
    known = register.who(told.customer)
    if standing is None:
        return Plan(told, Outcome.ADDED, known)
    if known.person_id != standing["customer_id"]:
        raise WrongOrder("other_customer")
    changes = news(told, standing)
    if known.organization_id not in (None, standing["organization_id"]):
        changes["organization_id"] = known.organization_id
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    return Plan(told, outcome, known, standing, changes)


def _customer_of(actor: Actor, plan: Plan, register: customers.Register) -> tuple[int, bool]:
    """Whose order it is, and whether they had to be registered for it."""
    known = plan.known.person_id
    if known is None:  # an order before this one may have brought them
        known = register.who(plan.told.customer).person_id
    if known is not None:
        return known, False
    made = customers.write_down(actor, plan.told)
    register.note(plan.told.customer, made)
    return made, True


def _insert_all(told: Sequence[_Sound]) -> list[Order]:
    """The new orders, in one statement."""
    now = clock.now()
    orders = [
        Order(
            source=plan.told.source,
            number=plan.told.number,
            customer_id=who,
            organization_id=plan.known.organization_id,
            created_at=now,
            updated_at=now,
            **plan.told.said,
        )
        for plan, who, _is_new in told
    ]
    return [insert(orders[0])] if len(orders) == 1 else Order.objects.bulk_create(orders)


def _write(actor: Actor, one: _Sound, new: Iterator[Order]) -> Recorded:
    plan, customer_id, has_registered = one
    if plan.standing is None:
        order_id, changes = next(new).pk, plan.told.said
        publish(actor, OrderRecorded(order_id, customer_id))
    else:
        order_id, changes = plan.standing["id"], dict(plan.changes)
        names = [name.removesuffix("_id") for name in changes]
        if changes:
            changed = Order(pk=order_id, updated_at=clock.now(), **changes)
            update(changed, *names, "updated_at")
        for name in names:
            publish(actor, OrderChanged(order_id, customer_id, name))
    if changes.get("delivered_on") is not None and not _had(plan, "delivered_on"):
        publish(actor, OrderDelivered(order_id, customer_id))
    if changes.get("cancelled_on") is not None and not _had(plan, "cancelled_on"):
        publish(actor, OrderCancelled(order_id, customer_id))
    return Recorded(order_id, plan.outcome, customer_id, has_registered)


def _had(plan: Plan, name: str) -> bool:
    return plan.standing is not None and plan.standing[name] is not None


def _follow(actor: Actor, written: Sequence[tuple[Plan, int]]) -> None:
    """Who buys is a customer, and how often they do says what sort of one."""
    bought: dict[int, date] = {}
    for plan, who in written:
        if plan.outcome is Outcome.ADDED:
            bought[who] = min(plan.told.ordered_on, bought.get(who, plan.told.ordered_on))
    if bought:
        customers.tie(bought)
    refresh_lifecycles(actor, {who for _plan, who in written})


def _customer(told: int | str | Customer) -> Customer:
    if isinstance(told, Customer):
        return told
    return Customer(person_id=told) if isinstance(told, int) else customer_by(told)
