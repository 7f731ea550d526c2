"""Verbs that arrange routing, say who is here, and give out, take back or pass on tickets."""

from .arranging import (
    add_skill,
    remove_skill,
    set_capacity,
    set_need,
    set_person_skill,
    set_routing,
)
from .giving import overflow, route_all, route_waiting
from .presence import lapse, leave, return_work, seen, set_presence
from .skipping import skip, take

__all__ = [
    "add_skill",
    "lapse",
    "leave",
    "overflow",
    "remove_skill",
    "return_work",
    "route_all",
    "route_waiting",
    "seen",
    "set_capacity",
    "set_need",
    "set_person_skill",
    "set_presence",
    "set_routing",
    "skip",
    "take",
]
