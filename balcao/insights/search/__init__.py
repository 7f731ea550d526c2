"""Full-text search over everything, within the scope of who asks."""
