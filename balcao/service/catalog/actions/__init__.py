from .asking import FormChanged, ask, checked_for
from .forming import move_field, put_field, remove_field
from .offering import publish_item, remove_item, retire_item
from .shelving import (
    add_area,
    add_service,
    change_area,
    change_service,
    move_area,
    move_service,
    remove_area,
    remove_service,
)
from .writing import add_item, change_item, move_item

__all__ = [
    "FormChanged",
    "add_area",
    "add_item",
    "add_service",
    "ask",
    "change_area",
    "change_item",
    "change_service",
    "checked_for",
    "move_area",
    "move_field",
    "move_item",
    "move_service",
    "publish_item",
    "put_field",
    "remove_area",
    "remove_field",
    "remove_item",
    "remove_service",
    "retire_item",
]
