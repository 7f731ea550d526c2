"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (Place("surveys.Survey", "owner", "surveys they look after", moves=True),)
