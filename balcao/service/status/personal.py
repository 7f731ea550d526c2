"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("status.Update", "by", "what they told of incidents", moves=True),
    Place("status.Subscriber", "person", "that they are mailed of incidents", moves=True),
)
