"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Kept, Place

PLACES = (
    Place("tickets.Ticket", "requester", "subject of what was asked", moves=True),
    Place("tickets.Ticket", "assignee", "who answers for a ticket", moves=True),
    Place("tickets.Message", "author", "what was said", moves=True),
    Place("tickets.Message", "ticket__requester", "what was said to and about them"),
    Place("tickets.Attachment", "message__author", "files sent", Kept.FILE),
    Place("tickets.Participant", "handle__person", "tickets taken part in"),
    Place("tickets.Follower", "person", "tickets followed", moves=True),
    Place("tickets.Mention", "person", "notes called into", moves=True),
    Place("tickets.Draft", "person", "unsent words", moves=True),
    Place("tickets.Reason", "ticket__requester", "why a ticket was transferred or reopened"),
    Place("tickets.Link", "ticket__requester", "why tickets belong together"),
    Place("tickets.Place", "ticket__requester", "other teams that handle the ticket"),
    Place("tickets.Tag", "tickets__requester", "words put on their tickets"),
)
