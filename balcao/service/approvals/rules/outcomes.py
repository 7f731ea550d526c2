"""What the decisions of a stage add up to."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Decision(StrEnum):
    """What an approver can say."""

    APPROVED = "approved"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What a stage comes to."""

    APPROVED = "approved"
    REFUSED = "refused"
    OPEN = "open"
    SHORT = "short"


DECISIONS = [(Decision.APPROVED, _("Approve")), (Decision.REFUSED, _("Refuse"))]


def outcome(needed: int, *, approved: int, refused: int, undecided: int, gone: int = 0) -> Outcome:
    """What so many approvals, refusals and people still to decide come to, where `needed` must approve.

    Refused once refusals alone put the number out of reach; short where it is because people are
    missing (`gone` were asked and can't decide any more): that refuses nothing, somebody is named.
    """
    if approved >= needed:
        return Outcome.APPROVED
    if approved + undecided >= needed:
        return Outcome.OPEN
    if refused and approved + undecided + gone < needed:
        return Outcome.REFUSED
    return Outcome.SHORT


def needs_code(amount: Decimal | None, code_above: Decimal | None) -> bool:
    """True when who decides by a link must also give a code sent to them.

    An amount that nobody knows may be any: it needs one too.
    """
    if code_above is None:
        return False
    return amount is None or amount > code_above
