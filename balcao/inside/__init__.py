"""What keeps those inside together. Rooms, lowest first: announcements."""
