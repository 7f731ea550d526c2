"""How statuses, kinds and priorities look, beside the words that the domain gives them."""

from __future__ import annotations

from typing import NamedTuple

from balcao.service.tickets import rules


class Look(NamedTuple):
    """A label with its tone of colour and its icon."""

    label: object
    tone: str
    icon: str = ""


_STATUS_TONES = {
    rules.Status.NEW: "new",
    rules.Status.OPEN: "open",
    rules.Status.PENDING: "pending",
    rules.Status.ON_HOLD: "hold",
    rules.Status.RESOLVED: "resolved",
    rules.Status.CLOSED: "closed",
}
_KIND_ICONS = {
    rules.Kind.QUESTION: Look("", "", icon="help-circle"),
    rules.Kind.REQUEST: Look("", "", icon="hand-grab"),
    rules.Kind.INCIDENT: Look("", "", icon="alert-triangle"),
    rules.Kind.COMPLAINT: Look("", "", icon="mood-sad"),
    rules.Kind.SUGGESTION: Look("", "", icon="bulb"),
    rules.Kind.PRAISE: Look("", "", icon="heart"),
    rules.Kind.CANCELLATION: Look("", "", icon="circle-x"),
}
_PRIORITY_ICONS = {
    rules.Priority.LOW: Look("", "low", icon="chevron-down"),
    rules.Priority.NORMAL: Look("", "normal", icon="minus"),
    rules.Priority.HIGH: Look("", "high", icon="chevron-up"),
    rules.Priority.URGENT: Look("", "urgent", icon="chevrons-up"),
}
CHANNELS = {
    "email": Look("", "", icon="mail"),
    "portal": Look("", "", icon="world"),
    "phone": Look("", "", icon="phone"),
    "chat": Look("", "", icon="message"),
    "api": Look("", "", icon="plug"),
    "desk": Look("", "", icon="headset"),
    "counter": Look("", "", icon="building-store"),
    "meeting": Look("", "", icon="users"),
}
_ANY_CHANNEL = Look("", "", icon="message")

STAFF_STATUS = {
    str(value): Look(label, _STATUS_TONES[rules.Status(value)])
    for value, label in rules.STATUS_LABELS
}
CLIENT_STATUS = {
    str(value): Look(label, _STATUS_TONES[rules.Status(value)])
    for value, label in rules.CLIENT_STATUS_LABELS
}
KIND = {
    str(value): Look(label, "", _KIND_ICONS[rules.Kind(value)].icon)
    for value, label in rules.KIND_LABELS
}
PRIORITY = {
    int(value): _PRIORITY_ICONS[rules.Priority(value)]._replace(label=label)
    for value, label in rules.PRIORITY_LABELS
}


def channel(name: str) -> Look:
    """How a channel looks; one without a picture of its own gets a speech bubble."""
    return CHANNELS.get(name, _ANY_CHANNEL)
