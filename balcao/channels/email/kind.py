"""What kind of mail came in, and what a delivery report says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The first question asked of every mail."""

    ORDINARY = "ordinary"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One line of a delivery report; `status` is RFC 3463's ("5.1.1") where known."""

    address: str
    action: str
    status: str | None
    diagnostic: str


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What a delivery report says about the mail it is about.

    `permanent` is False when every recipient is only delayed or failed for now.
    `original_message_id` is without <>, None where the report doesn't carry it.
    """

    recipients: tuple[FailedRecipient, ...]
    original_message_id: str | None
    permanent: bool

    @property
    def diagnostic(self) -> str:
        """The first reason given by the other side, in its own words."""
        return next((each.diagnostic for each in self.recipients if each.diagnostic), "")


@dataclass(frozen=True, slots=True)
class Classification:
    """The kind, why in words (an English msgid), and the report of a bounce.

    `may_answer` is False for whatever must never be answered automatically (RFC 3834): not only
    automatic mail, also that of lists, of many recipients and of addresses nobody reads.
    """

    kind: Kind
    reason: str
    bounce: BounceReport | None = None
    may_answer: bool = True
