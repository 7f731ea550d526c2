"""The counter itself. Rooms, lowest first: inboxes, tickets, sla, routing, delivery, notifications."""
