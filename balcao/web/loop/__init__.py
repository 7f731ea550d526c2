"""Closing the loop: tasks of what was answered, and what was done about it, told."""
