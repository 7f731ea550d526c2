"""Where this room keeps data of persons: what they did with announcements, and what waits to be mailed."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("announcements.Announcement", "author", "which announcements they wrote", moves=True),
    Place("announcements.Edition", "author", "which editions they wrote", moves=True),
    Place("announcements.Reading", "person", "what they read, confirmed and answered", moves=True),
    Place("announcements.Held", "person", "what is mailed to them after their quiet hours"),
)
