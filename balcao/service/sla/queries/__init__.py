"""Reads of promises: on a ticket within its own scope, in figures without a confidential team."""

from .explaining import Explained, Stretch, clocks, explain
from .figures import Kept, attainment, public_promises
from .making import policies, policy, progress

__all__ = [
    "Explained",
    "Kept",
    "Stretch",
    "attainment",
    "clocks",
    "explain",
    "policies",
    "policy",
    "progress",
    "public_promises",
]
