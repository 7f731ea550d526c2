"""The registry of where a person's data lies: merge walks it, export and erasure will."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kept(StrEnum):
    """How a place holds a person's data."""

    COLUMN = "column"
    FILE = "file"
    MAIL = "mail"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Place:
    """Where data of a person lies: `model` is app.Model, `path` the way from it to Person.

    `moves` says that the row goes along when two people are merged; `holds` names in words what
    is there.
    """

    model: str
    path: str
    holds: str
    kept: Kept = Kept.COLUMN
    moves: bool = False


_places: list[Place] = []


def declare(*places: Place) -> None:
    """Add a room's places to the registry; a room does so once, when its app is ready."""
    _places.extend(place for place in places if place not in _places)


def places() -> tuple[Place, ...]:
    """Every declared place, room by room."""
    return tuple(_places)
