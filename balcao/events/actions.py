from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from balcao.core import clock
from balcao.core.actor import Actor

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
    event = Event.objects.create(
        at=clock.now(),
        name=fact.name,
        subject_type=fact.subject_type,
        subject_id=fact.subject_id,
        actor_id=actor.person_id,
        data=fact.data(),
    )
    for handler in _handlers.get(type(fact), ()):
        handler(actor, fact, event)
    return event
