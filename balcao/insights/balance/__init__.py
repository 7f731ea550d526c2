"""Both sides of the counter beside each other: promises, effort, waits, and what is behind each."""
