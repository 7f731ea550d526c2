"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("waiting.Wait", "ticket__requester", "when they waited for an answer, and how long"),
    Place("waiting.Estimate", "wait__ticket__requester", "how long they were told it would take"),
    Place(
        "waiting.Callback", "person", "the phone they want to be called at, and when", moves=True
    ),
    Place("waiting.Callback", "ticket__requester", "calls promised on their tickets"),
    Place("waiting.Attempt", "person", "calls they made", moves=True),
    Place("waiting.Attempt", "callback__person", "how calls to them went"),
    Place("waiting.Attempt", "callback__ticket__requester", "how calls on their tickets went"),
)
