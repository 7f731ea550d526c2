"""Who they are and what we know of them. Rooms, lowest first: teams, people, calendars, access, profile,
orders, brand."""
