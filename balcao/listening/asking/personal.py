"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place(
        "asking.Invited",
        "person",
        "what they were asked to answer, and whether they did",
        moves=True,
    ),
    Place(
        "asking.Frozen", "person", "the groups they belonged to when they were asked", moves=True
    ),
    Place("asking.Link", "created_by", "that they opened a link to a survey", moves=True),
)
