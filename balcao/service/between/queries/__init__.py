"""Reads of what departments ask of each other: beside a ticket, and added up; the actor comes first."""

from .adding import READABLE, Department, Report, Waited, behind, may_read, readable, report
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
    "may_read",
    "plain",
    "readable",
    "report",
]
