"""One ticket's rows and facts, exactly as the actions would have written them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balcao.core.text import fold
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.tickets.events import (
    MessageReceived,
    ReplySent,
    StatusChanged,
    TicketAssigned,
    TicketOpened,
)
from balcao.service.tickets.models import Message, Participant, Ticket
from balcao.service.tickets.rules import ENDED, Status, status_after_client_spoke

from .copying import copy

CHANNEL = "email"


@dataclass(slots=True)
class Ids:
    """The next free ids."""

    ticket: int
    message: int


@dataclass(slots=True)
class Shape:
    """A ticket to be written: where, whose, since when, and how it stands in the end."""

    protocol: str
    at: datetime
    status: str
    team_id: int
    inbox_id: int
    requester_id: int
    handle_id: int


@dataclass(slots=True)
class Written:
    """Rows that wait to be copied."""

    tickets: list[Ticket] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def copy(self) -> None:
        """Copy them all, tickets first."""
        for rows in (self.tickets, self.messages, self.participants, self.events):
            copy(rows)


class _Telling:
    """Carries one ticket from its first message to its end."""

    def __init__(self, shape: Shape, agent_id: int, ids: Ids, written: Written) -> None:
        self.shape, self.agent_id, self.ids, self.written = shape, agent_id, ids, written
        self.at = shape.at
        self.status = Status.NEW
        self.version = 1
        self.assignee_id: int | None = None
        self.waiting_since: datetime | None = shape.at

    def publish(self, fact: Fact, actor_id: int | None) -> None:
        """Write a fact down as `events.actions.publish` does."""
        self.written.events.append(
            Event(
                at=self.at,
                name=fact.name,
                subject_type=fact.subject_type,
                subject_id=fact.subject_id,
                actor_id=actor_id,
                data=fact.data(),
            )
        )

    def move(self, after: Status, actor_id: int | None) -> None:
        """Change the status, if it is another."""
        if after is not self.status:
            self.publish(StatusChanged(self.ids.ticket, self.status, after), actor_id)
        self.status = after

    def say(self, kind: str, body: str) -> int:
        """Write a message down; its id."""
        number = self.ids.message
        self.ids.message += 1
        is_reply = kind == "outgoing"
        self.written.messages.append(
            Message(
                id=number,
                ticket_id=self.ids.ticket,
                kind=kind,
                author_id=self.agent_id if is_reply else self.shape.requester_id,
                channel=CHANNEL,
                body=body,
                delivery_state="sent" if is_reply else "",
                created_at=self.at,
            )
        )
        return number

    def answer(self, body: str) -> None:
        """The agent replies; the ticket waits for the client."""
        number = self.say("outgoing", body)
        self.publish(ReplySent(self.ids.ticket, message_id=number), self.agent_id)
        self.move(Status.PENDING, self.agent_id)
        self.waiting_since = None
        self.version += 1

    def hear(self, body: str) -> None:
        """The client writes again."""
        number = self.say("incoming", body)
        self.publish(MessageReceived(self.ids.ticket, message_id=number, channel=CHANNEL), None)
        self.move(status_after_client_spoke(self.status), None)
        self.waiting_since = self.waiting_since or self.at
        self.version += 1


def write(
    rng: random.Random,
    words: dict[str, list[str]],
    shape: Shape,
    agent_id: int,
    messages: int,
    ids: Ids,
    written: Written,
) -> None:
    """Append one ticket of so many messages, and every fact of its history."""
    told = _Telling(shape, agent_id, ids, written)
    wanted = Status(shape.status)
    first = told.say("incoming", _told(rng, words["incoming"]))
    opened = TicketOpened(
        ids.ticket,
        kind="request",
        channel=CHANNEL,
        side="external",
        team_id=shape.team_id,
        message_id=first,
    )
    told.publish(opened, None)
    if wanted is not Status.NEW:
        told.publish(TicketAssigned(ids.ticket, before=None, after=agent_id), agent_id)
        told.assignee_id = agent_id
        told.version += 1
    for place in range(1, messages):
        told.at += timedelta(minutes=rng.randrange(5, 90 if messages > 50 else 300))
        if _is_reply(wanted, place, messages):
            told.answer(_told(rng, words["outgoing"]))
        else:
            told.hear(_told(rng, words["incoming"]))
    if wanted in ENDED:
        told.at += timedelta(minutes=5)
        told.move(wanted, agent_id)
        told.waiting_since = None
        told.version += 1
    _keep(rng, words, told)
    ids.ticket += 1


def _is_reply(wanted: Status, place: int, messages: int) -> bool:
    if wanted is Status.NEW:
        return False
    if place == messages - 1:
        return wanted is Status.PENDING
    return place % 2 == 1


def _keep(rng: random.Random, words: dict[str, list[str]], told: _Telling) -> None:
    shape, has_ended = told.shape, told.status in ENDED
    told.written.tickets.append(
        Ticket(
            id=told.ids.ticket,
            protocol=shape.protocol,
            subject=rng.choice(words["subject"])[:300],
            kind="request",
            status=told.status,
            side="external",
            channel=CHANNEL,
            inbox_id=shape.inbox_id,
            team_id=shape.team_id,
            assignee_id=told.assignee_id,
            requester_id=shape.requester_id,
            requester_handle_id=shape.handle_id,
            version=told.version,
            created_at=shape.at,
            updated_at=told.at,
            waiting_since=told.waiting_since,
            resolved_at=told.at if has_ended else None,
            closed_at=told.at if told.status is Status.CLOSED else None,
        )
    )
    told.written.participants.append(
        Participant(ticket_id=told.ids.ticket, handle_id=shape.handle_id)
    )


def _told(rng: random.Random, pool: list[str]) -> str:
    return f"{rng.choice(pool)}\n\nRef. {fold(rng.choice(pool).split()[-1])[:12]} {rng.randrange(10**6)}"
