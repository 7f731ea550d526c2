"""Which of a fact's handlers have anything to do: said by themselves, asked of the database at once.

A handler that mostly finds nothing says beforehand whom it concerns. What all handlers of a fact say
is one statement, the very one that writes the fact down: a room that has nothing to do with a ticket
costs no statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from balcao.core.actor import Actor

from .facts import Fact
from .models import Event

Handler = Callable[[Actor, Fact, Event], None]
Heard = TypeVar("Heard", bound=Handler)


@dataclass(frozen=True, slots=True)
class Concern:
    """Facts that a handler hears: those for which both conditions hold."""

    where: str
    when: Callable[[Any], bool] | None


_concerns: dict[Handler, Concern] = {}


def concerns(
    where: str = "", *, when: Callable[[Any], bool] | None = None
) -> Callable[[Heard], Heard]:
    """Say of a handler which facts concern it; it hears no others.

    `when` looks at the fact alone. `where` is a condition in SQL about `%(subject)s` and the fact's own
    ids, looked at before any handler of the fact runs: it must not wait for what another one does.
    """

    def said(handler: Heard) -> Heard:
        _concerns[handler] = Concern(where, when)
        return handler

    return said


def likely(handlers: Iterable[Handler], fact: Fact) -> list[Handler]:
    """Those of these handlers whom the fact may concern, as far as it says itself."""
    return [one for one in handlers if _may_hear(one, fact)]


def asked(handlers: Sequence[Handler]) -> list[str]:
    """What the database is to be asked for them: columns, each a condition."""
    wheres = (
        (place, _concerns[handler].where)
        for place, handler in enumerate(handlers)
        if handler in _concerns
    )
    return [f"({where}) AS {_column(place)}" for place, where in wheres if where]


def about(fact: Fact) -> dict[str, int]:
    """What the conditions may speak of: the fact's subject and its own ids."""
    ids = {name: told for name, told in fact.data().items() if type(told) is int}
    return {**ids, "subject": fact.subject_id}


def concerned(handlers: Sequence[Handler], told: Mapping[str, Any]) -> list[Handler]:
    """Those whom it concerns, by what the database answered."""
    return [one for place, one in enumerate(handlers) if told.get(_column(place), True)]


def _may_hear(handler: Handler, fact: Fact) -> bool:
    concern = _concerns.get(handler)
    return concern is None or concern.when is None or concern.when(fact)


def _column(place: int) -> str:
    return f"concern_{place}"
