"""Themes: what people speak of, the dictionary that finds it, corrections and proposals."""
