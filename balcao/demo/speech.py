"""How people write: greetings, tone, haste, quoting, so that no two texts are the same."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from balcao.core import text

from .names import Somebody
from .scene import promise
from .tales import Pools, Story, voices

_SHORT = (("você", "vc"), ("vocês", "vcs"), ("porque", "pq"), ("também", "tb"), ("hoje", "hj"),
          ("quando", "qdo"), ("quero", "qro"), ("beleza", "blz"), ("mensagem", "msg"))  # fmt: skip
_PHONES = ("Enviado do meu celular", "Enviado do meu smartphone Android", "Enviado do meu iPhone")


class Speech:
    """The voices of one ticket: the client's own tone, and the desk's."""

    def __init__(self, rng: random.Random, words: Mapping[str, str], *, inside: bool) -> None:
        self.rng = rng
        self.words = {**words, "O": words["o"].upper()}
        self.inside = inside
        self.tone = rng.choices(("formal", "plain", "casual"), (2, 6, 0 if inside else 3))[0]
        self.haste = rng.random() if self.tone == "casual" else 0.0
        self.mobile = rng.random() < 0.3
        self._heard = ""
        self._due: datetime | None = None

    def pool(self, name: str) -> tuple[str, ...]:
        """The shared sentences of this name."""
        return voices()[name]

    def shared(self, name: str) -> str:
        """One of the shared sentences, told."""
        return self.plain(self.pool(name))

    def plain(self, pool: Sequence[str]) -> str:
        """One sentence of the pool, without greeting or tone."""
        return self._told(self.rng.choice(pool))

    def subject(self, pool: Sequence[str]) -> str:
        """What the client puts in the subject line."""
        told = self._told(self.rng.choice(pool))
        if self.haste > 0.6:
            return text.fold(told)
        return told.upper() if self.haste > 0.5 else told

    def opening(self, pools: Pools, at: datetime, channel: str) -> tuple[str, str]:
        """The client's first words: the text alone, and the whole as it came (mail only)."""
        greeting = self._told(self.rng.choice(self.pool(f"greeting_{self._manner}")), at)
        sentences = [s for s in (self._told(self.rng.choice(pool)) for pool in pools) if s]
        closing = self._told(self.rng.choice(self.pool(f"closing_{self._manner}")), at)
        if self.tone == "casual":
            first = f"{greeting}, {sentences[0][0].lower()}{sentences[0][1:]}"
            body = self._hasty(" ".join(part for part in (first, *sentences[1:], closing) if part))
        else:
            between = "\n\n" if self.tone == "formal" and self.rng.random() < 0.5 else " "
            body = "\n\n".join(
                part for part in (greeting, between.join(sentences), closing) if part
            )
        whole = (
            f"{body}\n\n{self.rng.choice(_PHONES)}" if channel == "email" and self.mobile else ""
        )
        return body, whole

    def answer(self, pool: Sequence[str], agent: Somebody | None = None) -> str:
        """A short word of the client in a thread."""
        told = self._told(self.rng.choice(pool), agent=agent)
        if self.tone == "casual":
            return self._hasty(told)
        if self.tone == "formal" and self.rng.random() < 0.6:
            return f"{told}\n\n{self.words['nome_completo']}"
        return told

    def reply(self, pool: Sequence[str], agent: Somebody, at: datetime, *, first: str = "") -> str:
        """What the agent writes to the client, after a first word of that pool if named."""
        before = self.rng.choice(self.pool(first)) if first else ""
        body = " ".join(part for part in (before, self.rng.choice(pool)) if part)
        return self._from_desk(body, agent, at)

    def solution(self, story: Story, agent: Somebody, at: datetime) -> str:
        """The answer that settles the matter, with an apology where one is due."""
        sentences = [self.rng.choice(pool) for pool in story.solution]
        first = {"complaint": "desk_sorry", "incident": "desk_regret"}.get(story.kind)
        if first and story.team != "RH" and self.rng.random() < 0.7:
            sentences.insert(0, self.rng.choice(self.pool(first)))
        return self._from_desk(" ".join(sentences), agent, at)

    def remember(self, words: str, at: datetime, team: str) -> None:
        """Keep what the desk wrote, to be quoted by the client's next mail."""
        quote = "\n".join(f"> {line}".rstrip() for line in words.splitlines())
        self._heard = f"Em {at:%d/%m/%Y} às {at:%H:%M}, {team} Móveis Boa Praça escreveu:\n{quote}"

    def quoted(self, words: str, at: datetime) -> str:
        """The client's whole mail: the new words above what the desk wrote last."""
        signature = f"\n\n{_PHONES[0]}" if self.mobile else ""
        return f"{words}{signature}\n\n{self._heard}" if self._heard else ""

    @property
    def _manner(self) -> str:
        return "inside" if self.inside else self.tone

    def _from_desk(self, body: str, agent: Somebody, at: datetime) -> str:
        if self._due is None or self._due.date() <= at.date():
            self._due, dates = promise(self.rng, at)
            self.words.update(dates)
        greeting, closing = (
            self.rng.choice(self.pool(f"desk_{part}")) for part in ("greeting", "closing")
        )
        parts = (greeting, body, closing)
        return "\n\n".join(self._told(part, at, agent) for part in parts)

    def _told(
        self, template: str, at: datetime | None = None, agent: Somebody | None = None
    ) -> str:
        good = _good(at.hour) if at else "boa tarde"
        told = template.format_map(
            {
                **self.words,
                "bom": good,
                "Bom": good.capitalize(),
                "agente": agent.first if agent else "pessoal",
                "ag": agent.ending if agent else "o",
            }
        )
        return _capitals(told)

    def _hasty(self, words: str) -> str:
        if self.haste > 0.35:
            for long, short in _SHORT:
                words = re.sub(rf"\b{long}\b", short, words)
        if self.haste > 0.55:
            words = words.replace("não", "nao").replace("está", "ta").replace("estou", "to")
        return words.lower() if self.haste > 0.7 else words


def _good(hour: int) -> str:
    if hour < 12:
        return "bom dia"
    return "boa tarde" if hour < 18 else "boa noite"


def _capitals(words: str) -> str:
    return re.sub(r"(^|[.!?]\s+)(\w)", lambda found: found[1] + found[2].upper(), words)
