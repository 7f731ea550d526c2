"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("notifications.Notification", "person", "what they were told of", moves=True),
    Place("notifications.Choice", "person", "of what they want to be told, and how", moves=True),
    Place("notifications.Rest", "person", "their quiet hours", moves=True),
    Place("notifications.Browser", "person", "browsers that show them what is pushed", moves=True),
)
