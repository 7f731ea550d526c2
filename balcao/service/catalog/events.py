from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ItemFact(Fact):
    subject_type = "catalog_item"


@dataclass(frozen=True, slots=True)
class ItemAdded(ItemFact):
    service_id: int


@dataclass(frozen=True, slots=True)
class ItemChanged(ItemFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ItemPublished(ItemFact):
    number: int


@dataclass(frozen=True, slots=True)
class ItemRetired(ItemFact):
    pass


@dataclass(frozen=True, slots=True)
class ItemRemoved(ItemFact):
    """A draft that was never offered is gone."""


@dataclass(frozen=True, slots=True)
class ShelfChanged(Fact):
    """An area or a service of the catalog came, changed, moved or went; `level` says which."""

    subject_type = "catalog_shelf"

    level: str
    change: str


@dataclass(frozen=True, slots=True)
class ItemRequested(Fact):
    subject_type = "ticket"

    item_id: int
    version: int
