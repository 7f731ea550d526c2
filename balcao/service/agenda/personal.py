"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("agenda.FollowUp", "person", "what they wanted to be reminded of", moves=True),
    Place("agenda.FollowUp", "ticket__requester", "what somebody wants to do about their ticket"),
    Place("agenda.Snooze", "person", "tickets they put off", moves=True),
    Place("agenda.Snooze", "ticket__requester", "until when their ticket was put off, and why"),
    Place("agenda.Appointment", "person", "their own appointments", moves=True),
    Place("agenda.Watch", "person", "which ticket they had open last, and when", moves=True),
    Place("agenda.TimeEntry", "person", "how long they worked on a ticket", moves=True),
    Place("agenda.TimeEntry", "ticket__requester", "how long somebody worked on their ticket"),
    Place("agenda.Correction", "person", "time they corrected, and why", moves=True),
    Place("agenda.Correction", "entry__person", "their time as it was corrected, and why"),
)
