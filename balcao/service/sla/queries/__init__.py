"""Reads of promises: on a ticket within its own scope, in figures without a confidential team."""

from ..rules import Stretch
from .explaining import Explained, clocks, explain, explained
from .figures import FEWEST, PUBLISHED, Kept, attainment, public_promises
from .making import policies, policy, progress

__all__ = [
    "FEWEST",
    "PUBLISHED",
    "Explained",
    "Kept",
    "Stretch",
    "attainment",
    "clocks",
    "explain",
    "explained",
    "policies",
    "policy",
    "progress",
    "public_promises",
]
