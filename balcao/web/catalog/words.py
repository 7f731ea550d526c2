"""How the catalog says its states, prices and kinds of fields."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..components.orders import amount

STATES: dict[str, tuple[str | Promise, str]] = {
    "draft": (gettext_lazy("draft"), "neutral"),
    "live": (pgettext_lazy("catalog", "offered"), "success"),
    "retired": (gettext_lazy("no longer offered"), "warning"),
}
SOURCES: list[tuple[str, str | Promise]] = [
    ("value", gettext_lazy("always the same")),
    ("requester.name", gettext_lazy("name of who asks")),
    ("requester.mail", gettext_lazy("e-mail of who asks")),
    ("requester.department", gettext_lazy("department of who asks")),
    ("requester.manager", gettext_lazy("manager of who asks")),
    ("requester.region", gettext_lazy("region of who asks")),
    ("today", gettext_lazy("days from today")),
    ("business_day", gettext_lazy("business days from today")),
    ("field", gettext_lazy("the same as another field")),
    ("template", gettext_lazy("a text made of other fields")),
]


def price(told: Decimal | None) -> str:
    """What it costs, for people."""
    if told is None:
        return ""
    return _("Free of charge") if not told else amount(told, "BRL").replace("\xa0", " ")


ICONS = (
    "apps", "package", "device-laptop", "device-desktop", "device-mobile", "printer", "mouse",
    "key", "lock-open", "mail", "wifi", "headset", "tool", "building", "id-badge-2", "users",
    "user-plus", "user-minus", "plane", "car", "truck", "credit-card", "receipt", "cash",
    "file-text", "certificate", "calendar-event", "heart", "school", "armchair", "shopping-bag",
    "refresh", "help-circle", "shield",
)  # fmt: skip
"""The pictures that areas and items may have."""
