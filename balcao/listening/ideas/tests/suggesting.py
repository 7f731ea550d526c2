"""Boards and people for tests of ideas, made as in real life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.models import Board, Idea
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from tests.cast import Cast

MONDAY = datetime.fromisoformat("2040-11-12T13:00:00+00:00")


def colleagues(count: int) -> list[Actor]:
    """So many employees, signed in."""
    found = []
    for number in range(count):
        person = people.register_person(
            SYSTEM,
            f"Colega {number}",
            email=f"colega{number}@boapraca.example",
            is_work=True,
            is_verified=True,
        )
        people.begin_relationship(SYSTEM, person.pk, "employee")
        found.append(actor_of(person.pk, Level.STRONG))
    return found


def board(
    cast: Cast, audience: Sequence[str] = ("internal",), name: str = "Ideias", **told: Any
) -> Board:
    """A board that Beto looks after."""
    return actions.add_board(cast.actor("beto"), name, audience, **told)


def idea(actor: Actor, where: Board, title: str = "Café na copa", words: str = "") -> Idea:
    """An idea of that person on a board that is not anonymous."""
    kept = actions.suggest(actor, where.pk, title, words)
    assert kept.id is not None
    return Idea.objects.get(pk=kept.id)


def listed(actor: Actor, where: Board, **told: Any) -> list[Row]:
    """The ideas of a board as this person reads them."""
    found, _following = queries.ideas(actor, queries.board(actor, where.pk), **told)
    return found


def soon(days: int = 7) -> datetime:
    """An instant so many days from now."""
    return clock.now() + timedelta(days=days)


def tomorrow() -> datetime:
    """The same hour of tomorrow."""
    return soon(1)
