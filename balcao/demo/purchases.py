"""What customers bought in the last year, and who has not come back since the one before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.bulk import together
from balcao.register.orders.actions import keep_lifecycles
from balcao.register.orders.actions.recording import record_all
from balcao.register.orders.rules import Customer, Told
from balcao.register.people.models import Organization

from . import truths
from .company import Registered
from .goods import PRODUCTS
from .names import Somebody
from .roster import CAST, Roster

FIRST_NUMBER = 210_000
YEAR = 365
EVENING = time(19)
_STORES = (
    ("loja", "Loja da Praça"), ("loja", "Loja do Centro"), ("loja", "Loja do Shopping"),
    ("site", "Loja virtual"), ("telefone", "Televendas"),
)  # fmt: skip
_SHARES = {"occasional": 50, "repeat": 30, "lapsed": 20}


@dataclass(slots=True)
class Purchases:
    """What was bought, in the order in which the shop's system tells it; told up to some day."""

    zone: ZoneInfo
    told: Iterator[tuple[date, list[Told]]]
    _next: tuple[date, list[Told]] | None = field(default=None)

    def tell_until(self, day: date) -> None:
        """Record what was ordered and delivered up to and on this day, each on its evening."""
        self._next = self._next or next(self.told, None)
        while self._next is not None and self._next[0] <= day:
            on, orders = self._next
            with clock.at(datetime.combine(on, EVENING, self.zone)), together():
                record_all(SYSTEM, orders)
                if on.day == 1:  # once a month is often enough for a history
                    keep_lifecycles()
            self._next = next(self.told, None)

    def end(self) -> None:
        """Look once more at who has not come back."""
        keep_lifecycles()


def draw(seed: int, roster: Roster, known: Registered, last: date, zone: ZoneInfo) -> Purchases:
    """The purchases of every customer before `last`; the same seed gives the same ones."""
    rng = random.Random(f"{seed} purchases")
    cnpjs = dict(Organization.objects.exclude(cnpj=None).values_list("name", "cnpj"))
    bought: list[Told] = []
    for person in (*roster.customers, *roster.companions):
        firm = roster.company.get(person.address)
        customer = Customer(
            person_id=known.persons[person.address],
            cnpj=(cnpjs.get(firm.name) or "") if firm else "",
        )
        days = _JOAO if person is CAST["joao"] else _days(rng)
        bought += [_order(rng, person, customer, last, ago) for ago in days]
        if person is CAST["joao"]:
            bought[-1] = _sofa(bought[-1])
    return Purchases(zone, _by_day(rng, bought, last))


_JOAO = (210, 36)


def _sofa(order: Told) -> Told:
    """João's sofa: promised within three weeks, it came eight days late."""
    promised = order.ordered_on + timedelta(days=21)
    return replace(
        order,
        value=Decimal("2199.00"),
        promised_on=promised,
        delivered_on=promised + timedelta(days=8),
        cancelled_on=None,
    )


def _days(rng: random.Random) -> list[int]:
    """How many days ago somebody bought."""
    sort = rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    if sort == "lapsed":
        return [rng.randrange(YEAR + 5, YEAR + 150) for _ in range(rng.randrange(1, 3))]
    times = rng.choice((2, 2, 2, 3, 3, 4)) if sort == "repeat" else 1
    return rng.sample(range(1, YEAR), times)


def _order(rng: random.Random, person: Somebody, customer: Customer, last: date, ago: int) -> Told:
    day = last - timedelta(days=ago)
    product = rng.choice(PRODUCTS)
    channel, store = rng.choice(_STORES)
    promised = day + timedelta(days=rng.randrange(4, 25))
    slip = _slip(rng, promised >= truths.day(last, truths.PARTNER_DAYS_AGO))
    is_cancelled = rng.random() < 0.03
    return Told(
        number="",
        ordered_on=day,
        customer=customer,
        promised_on=promised,
        delivered_on=None if is_cancelled else max(day, promised + timedelta(days=slip)),
        cancelled_on=day + timedelta(days=rng.randrange(1, 4)) if is_cancelled else None,
        value=Decimal(product.cents) / 100,
        channel=channel,
        store=store,
        region=person.town.region,
    )


def _slip(rng: random.Random, is_after: bool) -> int:
    """By how many days a delivery misses its day, before and after there was a new partner."""
    slips = truths.SLIPS_AFTER if is_after else truths.SLIPS_BEFORE
    return rng.choices(list(slips), list(slips.values()))[0]


def _by_day(
    rng: random.Random, bought: list[Told], last: date
) -> Iterator[tuple[date, list[Told]]]:
    """Numbered as they were ordered; delivery and cancelling are told on their own days."""
    number, told = FIRST_NUMBER, []
    for order in sorted(bought, key=lambda order: order.ordered_on):
        number += rng.randrange(1, 30)
        placed = replace(order, number=str(number), delivered_on=None, cancelled_on=None)
        told.append((order.ordered_on, placed))
        for name in ("delivered_on", "cancelled_on"):
            day = getattr(order, name)
            if day is not None and day > order.ordered_on:
                told.append((day, replace(placed, **{name: day})))
    told.sort(key=lambda one: (one[0], one[1].number))
    for day, orders in groupby(told, key=lambda one: one[0]):
        if day < last:
            yield day, [order for _day, order in orders]
