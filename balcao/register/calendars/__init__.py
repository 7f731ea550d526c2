"""Business calendars: when the counter is open, and how long a promise lasts."""
