from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row

from .bulk import bundle
from .concern import Handler, about, asked, concerned, likely
from .facts import Fact
from .models import Event

__all__ = ["Handler", "publish", "wire"]

_handlers: dict[type[Fact], tuple[Handler, ...]] = {}
# Plain SQL: every action writes at least one of these.
_WRITE = """
INSERT INTO events_event (at, name, subject_type, subject_id, actor_id, data)
VALUES (%(at)s, %(name)s, %(type)s, %(subject)s, %(actor)s, %(data)s::jsonb) RETURNING id
"""


def wire(wiring: Mapping[type[Fact], Iterable[Handler]]) -> None:
    """Tell once, at start, which handlers run inside the transaction of each fact."""
    _handlers.clear()
    _handlers.update({fact: tuple(handlers) for fact, handlers in wiring.items()})


def publish(actor: Actor, fact: Fact) -> Event:
    """Write the fact down and run the handlers that it concerns, all in the caller's transaction."""
    event = Event(
        at=clock.now(),
        name=fact.name,
        subject_type=fact.subject_type,
        subject_id=fact.subject_id,
        actor_id=actor.person_id,
        data=fact.data(),
    )
    handlers = likely(_handlers.get(type(fact), ()), fact)
    conditions = asked(handlers)
    kept_back = bundle()
    if kept_back is None:
        told = _write(event, fact, conditions)
        event.pk = int(told["id"])
    else:
        event.pk = kept_back.keep(event)
        told = _ask(fact, conditions) if conditions else {}
    for handler in concerned(handlers, told):
        handler(actor, fact, event)
    return event


def _write(event: Event, fact: Fact, conditions: Sequence[str]) -> Row:
    """Write the fact, and ask in the same statement whom it concerns."""
    sql = _WRITE
    if conditions:
        columns = ", ".join(["written.id", *conditions])
        sql = f"WITH written AS ({_WRITE}) SELECT {columns} FROM written"
    return _told(
        sql,
        {
            **about(fact),
            "at": event.at,
            "name": event.name,
            "type": event.subject_type,
            "actor": event.actor_id,
            "data": json.dumps(event.data),
        },
    )


def _ask(fact: Fact, conditions: Sequence[str]) -> Row:
    return _told(f"SELECT {', '.join(conditions)}", about(fact))


def _told(sql: str, params: Row) -> Row:
    found = row(sql, params)
    assert found is not None
    return found
