"""A year of what both sides answered, told through the same actions as real answers."""
