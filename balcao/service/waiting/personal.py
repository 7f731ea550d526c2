"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("waiting.Wait", "ticket__requester", "when they waited for an answer, and how long"),
    Place("waiting.Estimate", "wait__ticket__requester", "how long they were told it would take"),
)
