"""What stands below a survey's numbers: who answered, what was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import CUTS, Hidden, Represented, Score

from ..components import scores
from ..components.charts import Scale, whisker
from ..components.words import number
from . import told
from .home import turned_words
from .parts import Reader
from .told import Line

FEW = 5
_SHARE = Scale(0, 1)


def parts(reader: Reader) -> dict[str, Any]:
    """Who answered beside who was asked, and some of what was written."""
    return {"represented": _represented(reader), "comments": _some_comments(reader)}


def _represented(reader: Reader) -> dict[str, Any]:
    """The rate of everybody, then of each group, the whole marked across."""
    days = reader.days()
    found = queries.representation(reader.actor, reader.id, since=days.since, until=days.until)
    if not found:
        return {}
    whole, rest = found[0], found[1:]
    return {
        "told": turned_words(whole.turned),
        "groups": [_group(one, whole) for one in rest],
        "heads": [
            _("Group"),
            _("Point and doubt"),
            _("Rate"),
            _("Interval, 95 %% sure") % {},
            _("Asked"),
        ],
        "why": _(
            "Where a group's interval lies apart from the line, it is heard more, or less, than the rest."
        ),
    }


def _group(one: Represented, whole: Represented) -> Line:
    label = f"{CUTS[one.cut]}: {one.label}"
    its = one.turned.told
    if isinstance(its, Hidden):
        return Line(label, why=str(its.reason.label))
    beside = whole.turned.told.value if isinstance(whole.turned.told, Score) else None
    return Line(
        label,
        whisker(its.value, its.low, its.high, _SHARE, middle=beside),
        scores.head(its),
        scores.between(its) if its.value is not None else "",
        _asked(one),
    )


def _asked(one: Represented) -> str:
    """How many were asked; of named surveys also how much of everybody that is, and of who answered."""
    turned = one.turned
    if turned.asked is None:
        return scores.spread(turned.band) if turned.band else ""
    if one.asked_part is None or one.answered_part is None:
        return number(turned.asked)
    return _("%(asked)s (%(part)s of those asked, %(heard)s of those who answered)") % {
        "asked": number(turned.asked),
        "part": scores.whole_percent(one.asked_part),
        "heard": scores.whole_percent(one.answered_part),
    }


def _some_comments(reader: Reader) -> dict[str, Any]:
    """The first comments one may read, or why there are none."""
    asked = reader.chosen
    if not reader.survey["scope"].may_read_words(asked.cut, asked.value):
        return {}
    days = reader.days()
    found = queries.comments(
        reader.actor,
        reader.id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
        limit=FEW,
    )
    if not found.rows and found.hidden is None:
        return {}
    return {
        "lines": comment_lines(reader, found.rows),
        "more": reader.at("comments") if found.next else "",
        "symbol": told.symbol(found.hidden),
        "why": scores.said(found.hidden),
    }


def comment_lines(reader: Reader, found: list[Row]) -> list[dict[str, Any]]:
    """Comments as a page shows them, each with the question it answers."""
    asked = {one.id: scores.spoken(one.words) for one in reader.survey["questions"]}
    return [
        {
            "words": one["words"],
            "question": asked.get(one["question_id"], ""),
            "when": one.get("answered_at"),
        }
        for one in found
    ]
