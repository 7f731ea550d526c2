"""Where this room keeps data of persons: columns that follow what they are made of."""

from __future__ import annotations

from balcao.core.personal import Kept, Place

PLACES = (
    Place("people.Person", "", "the words of their name, in the column words", Kept.INDEX),
    Place(
        "tickets.Ticket",
        "requester",
        "the words of what was asked, in the column words",
        Kept.INDEX,
    ),
    Place(
        "tickets.Message",
        "ticket__requester",
        "the words of what was said, in the column words",
        Kept.INDEX,
    ),
)
