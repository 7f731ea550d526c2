"""A ticket's story: messages and facts in one order, each fact in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.service.routing.rules import WHY_LABELS
from balcao.service.sla.rules import PROMISE_LABELS
from balcao.service.tickets import rules

from ..components.waits import OUTCOMES
from ..files import file_url

_STATUS = {str(value): label for value, label in rules.STATUS_LABELS}
_PROMISE = {str(value): label for value, label in PROMISE_LABELS}
_KIND = {str(value): label for value, label in rules.KIND_LABELS}
_PRIORITY = {int(value): label for value, label in rules.PRIORITY_LABELS}


class Line(NamedTuple):
    """A fact as one line of the thread."""

    icon: str
    text: str
    reason: str
    at: Any
    is_message: bool = False


def entries(actor: Actor, messages: Sequence[Row], facts: Sequence[Row]) -> list[Row | Line]:
    """Messages and the facts worth a line, oldest first."""
    lines = [line for fact in facts if (line := _line(fact)) is not None]
    shown = [_message(actor, message) for message in messages]
    merged: list[tuple[Any, int, Row | Line]] = [
        *((message["created_at"], 0, message) for message in shown),
        *((line.at, 1, line) for line in lines),
    ]
    return [entry for _at, _order, entry in sorted(merged, key=lambda item: item[:2])]


def _message(actor: Actor, message: Row) -> Row:
    files = [
        {**file, "href": file_url(actor, file["id"], file["name"])} for file in message["files"]
    ]
    return {**message, "files": files, "is_message": True}


def _line(fact: Row) -> Line | None:
    word = _WORDS.get(fact["name"])
    if word is None:
        return None
    picture, sentence = word
    return Line(picture, sentence(fact), fact["reason"] or "", fact["at"])


def _who(fact: Row) -> str:
    return str(fact["actor"] or _("The desk"))


def _assigned(fact: Row) -> str:
    if not fact["assignee"]:
        return _("%(who)s took the assignment away") % {"who": _who(fact)}
    if fact["assignee"] == fact["actor"]:
        return _("%(who)s took the ticket") % {"who": _who(fact)}
    return _("%(who)s assigned to %(agent)s") % {"who": _who(fact), "agent": fact["assignee"]}


def _transferred(fact: Row) -> str:
    return _("%(who)s transferred to %(team)s") % {"who": _who(fact), "team": fact["team"]}


def _status(fact: Row) -> str:
    status = _STATUS.get(fact["data"].get("after", ""), "")
    return _("%(who)s changed the status to %(status)s") % {"who": _who(fact), "status": status}


def _priority(fact: Row) -> str:
    label = _PRIORITY.get(fact["data"].get("priority", 0), "")
    return _("%(who)s set the priority to %(priority)s") % {"who": _who(fact), "priority": label}


def _kind(fact: Row) -> str:
    label = _KIND.get(fact["data"].get("after", ""), "")
    return _("%(who)s changed the kind to %(kind)s") % {"who": _who(fact), "kind": label}


def _breached(fact: Row) -> str:
    label = str(_PROMISE.get(fact["data"].get("promise", ""), ""))
    if fact["data"].get("is_late"):
        return _("A promise was broken: %(promise)s (noticed late)") % {"promise": label}
    return _("A promise was broken: %(promise)s") % {"promise": label}


def _said(sentence: str | Promise) -> Callable[[Row], str]:
    return lambda fact: str(sentence) % {"who": _who(fact)}


def _tried(fact: Row) -> str:
    if fact["data"].get("is_reached"):
        return _("%(who)s called and spoke with the client") % {"who": _who(fact)}
    return _("%(who)s called and reached nobody") % {"who": _who(fact)}


def _called(fact: Row) -> str:
    label, _tone = OUTCOMES[fact["data"].get("outcome", "")]
    return _("The promised call: %(outcome)s") % {"outcome": label}


def _routed(fact: Row) -> str:
    why = WHY_LABELS.get(fact["data"].get("why", ""), "")
    return _("Chosen by the desk: %(why)s") % {"why": why}


def _returned(fact: Row) -> str:
    why = WHY_LABELS.get(fact["data"].get("why", ""), "")
    return _("Back to the queue: %(why)s") % {"why": why}


class Word(NamedTuple):
    """A fact's picture and how it is told."""

    icon: str
    tell: Callable[[Row], str]


_WORDS = {
    "TicketAssigned": Word(icon="user-check", tell=_assigned),
    "TicketRouted": Word(icon="route", tell=_routed),
    "TicketSkipped": Word(
        icon="player-skip-forward", tell=_said(gettext_lazy("%(who)s passed the ticket on"))
    ),
    "WorkReturned": Word(icon="arrow-back-up", tell=_returned),
    "HumanAsked": Word(icon="headset", tell=_said(gettext_lazy("The client asks for a person"))),
    "CallbackAsked": Word(
        icon="phone-call", tell=_said(gettext_lazy("A call was promised to the client"))
    ),
    "CallbackTried": Word(icon="phone", tell=_tried),
    "CallbackEnded": Word(icon="phone-check", tell=_called),
    "TicketTransferred": Word(icon="arrows-right-left", tell=_transferred),
    "InsideAsked": Word(
        icon="route", tell=_said(gettext_lazy("%(who)s asked another area because of this"))
    ),
    "InsideAnswered": Word(icon="route", tell=_said(gettext_lazy("Another area answered"))),
    "StatusChanged": Word(icon="progress-check", tell=_status),
    "TicketReopened": Word(icon="rotate", tell=_said(gettext_lazy("%(who)s reopened the ticket"))),
    "PriorityChanged": Word(icon="arrow-up-circle", tell=_priority),
    "KindChanged": Word(icon="category", tell=_kind),
    "TagsChanged": Word(icon="tag", tell=_said(gettext_lazy("%(who)s changed the tags"))),
    "PlaceAdded": Word(icon="building", tell=_said(gettext_lazy("Another team was addressed too"))),
    "PromiseBreached": Word(icon="alert-triangle", tell=_breached),
    "PromisePaused": Word(icon="clock-pause", tell=_said(gettext_lazy("%(who)s paused a promise"))),
    "PromiseResumed": Word(
        icon="clock-play", tell=_said(gettext_lazy("%(who)s let a promise count again"))
    ),
    "TicketsLinked": Word(icon="link", tell=_said(gettext_lazy("Linked to another ticket"))),
}
