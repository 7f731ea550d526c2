"""Turns stories into what happened: dated steps of one ticket each, without the database."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from . import hours
from .names import Somebody
from .roster import Roster
from .scene import scene
from .speech import Speech
from .tales import Story

_ENCLOSES = re.compile(r"(?i)em anexo|\bsegue[m]?\b(?! sem)|\bmandei agora\b|PDF junto")
_PICTURES = re.compile(r"(?i)\bfotos?\b|\bdefeito\b")


class Verb(StrEnum):
    """What somebody does in a ticket."""

    OPEN = "open"
    PLACE = "place"
    ASSIGN = "assign"
    PRIORITY = "priority"
    TAG = "tag"
    SAY = "say"
    REPLY = "reply"
    FAILED = "failed"
    NOTE = "note"
    SEE = "see"
    FOLLOW = "follow"
    TRANSFER = "transfer"
    HOLD = "hold"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Step:
    """One act: who does what in which ticket, when. `names` are tags, or addresses mentioned."""

    at: datetime
    case: int
    verb: Verb
    who: str = ""
    words: str = ""
    whole: str = ""
    then: str = ""
    names: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket before it exists."""

    number: int
    story: Story
    client: Somebody
    channel: str
    subject: str
    steps: tuple[Step, ...]


@dataclass(slots=True)
class Plot:
    """Unfolds one ticket step by step; `now` moves on as it goes."""

    rng: random.Random
    roster: Roster
    story: Story
    client: Somebody
    number: int
    now: datetime
    words: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    team: str = ""
    agent: Somebody | None = None
    channel: str = "email"
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        department = self.roster.department.get(self.client.address, "")
        self.words = scene(self.rng, self.story, self.client, department, self.now)
        self.team = self.story.team
        self.channel = "email" if self.rng.random() < 0.68 else "portal"
        self.speech = Speech(self.rng, self.words, inside=bool(department))

    def unfold(self) -> Case:
        """The whole ticket, from the first word to the last."""
        subject = self.speech.subject(self.story.subjects)
        self._open()
        self._pick_up()
        self._think()
        if self.story.transfer and self.rng.random() < self.story.transfer.chance:
            self._hand_over()
        answered = not self.story.asks or self.rng.random() > 0.5 or self._ask()
        if self.story.holds and answered and self.rng.random() < 0.15:
            self._hold()
        if answered and self.rng.random() < 0.97:
            self._solve()
        return Case(self.number, self.story, self.client, self.channel, subject, tuple(self.steps))

    def _open(self) -> None:
        body, whole = self.speech.opening(self.story.opening, self.now, self.channel)
        self._do(Verb.OPEN, self.client.address, words=body, whole=whole, file=_enclosed(body))

        if self.team == "TI" and self.rng.random() < 0.05:
            self._do(Verb.PLACE, "", names=("Financeiro",))

    def _pick_up(self) -> None:
        urgent = sum(self.story.levels) >= 5
        self._work(hours.spread(self.rng, 25 if urgent else 70))
        self._take()
        if urgent and self.rng.random() < 0.7:
            self._do(Verb.PRIORITY, self._me)
        if self.story.tags and self.rng.random() < 0.75:
            keep = self.rng.randrange(1, len(self.story.tags) + 1)
            self._do(Verb.TAG, self._me, names=self.story.tags[:keep])

    def _take(self) -> None:
        agents = self.roster.agents[self.team]
        weights = [3 if place == 0 else 2 for place in range(len(agents))]
        self.agent = self.rng.choices(agents, weights)[0]
        who = self._me
        if self.team == "SAC" and self.rng.random() < 0.25:
            who = agents[1].address
        self._do(Verb.ASSIGN, who, names=(self._me,))

    def _think(self) -> None:
        if not self.story.notes or self.rng.random() > 0.34:
            return
        self._work(hours.spread(self.rng, 12))
        words = self.speech.plain(self.story.notes)
        mates = [mate for mate in self.roster.agents[self.team] if mate.address != self._me]
        called: tuple[str, ...] = ()
        if mates and self.rng.random() < 0.3:
            mate = self.rng.choice(mates)
            called = (mate.address,)
            words = f"@{mate.first} {words} {self.speech.shared('nudges')}"
        self._do(Verb.NOTE, self._me, words=words, names=called)
        if called and self.rng.random() < 0.8:
            seen = hours.worked(self.now, hours.spread(self.rng, 90))
            self.steps.append(Step(seen, self.number, Verb.SEE, who=called[0]))

    def _hand_over(self) -> None:
        assert self.story.transfer is not None
        self._work(hours.spread(self.rng, 40))
        reason = self.speech.plain(self.story.transfer.reasons)
        self._do(Verb.TRANSFER, self._me, words=reason, names=(self.story.transfer.team,))
        self.team = self.story.transfer.team
        self._work(hours.spread(self.rng, 60))
        self._take()

    def _ask(self) -> bool:
        """The agent asks; False when the client never answers and the ticket ends so."""
        question, answers = self.rng.choice(self.story.asks)
        self._work(hours.spread(self.rng, 30))
        words = self.speech.reply((question,), self._speaker, self.now, first="desk_thanks")
        self._reply(words, "pending")
        if self.rng.random() < 0.92:
            self._client_says(self.speech.answer(answers), 5)
            return True
        for pool, then in (("reminders", "pending"), ("no_answer", "resolved")):
            self._work(hours.spread(self.rng, 60 * 24, 0.3))
            words = self.speech.reply(self.speech.pool(pool), self._speaker, self.now)
            self._reply(words, then)
        return False

    def _hold(self) -> None:
        self._work(hours.spread(self.rng, 60))
        self._do(Verb.HOLD, self._me, words=self.speech.plain(self.story.holds))
        if self.rng.random() < 0.5:
            self._client_says(self.speech.answer(self.speech.pool("still_waiting")), 40)
            self._work(hours.spread(self.rng, 60))
            words = self.speech.reply(self.speech.pool("patience"), self._speaker, self.now)
            self._reply(words, "on_hold")
        self._work(hours.spread(self.rng, 60 * 22, 0.6))

    def _solve(self) -> None:
        is_long = self.rng.random() < 0.25
        self._work(hours.spread(self.rng, 1_600 if is_long else 110))
        ends = self.rng.random() < 0.55
        text = self.speech.solution(self.story, self._speaker, self.now)
        self._reply(text, "resolved" if ends else "pending")
        if not ends:
            if self.rng.random() < 0.72:
                self._client_says(self.speech.answer(self.speech.pool("thanks"), self._speaker), 7)
                self._work(hours.spread(self.rng, 40))
            else:
                self._work(60 * 20)
            self._do(Verb.RESOLVE, self._me)
        if self.story.again and self.rng.random() < 0.09:
            self._again()
        self.now += timedelta(days=self.rng.choice((5, 6, 7, 8)))
        self._do(Verb.CLOSE, "")

    def _again(self) -> None:
        then = hours.client_after(self.rng, self.now, hours=50)
        words = self.speech.answer(self.story.again)
        self.now = then
        verb = Verb.REOPEN if self.channel == "portal" and self.rng.random() < 0.5 else Verb.SAY
        self._do(verb, self.client.address, words=words, whole=self._quoted(words))
        if verb is Verb.REOPEN:
            self._do(Verb.SAY, self.client.address, words=self.speech.answer(self.story.again))
        self._work(hours.spread(self.rng, 60))
        if self.rng.random() < 0.4:
            self._do(Verb.FOLLOW, self.roster.agents[self.team][1].address)
        words = self.speech.reply(self.story.repair, self._speaker, self.now, first="desk_sorry")
        self._reply(words, "resolved")

    def _client_says(self, words: str, about_hours: float) -> None:
        self.now = hours.client_after(self.rng, self.now, hours=about_hours)
        whole, file = self._quoted(words), _enclosed(words)
        self._do(Verb.SAY, self.client.address, words=words, whole=whole, file=file)

    def _quoted(self, words: str) -> str:
        return self.speech.quoted(words, self.now) if self.channel == "email" else ""

    def _reply(self, words: str, then: str) -> None:
        self._do(Verb.REPLY, self._me, words=words, then=then, file=_enclosed(words))
        self.speech.remember(words, self.now, self.team)
        if self.channel == "email" and self.rng.random() < 0.004:
            self.steps.append(Step(self.now + timedelta(minutes=1), self.number, Verb.FAILED))

    def _work(self, minutes: float) -> None:
        self.now = hours.worked(self.now, minutes)

    def _do(self, verb: Verb, who: str, **told: object) -> None:
        self.steps.append(Step(self.now, self.number, verb, who, **told))  # type: ignore[arg-type]
        self.now += timedelta(seconds=self.rng.randrange(20, 90))

    @property
    def _speaker(self) -> Somebody:
        assert self.agent is not None
        return self.agent

    @property
    def _me(self) -> str:
        return self._speaker.address


def _enclosed(words: str) -> str:
    """The kind of file that these words say they bring."""
    if not _ENCLOSES.search(words):
        return ""
    return "photo" if _PICTURES.search(words) else "receipt"
