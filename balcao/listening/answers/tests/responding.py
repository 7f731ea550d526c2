"""Invitations that were sent, and their links, made through the actions of asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import crew, here, occasion, shop, survey
from balcao.listening.asking.tokens import token_of
from balcao.register.people.models import Person

MONDAY = here("2040-11-05T09:00")
LATER = MONDAY + timedelta(hours=1)


def wave(
    *items: str,
    is_anonymous: bool = True,
    people: int = 12,
    at: datetime = MONDAY,
    crowd: list[Person] | None = None,
    **told: Any,
) -> Wave:
    """A wave of employees that is open, every invitation of it sent."""
    with clock.at(at):
        if crowd is None:
            shop()
            crew(people)
        asked = survey("internal", *items, is_anonymous=is_anonymous, **told)
        made = asking.draw_sample(SYSTEM, occasion(asked, "sample").pk)
        asking.send_all(at)
    return made


def links(made: Wave) -> list[str]:
    """The secrets of the links of a wave, in the order of its invitations."""
    found = [
        token_of(one.pk, one.token_digest)
        for one in Invited.objects.filter(wave=made).order_by("pk")
    ]
    return [one for one in found if one]


def give(token: str, values: Mapping[str, Any], at: datetime = LATER, **told: Any) -> None:
    """Answer by a link at an instant."""
    with clock.at(at):
        actions.answer(token, values, language=told.pop("language", "pt-br"), **told)


def close(made: Wave) -> None:
    """What the job does when a wave's time is over; its ballots are not opened yet."""
    with clock.at(made.closes_at):
        asking.close_due(made.closes_at)
