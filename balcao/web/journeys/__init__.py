"""Journeys: what a client goes through with us, drawn stage by stage from live answers."""
