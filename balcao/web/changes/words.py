"""What changes are called where people read them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core import clock
from balcao.core.sql import Row
from balcao.service.changes import rules

from ..components.dates import moment

_STATE_TONES = ("neutral", "warning", "primary", "danger", "info", "violet", "success", "neutral")
STATES: dict[str, tuple[str | Promise, str]] = {
    state: (label, tone)
    for (state, label), tone in zip(rules.STATE_LABELS, _STATE_TONES, strict=True)
}
RISKS: dict[int, tuple[str | Promise, str]] = {
    risk: (label, tone)
    for (risk, label), tone in zip(
        rules.RISK_LABELS, ("success", "info", "warning", "danger"), strict=True
    )
}
_STILL_TO_COME = frozenset(
    {rules.State.DRAFT, rules.State.WAITING, rules.State.APPROVED, rules.State.REFUSED}
)
KINDS: dict[str, str | Promise] = dict(rules.KIND_LABELS)
OUTCOMES: dict[str, tuple[str | Promise, str]] = {
    outcome: (label, tone)
    for (outcome, label), tone in zip(
        rules.OUTCOME_LABELS, ("success", "info", "warning", "danger"), strict=True
    )
}
KIND_HELP: list[tuple[str, str | Promise]] = [
    (rules.Kind.NORMAL, gettext_lazy("Normal: somebody agrees to it first")),
    (rules.Kind.STANDARD, gettext_lazy("Standard: known, harmless, agreed to at once")),
    (rules.Kind.EMERGENCY, gettext_lazy("Emergency: a supervisor begins it and says why")),
]


def window(one: Row) -> str:
    """From when until when; the day once where it is the same."""
    starts, ends = one["starts_at"], one["ends_at"]
    return _("no window yet") if starts is None else stretch(starts, ends)


def stretch(starts: datetime, ends: datetime) -> str:
    """From one instant until another; the day once where it is the same."""
    if timezone.localdate(starts) == timezone.localdate(ends):
        return f"{moment(starts)}–{clock_hour(ends)}"
    return f"{moment(starts)} – {moment(ends)}"


def is_missed(one: Row) -> bool:
    """True where the window passed and the change neither happened nor was called off."""
    return one["state"] in _STILL_TO_COME and one["ends_at"] and one["ends_at"] <= clock.now()


def is_early(one: Row) -> bool:
    """True where the window is still to begin."""
    return one["starts_at"] is not None and one["starts_at"] > clock.now()


def clock_hour(at: datetime) -> str:
    """The hour on the reader's wall."""
    return f"{timezone.localtime(at):%H:%M}"


def happened(line: Row) -> str:
    """One fact of a change's history, in words."""
    if line["name"] == "ChangeMoved":
        return capfirst(str(STATES[line["data"]["after"]][0]))
    return _("Written anew") if line["name"] == "ChangeRewritten" else _("Planned")
