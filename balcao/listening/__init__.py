"""Listening to both sides. Rooms, lowest first: surveys, asking, answers, journeys."""
