"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("changes.Change", "owner", "changes they answer for", moves=True),
    Place("changes.Change", "decided_by", "changes they agreed to or refused", moves=True),
    Place("changes.Change", "reviewed_by", "changes they looked back on", moves=True),
    Place("changes.Concern", "ticket__requester", "which change their ticket brought about"),
)
