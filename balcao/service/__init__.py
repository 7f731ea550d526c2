"""The counter itself. Rooms, lowest first: inboxes, tickets, delivery."""
