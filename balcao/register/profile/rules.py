"""Which facts a profile has, so that what is unknown can be shown as unknown."""

from __future__ import annotations

from balcao.core.text import N_

NAMES: dict[str, str] = {
    "preferred_name": N_("Preferred name"),
    "preferred_channel": N_("Preferred channel"),
    "language": N_("Language"),
    "contact_hours": N_("Contact hours"),
    "accessibility_need": N_("Accessibility need"),
    "region": N_("Region"),
    "product_knowledge": N_("Product knowledge"),
    "uses_products": N_("Uses our products"),
    "need": N_("What they need it for"),
}
ON_PERSON = frozenset(
    {"preferred_name", "preferred_channel", "language", "contact_hours", "accessibility_need"}
)
