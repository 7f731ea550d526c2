from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import row

from .bulk import bundle
from .facts import Fact
from .models import Event

Handler = Callable[[Actor, Fact, Event], None]

_handlers: dict[type[Fact], tuple[Handler, ...]] = {}


def wire(wiring: Mapping[type[Fact], Iterable[Handler]]) -> None:
    """Tell once, at start, which handlers run inside the transaction of each fact."""
    _handlers.clear()
    _handlers.update({fact: tuple(handlers) for fact, handlers in wiring.items()})


def publish(actor: Actor, fact: Fact) -> Event:
    """Write the fact down and run its handlers, all in the caller's transaction."""
    event = Event(
        at=clock.now(),
        name=fact.name,
        subject_type=fact.subject_type,
        subject_id=fact.subject_id,
        actor_id=actor.person_id,
        data=fact.data(),
    )
    kept_back = bundle()
    event.pk = kept_back.keep(event) if kept_back else _write(event)
    for handler in _handlers.get(type(fact), ()):
        handler(actor, fact, event)
    return event


def _write(event: Event) -> int:
    # Plain SQL: every action writes at least one of these.
    found = row(
        "INSERT INTO events_event (at, name, subject_type, subject_id, actor_id, data)"
        " VALUES (%(at)s, %(name)s, %(type)s, %(subject)s, %(actor)s, %(data)s::jsonb) RETURNING id",
        {
            "at": event.at,
            "name": event.name,
            "type": event.subject_type,
            "subject": event.subject_id,
            "actor": event.actor_id,
            "data": json.dumps(event.data),
        },
    )
    assert found is not None
    return int(found["id"])
