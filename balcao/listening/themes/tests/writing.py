"""Answers in own words, identified or anonymous, made through the actions of asking and answers."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.core import clock
from balcao.listening.answers import actions as answers
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests.responding import LATER, MONDAY, close, give, links, wave
from balcao.listening.asking.models import Frozen, Wave
from balcao.listening.themes import actions
from balcao.listening.themes.models import Theme

PAY, LEADER, SPACE = "O salário é baixo.", "O chefe escuta.", "Falta ventilador no galpão."
OTHER = "Gosto de azul."


def written(words: Sequence[str], *, is_anonymous: bool = False, **told: object) -> Wave:
    """A wave of a survey of colleagues in which somebody wrote each of these."""
    made = wave("enps", "enps_why", is_anonymous=is_anonymous, people=max(12, len(words)))
    for token, one in zip(links(made), words, strict=False):
        give(token, {"enps": 7, "enps_why": one})
    return made


def teamed(words: dict[str, Sequence[str]]) -> Wave:
    """An anonymous wave, settled, in which people of these departments wrote these."""
    everybody = [(group, one) for group, told in words.items() for one in told]
    made = wave("enps", "enps_why", people=len(everybody))
    people = Frozen.objects.filter(wave=made).order_by("person_id")
    for frozen, (group, _one) in zip(people, everybody, strict=True):
        frozen.attributes = {**frozen.attributes, "department": group}
        frozen.save(update_fields=["attributes"])
    for token, (_group, one) in zip(links(made), everybody, strict=True):
        give(token, {"enps": 7, "enps_why": one})
    settle(made)
    return made


def settle(made: Wave) -> None:
    """Close a wave and open what was sealed in it, as the jobs do."""
    close(made)
    with clock.at(made.closes_at):
        assert answers.open_ballots(made.pk) == "kept"


def theme(key: str) -> Theme:
    """A theme by its key."""
    return Theme.objects.get(key=key)


def answer(number: int = 0) -> Answer:
    """An identified answer, by the order in which they came."""
    return Answer.objects.order_by("pk")[number]


__all__ = [
    "LATER",
    "LEADER",
    "MONDAY",
    "OTHER",
    "PAY",
    "SPACE",
    "actions",
    "answer",
    "settle",
    "teamed",
    "theme",
    "written",
]
