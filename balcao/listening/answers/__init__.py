"""What was answered: one store with names, one without, which nothing joins."""
