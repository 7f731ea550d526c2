"""Persons, their addresses, organizations and relationships: one register for both sides."""
