"""Assets wherever they are shown: how their states look, and what stands of them beside a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from balcao.core.actor import Actor
from balcao.service.assets import queries

STATES: Mapping[str, tuple[str | Promise, str, str]] = {
    "in_use": (gettext_lazy("In use"), "success", "user-check"),
    "stock": (gettext_lazy("In stock"), "info", "package"),
    "repair": (gettext_lazy("Under repair"), "warning", "tool"),
    "retired": (gettext_lazy("Retired"), "neutral", "archive"),
    "lost": (gettext_lazy("Lost"), "danger", "help-circle"),
}
"""Label, tone and picture of each state."""
PICTURES: Mapping[str, str | Promise] = {
    "device-desktop": gettext_lazy("Computer"),
    "device-laptop": gettext_lazy("Notebook"),
    "device-mobile": gettext_lazy("Mobile phone"),
    "printer": gettext_lazy("Printer"),
    "router": gettext_lazy("Network device"),
    "server": gettext_lazy("Server"),
    "armchair": gettext_lazy("Furniture"),
    "car": gettext_lazy("Vehicle"),
    "tool": gettext_lazy("Tool"),
    "key": gettext_lazy("Key or licence"),
    "box": gettext_lazy("Box"),
    "building-warehouse": gettext_lazy("Building"),
}
"""What each picture of a type shows, said to who can't see it."""


def beside(actor: Actor, protocol: str) -> dict[str, Any]:
    """What a ticket that the actor handles is about, and what its requester uses."""
    found = queries.beside(actor, protocol)
    return {
        "protocol": protocol,
        "linked": [one for one in found if one["is_linked"]],
        "theirs": [one for one in found if not one["is_linked"]],
        "states": STATES,
        "may_link": bool(queries.teams(actor)),
    }
