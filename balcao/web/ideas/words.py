"""What boards and ideas are called, and how promises and votes are told."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from balcao.core.sql import Row
from balcao.listening.ideas.rules import DECISIONS, STATES, State, Told
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.measures.bands import Band
from balcao.measures.scores import Difference, Estimate
from balcao.register.access import audiences

from ..components import scores
from ..components.dates import day
from ..components.words import number

STATE = dict(STATES)
DECISION = dict(DECISIONS)
TONES = {
    State.NEW: "neutral",
    State.REVIEW: "info",
    State.PLANNED: "primary",
    State.EXPERIMENT: "warning",
    State.DONE: "success",
    State.DECLINED: "neutral",
}
_WHY: dict[str, str | Promise] = {
    "too_few": gettext_lazy("Too few to show"),
    "together": gettext_lazy("Not shown: beside the others it would tell about a few people"),
    "before": gettext_lazy("Not shown: beside the others it would tell about a few people"),
    "unproved": gettext_lazy("Not shown: it could not be proved that it tells about nobody"),
}
_NEWS: dict[str, str | Promise] = {
    Told.CHANGED: gettext_lazy("An idea of yours, or one you back, goes on"),
    Told.HIDDEN: gettext_lazy("Your idea was hidden"),
    Told.SHOWN: gettext_lazy("Your idea is seen again"),
    Told.MERGED: gettext_lazy("Your idea stands under another one that says the same"),
    Told.COMMENTED: gettext_lazy("Somebody wrote about your idea"),
    Told.ARRIVED: gettext_lazy("A new idea on your board"),
    Told.DUE: gettext_lazy("An idea waits for its answer: the promise ends soon"),
    Told.LATE: gettext_lazy("An idea was not answered by the day that was promised"),
}


class Line(NamedTuple):
    """Something in words, with the tone and icon that go with it."""

    text: str | Promise
    tone: str
    symbol: str


def state(told: str) -> tuple[str | Promise, str]:
    """Label and tone of a state."""
    return STATE[told], TONES[State(told)]


def audience(board: Row) -> str:
    """Who sees a board, in words."""
    names = {int(number): name for number, name in board["team_names"].items()}
    return ", ".join(audiences.told(board["audience"], names))


def promise(days: int) -> str:
    """What a board promises."""
    return ngettext(
        "Every idea is answered within %(days)s business day.",
        "Every idea is answered within %(days)s business days.",
        days,
    ) % {"days": days}


def kept(told: Estimate | None) -> str:
    """How a board keeps its promise, with how sure that is."""
    if told is None:
        return _("No answer was due yet.")
    return _("%(share)s of the answers due came in time (%(low)s to %(high)s, of %(n)s).") % {
        "share": scores.whole_percent(told.value),
        "low": scores.whole_percent(told.low),
        "high": scores.whole_percent(told.high),
        "n": number(told.n),
    }


def answered(idea: Row) -> Line:
    """How the promise of an idea stands, also where it was broken."""
    promised = idea["promised_days"]
    if idea["answered_at"] is not None and not idea["taken_days"]:
        text = _("answered the same day; promised %(promised)s") % {"promised": promised}
        return Line(text, "soft", "check")
    if idea["answered_at"] is not None:
        text = ngettext(
            "answered in %(taken)s business day; promised %(promised)s",
            "answered in %(taken)s business days; promised %(promised)s",
            idea["taken_days"],
        ) % {"taken": idea["taken_days"], "promised": promised}
        return Line(text, "warning", "clock-x") if idea["is_late"] else Line(text, "soft", "check")
    if idea["is_late"]:
        text = _("not answered yet; promised for %(day)s") % {"day": day(idea["due_at"])}
        return Line(text, "danger", "alert-triangle")
    return Line(_("answer by %(day)s") % {"day": day(idea["due_at"])}, "soft", "clock")


def votes(board: Row, idea: Row) -> str:
    """How many agree, as far as the reader may know."""
    if board["round_id"] is not None:
        return _("Votes are counted when the round closes")
    if idea["why"]:
        return str(_WHY.get(idea["why"], _WHY["too_few"]))
    if idea["fewest"] is not None:
        ends = {"low": number(idea["fewest"]), "high": number(idea["most"])}
        return _("%(low)s to %(high)s votes") % ends
    if board["is_anonymous"]:
        return _("No round has counted it yet")
    return ngettext("%(n)s vote", "%(n)s votes", idea["votes"]) % {"n": number(idea["votes"])}


def count(board: Row, idea: Row) -> str:
    """The same in a sign or two, for the button."""
    if board["round_id"] is not None:
        return "?"
    if idea["fewest"] is not None:
        return f"{number(idea['fewest'])}–{number(idea['most'])}"
    return number(idea["votes"]) if idea["votes"] is not None else "–"


def news(told: Row) -> str | Promise:
    """Why somebody is told of an idea."""
    return _NEWS[told["kind"]]


def measured(trial: Row) -> list[tuple[str, str]]:
    """What an experiment's measure was before and is after, each with its doubt."""
    labels = ((_("Before"), trial["before"]), (_("After"), trial["after"]))
    return [(label, _score(told)) for label, told in labels if told or trial["question_id"]]


def difference(trial: Row) -> Line | None:
    """Whether it moved, and whether chance explains that; None where nothing was measured."""
    before, after = trial["before"], trial["after"]
    if trial["change"] is not None and after:
        moved = scores.moved(after["measure"], Difference(**trial["change"]))
        return Line(moved.text, moved.tone, moved.symbol) if moved else None
    if trial["question_id"]:
        return Line(_("There is nothing to compare."), "soft", "info-circle")
    if before and after:
        text = _("Typed by hand: how sure the difference is, nobody knows.")
        return Line(text, "soft", "info-circle")
    return None


def question(trial: Row) -> str:
    """How an experiment is measured."""
    if trial["question"]:
        return f"{trial['survey']}: {scores.spoken(trial['question'])}"
    return str(trial["measure"])


def _score(told: dict[str, Any] | None) -> str:
    if not told:
        return _("no answers")
    if "why" in told:
        return scores.said(Hidden(Reason(told["why"])))
    if "measure" not in told:
        return number(told["value"])
    size = Band(*told["band"]) if told["band"] else None
    return scores.said(
        Score(told["measure"], told["value"], told["low"], told["high"], told["n"], size)
    )
