"""The base of every fact a room publishes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
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


@cache
def _names(fact: type[Fact]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(fact) if field.name != "subject_id")
