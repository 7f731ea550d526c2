"""The base of every fact a room publishes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a subject, in the past tense.

    Fields hold ids, field names and enumerated values, never text, names, addresses or documents.
    """

    subject_type: ClassVar[str]

    subject_id: int

    @property
    def name(self) -> str:
        """The fact's name as stored."""
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        """What is stored beside the subject."""
        told = ((name, getattr(self, name)) for name in _names(type(self)))
        return {name: value for name, value in told if value is not None}


_known: dict[type[Fact], tuple[str, ...]] = {}


def _names(fact: type[Fact]) -> tuple[str, ...]:
    """What facts of this sort store beside their subject; looked up once a sort."""
    names = _known.get(fact)
    if names is None:
        names = tuple(field.name for field in fields(fact) if field.name != "subject_id")
        _known[fact] = names
    return names
