"""What an announcement says in whose language, what its question takes, and whose numbers are shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("pt-br", "en")
TITLE_MOST = 160
BODY_MOST = 20_000
ASKED_MOST = 300
CHOICE_MOST = 160
CHOICES_FEWEST, CHOICES_MOST = 2, 5
REMINDERS_MOST = 3
REMIND_DAYS_MOST = 30
# Under so many people a number would tell about single ones.
GROUP_LEAST = 5


class State(StrEnum):
    """Where an announcement stands; whether it is over, its last day says."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Mailing(StrEnum):
    """Why people are mailed."""

    FIRST = "first"
    CHANGED = "changed"
    REMINDER = "reminder"


STATES: list[tuple[str, str | Promise]] = [
    (State.DRAFT.value, _("Draft")),
    (State.SCHEDULED.value, _("Scheduled")),
    (State.PUBLISHED.value, _("Being told")),
    (State.WITHDRAWN.value, _("Withdrawn")),
]
MAILINGS: list[tuple[str, str | Promise]] = [
    (Mailing.FIRST.value, _("Told by mail")),
    (Mailing.CHANGED.value, _("Told of the new edition")),
    (Mailing.REMINDER.value, _("Reminded")),
]

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about what was read. `right` is the place of the one right choice; None where
    every answer is taken."""

    asked: Words
    choices: tuple[Words, ...]
    right: int | None = None

    def kept(self) -> dict[str, Any]:
        """As it is kept, in JSON."""
        return {
            "asked": dict(self.asked),
            "choices": [dict(one) for one in self.choices],
            "right": self.right,
        }


def question(kept: Mapping[str, Any] | None) -> Question | None:
    """The question of an edition as it was kept."""
    if not kept:
        return None
    return Question(kept["asked"], tuple(kept["choices"]), kept["right"])


def said(words: Words, language: str) -> str:
    """The words in this language; in another one where they were not written in it."""
    told = (words.get(each, "") for each in (language, *LANGUAGES))
    return next((each for each in told if each), "")


def is_right(asked: Question, choice: int) -> bool:
    """True when the choice is the right one, or any is."""
    return asked.right is None or asked.right == choice


def shown_groups(
    sizes: Mapping[str, int], rest: int = 0, least: int = GROUP_LEAST
) -> frozenset[str]:
    """Which groups' numbers may stand beside their total, where everybody is in exactly one group
    or in the `rest`.

    A group below `least` is told with the rest. Where all of that would still be fewer people, the
    smallest group shown goes with it: else the total would give them away.
    """
    shown = {name for name, size in sizes.items() if size >= least}
    others = rest + sum(size for name, size in sizes.items() if name not in shown)
    if shown and 0 < others < least:
        shown.remove(min(shown, key=lambda name: (sizes[name], name)))
    return frozenset(shown)
