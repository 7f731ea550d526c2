"""Keeping it running: backup, restore, doctor."""
