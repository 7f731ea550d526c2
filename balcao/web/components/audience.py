"""Choosing whom something is for, and telling it: the words of the one audience module, with teams' names."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from balcao.core.actor import Actor
from balcao.register.access import audiences
from balcao.register.teams import queries as teams


def choices(actor: Actor, *, has_public: bool = True) -> list[tuple[str, str]]:
    """Every word an audience may be made of by this actor, with its label; teams last.

    Drawn by `ui.audience`.
    """
    words = [word for word in audiences.WORDS if has_public or word != audiences.PUBLIC]
    own = [(f"{audiences.TEAM}{team['id']}", team["name"]) for team in teams.teams(actor)]
    return [*((word, audiences.told([word], {})[0]) for word in words), *own]


def told(actor: Actor, audience: Iterable[str]) -> str:
    """An audience in words; of teams that don't exist for this actor only that they are teams."""
    return teller(actor)(audience)


def teller(actor: Actor) -> Callable[[Iterable[str]], str]:
    """The same for as many audiences as a list has: teams are read once."""
    names = {team["id"]: team["name"] for team in teams.teams(actor)}
    return lambda audience: ", ".join(audiences.told(audience, names))
