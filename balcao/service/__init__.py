"""The counter itself. Rooms, lowest first: inboxes, tickets, sla, routing, waiting, agenda, delivery, notifications, between."""
