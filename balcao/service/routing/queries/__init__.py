"""Reads of routing: who is here, why a ticket went where it went, what comes next, how fair it is."""

from .arrangement import arrangement, teams
from .explaining import decisions, prospect
from .following import next_ticket
from .here import colleagues, own
from .report import fairness, given, skips

__all__ = [
    "arrangement",
    "colleagues",
    "decisions",
    "fairness",
    "given",
    "next_ticket",
    "own",
    "prospect",
    "skips",
    "teams",
]
