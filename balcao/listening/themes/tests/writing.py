"""Answers in own words, identified or anonymous, made through the actions of asking and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balcao.core import clock
from balcao.listening.answers import actions as answers
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests.responding import LATER, MONDAY, close, give, links, wave
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import crew
from balcao.listening.asking.tokens import token_of
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


def grouped(words: Mapping[str, Sequence[str]]) -> Wave:
    """An anonymous wave, settled, in which people of these kinds of relationship wrote these."""
    first, crowd = 0, []
    with clock.at(MONDAY):
        for kind, told in words.items():
            crowd += crew(len(told), kind, first)
            first += len(told)
    made = wave("enps", "enps_why", crowd=crowd)
    everybody = [one for told in words.values() for one in told]
    said = {person.pk: one for person, one in zip(crowd, everybody, strict=True)}
    for invited in Invited.objects.filter(wave=made, person_id__in=said):
        token = token_of(invited.pk, invited.token_digest) or ""
        give(token, {"enps": 7, "enps_why": said[invited.person_id]})
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
    "grouped",
    "settle",
    "theme",
    "written",
]
