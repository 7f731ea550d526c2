"""Journeys: what a client goes through with us, stage by stage, and the questions that tell of each."""
