"""Where a change stands, and what it lacks to go on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .risk import Risk

TITLE_MOST = 200
TEXT_MOST = 8000


class Kind(StrEnum):
    """Known and harmless; decided on; or too urgent to wait for that."""

    STANDARD = "standard"
    NORMAL = "normal"
    EMERGENCY = "emergency"


class State(StrEnum):
    """From the plan to the look back."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    RUNNING = "running"
    DONE = "done"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How it went."""

    SUCCESS = "success"
    TROUBLE = "trouble"
    BACKED_OUT = "backed_out"
    FAILED = "failed"


KIND_LABELS: list[tuple[str, str | Promise]] = [
    (Kind.STANDARD, pgettext_lazy("change", "standard")),
    (Kind.NORMAL, pgettext_lazy("change", "normal")),
    (Kind.EMERGENCY, pgettext_lazy("change", "emergency")),
]
STATE_LABELS: list[tuple[str, str | Promise]] = [
    (State.DRAFT, pgettext_lazy("change", "being planned")),
    (State.WAITING, pgettext_lazy("change", "waiting for approval")),
    (State.APPROVED, pgettext_lazy("change", "approved")),
    (State.REFUSED, pgettext_lazy("change", "refused")),
    (State.RUNNING, pgettext_lazy("change", "happening now")),
    (State.DONE, pgettext_lazy("change", "to be looked back on")),
    (State.REVIEWED, pgettext_lazy("change", "looked back on")),
    (State.CANCELLED, pgettext_lazy("change", "cancelled")),
]
OUTCOME_LABELS: list[tuple[str, str | Promise]] = [
    (Outcome.SUCCESS, pgettext_lazy("change", "went well")),
    (Outcome.TROUBLE, pgettext_lazy("change", "went well, with trouble")),
    (Outcome.BACKED_OUT, pgettext_lazy("change", "was taken back")),
    (Outcome.FAILED, pgettext_lazy("change", "failed")),
]
LIVE = (State.DRAFT, State.WAITING, State.APPROVED, State.RUNNING)  # they take up their window
PLANNED = (State.APPROVED, State.RUNNING)  # they will surely happen
_WAYS: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.WAITING, State.APPROVED, State.CANCELLED),
    State.WAITING: (State.APPROVED, State.REFUSED, State.DRAFT, State.CANCELLED),
    State.APPROVED: (State.RUNNING, State.DRAFT, State.CANCELLED),
    State.REFUSED: (State.DRAFT, State.CANCELLED),
    State.RUNNING: (State.DONE,),
    State.DONE: (State.REVIEWED,),
    State.REVIEWED: (),
    State.CANCELLED: (),
}


def may_become(before: State, after: State) -> bool:
    """True for the ways there are; what was refused is planned anew first."""
    return after in _WAYS[before]


def lacking(
    kind: Kind, risk: Risk | None, *, plan: str, back_out: str, has_window: bool, reason: str
) -> Mapping[str, str | Promise]:
    """What must be written before it is asked for, by field; empty when nothing."""
    missing: dict[str, str | Promise] = {}
    if risk is None:
        missing["answers"] = _("Answer all questions about its risk.")
    if not plan.strip():
        missing["plan"] = _("Say what is done, step by step.")
    if not back_out.strip():
        missing["back_out"] = _("Say how it is taken back if it goes wrong.")
    if not has_window:
        missing["starts_at"] = _("Say from when until when.")
    if kind is Kind.STANDARD and risk is not None and risk > Risk.LOW:
        missing["kind"] = _(
            "A standard change has a low risk: this one needs somebody's agreement."
        )
    if kind is Kind.EMERGENCY and not reason.strip():
        missing["urgent_why"] = _("Say why it can't wait.")
    return missing
