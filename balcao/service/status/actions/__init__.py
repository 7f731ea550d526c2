"""Verbs that say what there is to fail, and tell of what fails."""

from .components import add_component, change_component, move_component
from .incidents import change_incident, open_incident, update_incident

__all__ = [
    "add_component",
    "change_component",
    "change_incident",
    "move_component",
    "open_incident",
    "update_incident",
]
