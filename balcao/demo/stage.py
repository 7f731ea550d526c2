"""Plays the steps: each is the real action, by the one who does it, at its own instant."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Hat
from balcao.events.bulk import together
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import DeliveryState, Ticket

from . import casting, papers
from .company import Registered
from .plot import Case, Step, Verb
from .roster import Roster

_REFUSED = "550 5.1.1 Mailbox does not exist"


@dataclass(slots=True)
class Stage:
    """The desk on which the steps are played; remembers each ticket and its last reply."""

    rng: random.Random
    roster: Roster
    known: Registered
    cases: list[Case]
    tickets: dict[int, int] = field(default_factory=dict)
    replies: dict[int, int] = field(default_factory=dict)
    _struck: set[int] = field(default_factory=set)
    _actors: dict[tuple[str, Hat], Actor] = field(default_factory=dict)

    def play(self, steps: Iterable[Step]) -> None:
        """Carry out these steps in their order, inside the caller's transaction."""
        with together(), tickets.dues_together():
            for step in steps:
                if step.case not in self._struck:
                    with clock.at(step.at):
                        self.act(step)

    def act(self, step: Step) -> None:
        """Carry out one step, now."""
        _PLAYS[step.verb](self, step, self.tickets.get(step.case, 0))

    def strike(self, after: datetime) -> bool:
        """Leave out the next ticket that nobody of the cast asks, since another part opens one in
        its place: there are as many as were wanted. False when none is left."""
        ahead = [
            (case.steps[0].at, case.number)
            for case in self.cases[casting.FIXED :]
            if case.steps[0].at > after and case.number not in self._struck
        ]
        if ahead:
            self._struck.add(min(ahead)[1])
        return bool(ahead)

    def _open(self, step: Step, _ticket: int) -> None:
        case = self.cases[step.case]
        story = case.story
        handle = self.known.handles[step.who]
        firm = self.roster.company.get(step.who)
        is_customer = firm is not None and firm.kind == "customer"
        impact, urgency = story.levels if self.rng.random() < 0.25 else (2, 2)
        ticket, _message = tickets.open_ticket(
            self._client(step),
            self.known.inboxes[story.team],
            handle,
            case.subject,
            self._said(step),
            kind=story.kind,
            organization_id=self.known.organizations[firm.name] if firm and is_customer else None,
            impact=impact,
            urgency=urgency,
        )
        self.tickets[step.case] = ticket.pk

    def _place(self, step: Step, ticket: int) -> None:
        also = [self.known.inboxes[team] for team in step.names]
        tickets.add_place(SYSTEM, Ticket.objects.select_related("team").get(pk=ticket), also)

    def _assign(self, step: Step, ticket: int) -> None:
        tickets.assign(self._agent(step.who), ticket, self.known.persons[step.names[0]])

    def _priority(self, step: Step, ticket: int) -> None:
        tickets.set_priority(self._agent(step.who), ticket, *self.cases[step.case].story.levels)

    def _tag(self, step: Step, ticket: int) -> None:
        tickets.set_tags(self._agent(step.who), ticket, step.names)

    def _say(self, step: Step, ticket: int) -> None:
        tickets.receive(self._client(step), ticket, self.known.handles[step.who], self._said(step))

    def _reply(self, step: Step, ticket: int) -> None:
        said = self._said(step)
        message = tickets.reply(self._agent(step.who), ticket, said, then=step.then)
        self.replies[step.case] = message.pk

    def _failed(self, step: Step, _ticket: int) -> None:
        tickets.mark_delivery(SYSTEM, self.replies[step.case], DeliveryState.FAILED, _REFUSED)

    def _note(self, step: Step, ticket: int) -> None:
        called = [self.known.persons[address] for address in step.names]
        tickets.note(self._agent(step.who), ticket, Said(step.words), mentions=called)

    def _see(self, step: Step, ticket: int) -> None:
        tickets.see_mentions(self._agent(step.who), ticket)

    def _follow(self, step: Step, ticket: int) -> None:
        tickets.follow(self._agent(step.who), ticket, follows=True)

    def _transfer(self, step: Step, ticket: int) -> None:
        team = self.known.teams[step.names[0]]
        tickets.transfer(self._agent(step.who), ticket, team, step.words)

    def _hold(self, step: Step, ticket: int) -> None:
        tickets.change_status(self._agent(step.who), ticket, "on_hold", reason=step.words)

    def _resolve(self, step: Step, ticket: int) -> None:
        tickets.resolve(self._agent(step.who), ticket)

    def _close(self, _step: Step, ticket: int) -> None:
        tickets.change_status(SYSTEM, ticket, "closed")

    def _reopen(self, step: Step, ticket: int) -> None:
        tickets.reopen(self._as_client(step.who), ticket, step.words)

    def _said(self, step: Step) -> Said:
        channel = self.cases[step.case].channel
        files: list[File] = []
        if step.file:
            files = [papers.photo(self.rng) if step.file == "photo" else papers.receipt(self.rng)]
        return Said(step.words, original=step.whole, channel=channel, files=files)

    def _client(self, step: Step) -> Actor:
        """Mail is taken in by the desk itself; on the portal the client acts."""
        by_mail = self.cases[step.case].channel == "email"
        return SYSTEM if by_mail else self._as_client(step.who)

    def _as_client(self, address: str) -> Actor:
        is_work = self.known.handles[address].is_work
        return self.actor(address, Hat.INTERNAL if is_work else Hat.EXTERNAL)

    def _agent(self, address: str) -> Actor:
        return self.actor(address, Hat.AGENT)

    def actor(self, address: str, hat: Hat) -> Actor:
        """The person of this address under one hat."""
        known = self._actors.get((address, hat))
        if known is None:
            level = Level.LINK if hat is Hat.EXTERNAL else Level.STRONG
            known = actor_of(self.known.persons[address], level).wearing(hat)
            self._actors[address, hat] = known
        return known


_PLAYS: dict[Verb, Callable[[Stage, Step, int], None]] = {
    Verb.OPEN: Stage._open,
    Verb.PLACE: Stage._place,
    Verb.ASSIGN: Stage._assign,
    Verb.PRIORITY: Stage._priority,
    Verb.TAG: Stage._tag,
    Verb.SAY: Stage._say,
    Verb.REPLY: Stage._reply,
    Verb.FAILED: Stage._failed,
    Verb.NOTE: Stage._note,
    Verb.SEE: Stage._see,
    Verb.FOLLOW: Stage._follow,
    Verb.TRANSFER: Stage._transfer,
    Verb.HOLD: Stage._hold,
    Verb.RESOLVE: Stage._resolve,
    Verb.CLOSE: Stage._close,
    Verb.REOPEN: Stage._reopen,
}
