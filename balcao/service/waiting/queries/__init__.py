"""Reads of waits: where a ticket stands and for how long yet, and how right such words have been."""

from .calls import call_times, callbacks, calls
from .placing import Known, Silence, Standing, standing
from .supervising import Moves, coverage, line, moves, queues

__all__ = [
    "Known",
    "Moves",
    "Silence",
    "Standing",
    "call_times",
    "callbacks",
    "calls",
    "coverage",
    "line",
    "moves",
    "queues",
    "standing",
]
