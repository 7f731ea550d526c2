"""What we know of a person, and how we know it."""
