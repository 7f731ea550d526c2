"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("profile.Fact", "person", "what we know of them, and how", moves=True),
    Place(
        "profile.Preference", "person", "what they don't want to be written to about", moves=True
    ),
)
