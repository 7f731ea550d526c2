"""The counter itself. Rooms, lowest first: inboxes, tickets, routing, delivery."""
