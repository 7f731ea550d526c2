"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("bundles.Template", "owner", "who asks the departments for the tasks", moves=True),
    Place("bundles.Bundle", "ticket__requester", "what they asked for in a bundle"),
    Place("bundles.Task", "bundle__ticket__requester", "tasks that came of what they asked for"),
)
