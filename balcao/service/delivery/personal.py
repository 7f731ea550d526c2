"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Kept, Place

PLACES = (
    Place("delivery.RawMail", "sender__person", "mails they sent, as they came", Kept.MAIL),
    Place("delivery.RawMail", "message__author", "mails they sent, as they came", Kept.MAIL),
    Place("delivery.RawMail", "message__ticket__requester", "mails about their tickets", Kept.MAIL),
    Place("delivery.Identity", "message__author", "digests of mails they sent"),
    Place(
        "delivery.OutgoingMail",
        "reader__person",
        "mails sent to them, and their files in the outbox",
    ),
    Place("delivery.OutgoingMail", "ticket__requester", "mails sent about their tickets"),
)
