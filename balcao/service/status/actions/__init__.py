"""Verbs that say what there is to fail, and tell of what fails."""

from .components import add_component, change_component, move_component
from .incidents import change_incident, open_incident, update_incident
from .subscribing import ask, choose, confirm, is_told, subscribe, unsubscribe

__all__ = [
    "add_component",
    "ask",
    "change_component",
    "change_incident",
    "choose",
    "confirm",
    "is_told",
    "move_component",
    "open_incident",
    "subscribe",
    "unsubscribe",
    "update_incident",
]
