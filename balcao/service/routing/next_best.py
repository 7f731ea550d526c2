"""Which ticket an agent should take up next, and what speaks for it: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DUE_SOON = timedelta(hours=1)


class Pull(StrEnum):
    """What speaks for taking a ticket next."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    URGENT = "urgent"
    YOURS = "yours"
    FITS = "fits"
    WAITED_LONGEST = "waited_longest"


PULL_LABELS: dict[str, Promise] = {
    Pull.OVERDUE: _("Its deadline is over"),
    Pull.DUE_SOON: _("Its deadline is within an hour"),
    Pull.URGENT: _("Its priority is the highest of what waits"),
    Pull.YOURS: _("It is yours, and the client waits for you"),
    Pull.FITS: _("It needs a skill you have"),
    Pull.WAITED_LONGEST: _("The client has waited longest among equals"),
}
URGENT_FROM = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that somebody could take up now; `lacks` when it asks for a skill they don't have."""

    ticket_id: int
    priority: int
    since_at: datetime
    due_at: datetime | None = None
    is_mine: bool = False
    fits: bool = False
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class Best:
    """The ticket to take up next, and all that speaks for it, the strongest first."""

    ticket_id: int
    pulls: tuple[Pull, ...]


def next_best(waiting: Sequence[Waiting], at: datetime) -> Best | None:
    """Overdue, then due within the hour, then priority, one's own, one's skills, longest wait.

    What asks for a skill one lacks comes last.
    """
    if not waiting:
        return None
    best = min(waiting, key=lambda each: (*_rank(each, at), each.since_at, each.ticket_id))
    rank = _rank(best, at)
    pulls = [pull for pull, is_absent in zip(_PULLS, rank[1], strict=True) if not is_absent]
    is_highest = all(best.priority >= each.priority for each in waiting)
    if best.priority >= URGENT_FROM and is_highest:
        pulls.append(Pull.URGENT)
    pulls += [Pull.YOURS] * best.is_mine + [Pull.FITS] * best.fits
    equals = [each for each in waiting if _rank(each, at) == rank]
    if all(best.since_at <= each.since_at for each in equals):
        pulls.append(Pull.WAITED_LONGEST)
    return Best(best.ticket_id, tuple(pulls))


_PULLS = (Pull.OVERDUE, Pull.DUE_SOON)


def _rank(each: Waiting, at: datetime) -> tuple[bool, tuple[bool, bool], int, bool, bool]:
    """Lower comes first: for each of what pulls, False when it does."""
    left = None if each.due_at is None else each.due_at - at
    is_overdue = left is not None and left < timedelta()
    is_soon = left is not None and not is_overdue and left <= DUE_SOON
    pulls = (not is_overdue, not is_soon)
    return each.lacks, pulls, -each.priority, not each.is_mine, not each.fits
