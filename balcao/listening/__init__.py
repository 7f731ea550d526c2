"""Listening to both sides. Rooms, lowest first: surveys, asking, answers, themes, results, loop, ideas, journeys."""
