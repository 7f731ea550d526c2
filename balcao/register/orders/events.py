from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class OrderFact(Fact):
    subject_type = "order"
    customer_id: int


@dataclass(frozen=True, slots=True)
class OrderRecorded(OrderFact):
    """We learned of an order, however long ago it was placed."""


@dataclass(frozen=True, slots=True)
class OrderChanged(OrderFact):
    field: str


@dataclass(frozen=True, slots=True)
class OrderDelivered(OrderFact):
    """We learned that it was delivered: the order says on which day, which may be long past."""


@dataclass(frozen=True, slots=True)
class OrderCancelled(OrderFact):
    pass


@dataclass(frozen=True, slots=True)
class OrdersImported(Fact):
    subject_type = "order_import"
    added: int
    changed: int
    refused: int
