"""What tasks are called where people read them."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from balcao.core.sql import Row
from balcao.listening.loop import rules

STATES: dict[str, tuple[str | Promise, str]] = {
    rules.State.OPEN: (pgettext_lazy("task", "to do"), "info"),
    rules.State.DOING: (pgettext_lazy("task", "being done"), "primary"),
    rules.State.DONE: (pgettext_lazy("task", "done"), "success"),
    rules.State.DROPPED: (pgettext_lazy("task", "dropped"), "neutral"),
}
SHORT: dict[str, str] = {
    rules.Kind.NPS: "NPS",
    rules.Kind.CSAT: "CSAT",
    rules.Kind.CES: "CES",
    rules.Kind.ENPS: "eNPS",
    rules.Kind.SCALE: "1–5",
    "": "%",
}
NAMES: dict[str, str | Promise] = {
    **dict(rules.KIND_LABELS),
    rules.THEME: gettext_lazy("A theme in own words"),
}
LIMITED: dict[str, str | Promise] = {
    rules.When.SCORE: gettext_lazy("%(limit)s or less"),
    rules.When.CELL: gettext_lazy("surely under %(limit)s"),
    rules.When.THEME: gettext_lazy("surely above %(limit)s%%"),
}
ORIGINS: dict[str, tuple[str | Promise, str]] = {
    "own": (gettext_lazy("of this survey"), "primary"),
    "company": (gettext_lazy("of the company"), "info"),
    "shipped": (gettext_lazy("as it came"), "neutral"),
}
SOLVED_FROM = 4


def happened(line: Row) -> str:
    """One fact of a task's history, in words."""
    name, data = line["name"], line["data"]
    if name == "TaskGiven":
        given = {"who": line["given_to"]}
        return _("Given to %(who)s") % given if line["given_to"] else _("Nobody does it now")
    if name == "StepTicked":
        step = {"step": data["step"] + 1}
        return (_("Step %(step)s done") if data["is_done"] else _("Step %(step)s not done")) % step
    if name == "TaskEnded":
        return _("Dropped") if data["state"] == rules.State.DROPPED else _("Done")
    if name == "TaskTimed":
        return _("Its time is over") if data["step"] == "late" else _("Its time is nearly over")
    told: dict[str, Any] = {
        "TaskOpened": _("Became a task"),
        "TaskNoted": _("What was done was written down"),
        "FollowUpAsked": _("Asked whether it is solved"),
        "FollowUpAnswered": _("Answered whether it is solved"),
    }
    return str(told.get(name, name))
