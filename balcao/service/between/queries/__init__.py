"""Reads of what departments ask of each other: beside a ticket, and added up; the actor comes first."""

from .adding import READABLE, Department, Report, Waited, behind, readable, report
from .standing import areas, asked, behind_this, plain

__all__ = [
    "READABLE",
    "Department",
    "Report",
    "Waited",
    "areas",
    "asked",
    "behind",
    "behind_this",
    "plain",
    "readable",
    "report",
]
