"""What problems are called where people read them."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from balcao.core.sql import Row
from balcao.service.problems import rules

from ..components.causes import STATES

MOVES: dict[str, str | Promise] = {
    rules.State.KNOWN: gettext_lazy("It is a known error now"),
    rules.State.FIXED: gettext_lazy("It is fixed"),
    rules.State.OPEN: gettext_lazy("Look for the cause again"),
    rules.State.CLOSED: gettext_lazy("End it without a fix"),
}
SIDES: dict[str, str | Promise] = {
    "external": pgettext_lazy("side", "Customers"),
    "internal": pgettext_lazy("side", "People inside"),
}
SENDING: dict[str, tuple[str | Promise, str]] = {
    state: (label, tone)
    for (state, label), tone in zip(
        rules.BROADCAST_LABELS, ("info", "primary", "success", "neutral"), strict=True
    )
}
CONSENTING: dict[str, tuple[str | Promise, str]] = {
    state: (label, tone)
    for (state, label), tone in zip(
        rules.CONSENT_LABELS, ("info", "success", "warning", "neutral"), strict=True
    )
}
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("title"),
    "symptom": gettext_lazy("how it shows"),
    "cause": gettext_lazy("cause"),
    "workaround": gettext_lazy("way round it"),
    "owner": gettext_lazy("who looks after it"),
}


def reason(one: Row) -> str:
    """Why tickets look like one cause: a sentence with `count`, `since`, `words` and `usual` to fill in."""
    return ngettext(
        "%(count)s ticket since %(since)s with the words %(words)s; such a day usually brings %(usual)s.",
        "%(count)s tickets since %(since)s with the words %(words)s; such a day usually brings %(usual)s.",
        one["tickets"],
    )


def usual(number: float) -> str:
    """How many a day usually brings, in words that a small number bears."""
    if number == 0:
        return _("none")
    if number < 1:
        return _("less than one")
    return str(round(number))


def happened(line: Row) -> str:
    """One fact of a problem's history, in words; nothing where it is told elsewhere."""
    name, data = line["name"], line["data"]
    if name == "ProblemMoved":
        return capfirst(str(STATES[data["after"]][0]))
    if name == "ProblemChanged":
        fields = ", ".join(str(FIELDS.get(one, one)) for one in data["fields"])
        return _("Written anew: %(fields)s") % {"fields": fields}
    if name == "TicketsAttached":
        n = line["tickets"]
        told = ngettext("%(count)s ticket of yours added", "%(count)s tickets of yours added", n)
        return told % {"count": n} if n else _("Tickets of other teams added")
    told_of: dict[str, Any] = {"ProblemOpened": _("Opened")}
    return str(told_of.get(name, name))
