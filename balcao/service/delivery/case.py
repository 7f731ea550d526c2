"""One mail on its way in: what is known of it so far, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from balcao.channels.email.kind import Classification
from balcao.channels.email.mail import Mail
from balcao.core.text import clean
from balcao.register.people.models import Handle
from balcao.service.inboxes.models import Inbox

from .models import Outcome, RawState
from .proofs import Named


@dataclass(frozen=True, slots=True)
class Raw:
    """What of a kept mail matters on its way in."""

    id: int
    data: bytes = field(repr=False)
    size: int
    envelope_to: list[str]
    is_archive: bool
    is_released: bool
    told_inbox_id: int | None


@dataclass(slots=True)
class Meant:
    """An inbox the mail was meant for; `is_named` when by its own address, not by a proof alone."""

    inbox: Inbox
    is_confidential: bool
    is_named: bool = False
    tickets: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Case:
    """The mail, and what each step found; `why` are the reasons in words, in order."""

    raw: Raw
    mail: Mail
    addresses: tuple[str, ...]
    why: list[str] = field(default_factory=list)
    kind: Classification | None = None
    is_verified: bool = False
    meant: list[Meant] = field(default_factory=list)
    is_from_inbox: bool = False
    named: tuple[Named, ...] = ()
    sender: Handle | None = None

    @property
    def from_address(self) -> str:
        """Who wrote it, by their own word; empty when nobody is named."""
        return clean(self.mail.from_.address) if self.mail.from_ else ""

    def note(self, reason: str) -> None:
        """Write one more reason down."""
        self.why.append(reason)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a case ends: the outcome, the one sentence that tells why, and where it lies."""

    outcome: Outcome
    reason: str
    state: RawState = RawState.SETTLED
    message_id: int | None = None
    protocol: str | None = None


def quarantined(reason: str, outcome: Outcome = Outcome.QUARANTINED) -> Settled:
    """Kept aside, for somebody to release or discard."""
    return Settled(outcome, reason, RawState.QUARANTINED)
