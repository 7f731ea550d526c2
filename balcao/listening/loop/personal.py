"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("loop.Rule", "owner", "whose tasks come of a rule", moves=True),
    Place("loop.Task", "owner", "what they have to do, and what they did", moves=True),
    Place("loop.Told", "published_by", "what they told those who answered", moves=True),
    Place("loop.ToldReader", "person", "of what done they were told", moves=True),
    Place("loop.Task", "answer__invited__person", "what was done because of what they answered"),
)
