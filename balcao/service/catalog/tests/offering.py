"""A small catalog, made through the same actions as a real one."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import SYSTEM
from balcao.service.catalog import actions
from balcao.service.catalog.models import Item
from tests.cast import Cast

FORM: list[dict[str, Any]] = [
    {
        "key": "what",
        "kind": "choice",
        "labels": {"en": "What"},
        "is_required": True,
        "options": [
            {"value": "laptop", "labels": {"en": "Laptop"}},
            {"value": "mouse", "labels": {"en": "Mouse"}},
        ],
    },
    {
        "key": "cost",
        "kind": "money",
        "labels": {"en": "Cost"},
        "is_required": True,
        "shown_if": {"rules": [{"field": "what", "operator": "is", "value": "laptop"}]},
    },
    {
        "key": "why",
        "kind": "long_text",
        "labels": {"en": "Why"},
        "is_required": True,
        "shown_if": {"rules": [{"field": "cost", "operator": "at_least", "value": 8000}]},
    },
]


def offer(
    cast: Cast,
    name: str = "New laptop",
    inbox: str = "ti",
    audience: list[str] | None = None,
    form: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Item:
    """An item that is offered."""
    item = draft(cast, name, inbox, audience, form, **more)
    return actions.publish_item(SYSTEM, item.pk)


def draft(
    cast: Cast,
    name: str = "New laptop",
    inbox: str = "ti",
    audience: list[str] | None = None,
    form: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Item:
    """An item that could be offered."""
    area = actions.add_area(SYSTEM, {"en": f"Work: {name}"})
    service = actions.add_service(SYSTEM, area.pk, {"en": "Equipment"})
    item = actions.add_item(SYSTEM, service.pk, cast.inboxes[inbox].pk, {"en": name})
    told: dict[str, Any] = {
        "summary": {"en": f"Ask for {name}."},
        "promise": {"en": "Within five business days."},
        "steps": [{"en": "The team looks."}, {"en": "It comes to your desk."}],
        "audience": ["internal"] if audience is None else audience,
        "owner": "ana@boapraca.example",
        "form": FORM if form is None else form,
    }
    return actions.change_item(SYSTEM, item.pk, told | more)
