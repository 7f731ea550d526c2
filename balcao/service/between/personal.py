"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("between.Linked", "asked_by", "what they asked of another area", moves=True),
    Place("between.Linked", "ticket__requester", "what was asked inside because of their ticket"),
    Place("between.Wait", "linked__ticket__requester", "when they waited for which area"),
)
