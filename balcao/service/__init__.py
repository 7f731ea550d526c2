"""The counter itself. Rooms, lowest first: inboxes, knowledge, tickets, sla, routing, waiting, agenda, delivery, notifications, approvals, assets, catalog, between, problems, changes."""
