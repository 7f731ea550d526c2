"""Announcements: told to an audience, confirmed by each reader where that is asked for."""
