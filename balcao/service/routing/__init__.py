"""Who gets which ticket: presence, capacity, skills, and every choice with its reason."""
