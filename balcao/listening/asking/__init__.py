"""Asking: who is asked what, and when; nothing of what they answer."""
