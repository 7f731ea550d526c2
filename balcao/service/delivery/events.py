from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class MailFact(Fact):
    subject_type = "mail"


@dataclass(frozen=True, slots=True)
class MailReleased(MailFact):
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class MailDiscarded(MailFact):
    pass
