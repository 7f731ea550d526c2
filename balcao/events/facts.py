"""The base of every fact a room publishes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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
        fields = asdict(self)
        fields.pop("subject_id")
        return {key: value for key, value in fields.items() if value is not None}
