"""An agent's day and week, and for supervisors who has how much."""
