"""How presence looks, beside the words that the domain gives it."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.service.routing import actions, queries
from balcao.service.routing.rules import STATE_LABELS, State

from .looks import Look

_LOOKS = {
    State.AVAILABLE: Look("", "available", icon="circle-check"),
    State.BUSY: Look("", "busy", icon="ban"),
    State.BREAK: Look("", "break", icon="coffee"),
    State.TRAINING: Look("", "training", icon="school"),
    State.AWAY: Look("", "away", icon="door-exit"),
}
STATES = {str(value): _LOOKS[State(value)]._replace(label=label) for value, label in STATE_LABELS}


def menu(actor: Actor) -> dict[str, Any]:
    """What the presence menu shows; none for who answers for no team. Looking is a sign of life."""
    presence = queries.own(actor)
    if presence is not None and presence["misses"]:
        actions.seen(actor)
    return {
        "presence": presence,
        "presence_states": STATES,
        "presence_topics": " ".join(f"presences:{team}" for team in actor.team_ids),
        "me": actor.person_id,
    }
