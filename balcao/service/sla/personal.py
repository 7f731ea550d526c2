"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("sla.Policy", "manager", "who is told when a promise is broken", moves=True),
    Place("sla.Clock", "ticket__requester", "promises on their tickets, and why these"),
    Place("sla.Pause", "clock__ticket__requester", "why a promise to them was paused"),
    Place("sla.Alert", "clock__ticket__requester", "warnings about promises to them"),
)
