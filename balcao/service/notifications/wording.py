"""What happened, in few words, for who is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balcao.core.sql import Row
from balcao.service.sla.rules import PROMISE_LABELS

from . import rules

_PROMISES = {str(promise): label for promise, label in PROMISE_LABELS}


def words(line: Row) -> str:
    """What happened, for the reader: `kind` and `who` of a notification, in few words.

    Of a promise also which (`promise`), how much of its time is used (`percent`), and whether
    the desk noticed late (`is_late`); of an approval how it ended (`outcome`).
    """
    kind, who = rules.Kind(line["kind"]), line["who"]
    if kind is rules.Kind.DECIDED:
        return _of_outcome(line["outcome"])
    if kind in rules.CLIMBING and line["promise"] in _PROMISES:
        return _of_promise(kind, line)
    told = {
        rules.Kind.MENTIONED: _("%(who)s mentioned you"),
        rules.Kind.ASSIGNED: _("%(who)s gave you a ticket"),
        rules.Kind.REPLIED: _("%(who)s wrote"),
        rules.Kind.FOLLOWED: _("%(who)s wrote in a ticket you follow"),
    }
    alone = {
        rules.Kind.MENTIONED: _("You were mentioned"),
        rules.Kind.ASSIGNED: _("A ticket was given to you"),
        rules.Kind.REPLIED: _("The client wrote"),
        rules.Kind.INSIDE: _("Another area answered"),
        rules.Kind.FOLLOWED: _("Something new in a ticket you follow"),
        rules.Kind.UNDELIVERED: _("Your reply was not delivered"),
        rules.Kind.REMINDED: _("A follow-up is due"),
        rules.Kind.CALL: _("A call is promised, to be made by you or your team"),
        rules.Kind.WARNED: _("A promise is about to break"),
        rules.Kind.BREACHED: _("A promise is broken"),
        rules.Kind.ARRIVED: _("A ticket came to your team"),
        rules.Kind.TASK: _("News of a task that came of an answer"),
        rules.Kind.TASK_DUE: _("A task that came of an answer is nearly due, or late"),
        rules.Kind.APPROVAL: _("Something waits for your approval"),
    }
    return told[kind] % {"who": who} if who and kind in told else alone[kind]


def _of_outcome(outcome: str | None) -> str:
    if outcome == "approved":
        return _("What you asked for was approved")
    if outcome == "expired":
        return _("Nobody decided in time what you asked for")
    return _("What you asked for was not approved")


def _of_promise(kind: rules.Kind, line: Row) -> str:
    told = {"promise": _PROMISES[line["promise"]], "percent": line["percent"]}
    if kind is rules.Kind.WARNED:
        return _("%(promise)s: %(percent)s %% of its time is used") % told
    if line["is_late"]:
        return _("%(promise)s: the promise is broken; noticed late") % told
    return _("%(promise)s: the promise is broken") % told
