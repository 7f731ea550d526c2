"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("routing.PersonSkill", "person", "skills and their levels", moves=True),
    Place("routing.Capacity", "person", "how much they take at once", moves=True),
    Place("routing.Presence", "person", "whether they are available, and why not", moves=True),
    Place("routing.Stint", "person", "when they were available, and why not", moves=True),
    Place("routing.Decision", "person", "tickets given to them or taken back", moves=True),
    Place("routing.Decision", "ticket__requester", "why their ticket went where it went"),
    Place("routing.Skip", "person", "tickets they passed on, and why", moves=True),
    Place("routing.Skip", "ticket__requester", "why somebody passed on their ticket"),
)
