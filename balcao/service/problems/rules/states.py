"""Where a problem stands, and what it lacks to go on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TITLE_MOST = 200
TEXT_MOST = 8000


class State(StrEnum):
    """Looked for, understood with a way round it, put right, or ended without that."""

    OPEN = "open"
    KNOWN = "known_error"
    FIXED = "fixed"
    CLOSED = "closed"


STATE_LABELS: list[tuple[str, str | Promise]] = [
    (State.OPEN, pgettext_lazy("problem", "looking for the cause")),
    (State.KNOWN, pgettext_lazy("problem", "known error")),
    (State.FIXED, pgettext_lazy("problem", "fixed")),
    (State.CLOSED, pgettext_lazy("problem", "closed")),
]
ENDED = (State.FIXED, State.CLOSED)


def may_become(before: State, after: State) -> bool:
    """What has ended goes on by being looked for again; every other way is open."""
    if before in ENDED:
        return after is State.OPEN or (before is State.FIXED and after is State.CLOSED)
    return before is not after


def lacking(
    after: State, *, cause: str, workaround: str, reason: str
) -> Mapping[str, str | Promise]:
    """What must be written before a problem becomes this, by field; empty when nothing."""
    missing: dict[str, str | Promise] = {}
    if after in (State.KNOWN, State.FIXED) and not cause.strip():
        missing["cause"] = _("Say what causes it.")
    if after is State.KNOWN and not workaround.strip():
        missing["workaround"] = _("Say how to work round it meanwhile.")
    if after is State.CLOSED and not reason.strip():
        missing["reason"] = _("Say why it ends.")
    return missing
