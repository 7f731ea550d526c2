"""Verbs: keep a template, write its form and its tasks, start a bundle."""

from .building import (
    describe,
    move_field,
    move_task,
    put_field,
    put_task,
    remove_field,
    remove_task,
)
from .keeping import offer, set_template
from .starting import start

__all__ = [
    "describe",
    "move_field",
    "move_task",
    "offer",
    "put_field",
    "put_task",
    "remove_field",
    "remove_task",
    "set_template",
    "start",
]
