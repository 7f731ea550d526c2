"""Why a promise applies and what each stretch of its clock was, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.register.calendars import rules as calendars
from balcao.register.calendars.rules import Interval
from balcao.service.tickets.rules import KIND_LABELS, PRIORITY_LABELS, STATUS_LABELS, Status

from .rules import Cause

_STATUS = {str(value): label for value, label in STATUS_LABELS}
_KIND = {str(value): label for value, label in KIND_LABELS}
_PRIORITY = {int(value): label for value, label in PRIORITY_LABELS}
CONDITIONS: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("the kind"),
    "priority": gettext_lazy("the priority"),
    "relationship": gettext_lazy("the relationship of who asks"),
    "organization_id": gettext_lazy("the organization's contract"),
    "team_id": gettext_lazy("the team"),
}


def stretch(interval: Interval, *, for_staff: bool) -> str:
    """What this stretch was: for staff with the reason as kept, for clients in words to them."""
    if interval.state is calendars.State.PAUSED:
        cause, _colon, reason = interval.detail.partition(":")
        return _paused_for_staff(cause, reason) if for_staff else _paused_for_client(cause, reason)
    if for_staff:
        return interval.reason
    if interval.state is calendars.State.RUNNING:
        return _("we were open, and it counted")
    if interval.cause is calendars.Cause.HOLIDAY and interval.detail:
        return _("we were closed for a holiday: %(name)s") % {"name": interval.detail}
    return _("we were closed")


def paused_now(cause: str, reason: str, *, for_staff: bool) -> str:
    """Why a clock stands still at present: for staff with the reason as kept."""
    if for_staff:
        if cause == Cause.STATUS:
            return _("the ticket is “%(status)s”") % {"status": _STATUS.get(reason, reason)}
        if cause == Cause.APPROVAL:
            return _("until an approval: %(reason)s") % {"reason": reason}
        return _("by agreement: %(reason)s") % {"reason": reason}
    if cause == Cause.STATUS and reason == Status.PENDING:
        return _("we are waiting for your answer; until then it does not count")
    if cause == Cause.APPROVAL:
        return _("it waits for an approval; until then it does not count")
    return _("for now it does not count")


def why(told: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """Why this policy and no other, one sentence each; `names` are those of the policies."""
    matched = [str(CONDITIONS[name]) for name in told.get("matched", []) if name in CONDITIONS]
    if matched:
        said = [_("It applies because of %(conditions)s.") % {"conditions": ", ".join(matched)}]
    else:
        said = [_("It applies to every ticket of this side.")]
    for policy_id, reason, condition in told.get("passed_over", []):
        name = names.get(policy_id)
        if name:
            said.append(
                _passed(reason, condition) % {"name": name, "what": CONDITIONS.get(condition, "")}
            )
    return said


def _passed(reason: str, condition: str) -> str:
    if reason == "no_match" and condition in CONDITIONS:
        return _("“%(name)s” was passed over: %(what)s is another.")
    if reason == "less_specific":
        return _("“%(name)s” was passed over: it names less about the ticket.")
    return _("“%(name)s” was passed over: it comes later in the company's order.")


def _paused_for_staff(cause: str, reason: str) -> str:
    if cause == Cause.STATUS:
        return _("paused: the ticket was “%(status)s”") % {"status": _STATUS.get(reason, reason)}
    if cause == Cause.APPROVAL:
        return _("paused for an approval: %(reason)s") % {"reason": reason}
    return _("paused by agreement: %(reason)s") % {"reason": reason}


def _paused_for_client(cause: str, reason: str) -> str:
    if cause == Cause.STATUS and reason == Status.PENDING:
        return _("we were waiting for your answer, and it did not count")
    if cause == Cause.STATUS:
        return _("it stood still, and did not count")
    if cause == Cause.APPROVAL:
        return _("it waited for an approval, and did not count")
    return _("it was paused as agreed, and did not count")
