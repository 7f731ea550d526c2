"""Formulas as pure functions with their sources."""
