"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("catalog.Item", "owner", "which items of the catalog they answer for", moves=True),
    Place("catalog.ItemVersion", "published_by", "which items they published", moves=True),
    Place("catalog.Request", "ticket__requester", "what they asked for, and how they filled it in"),
    Place("catalog.Request", "for_person", "what was asked for them", moves=True),
)
