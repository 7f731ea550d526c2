"""The counter itself. Rooms, lowest first: inboxes, tickets, sla, routing, agenda, delivery, notifications."""
