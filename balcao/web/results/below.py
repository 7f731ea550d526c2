"""What stands below a survey's numbers: who answered, what goes with the score, words, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.sql import Row
from balcao.listening.loop import queries as loop
from balcao.listening.results import queries
from balcao.listening.results.rules import CUTS, Hidden, Represented, Score, driving
from balcao.listening.surveys.rules import Kind
from balcao.listening.themes.rules import Hidden as Unknown
from balcao.listening.themes.rules import Share

from ..components import scores
from ..components.charts import Scale, whisker
from ..components.dates import day
from ..components.words import number
from . import told
from .expected import expected
from .home import turned_words
from .parts import Reader
from .told import Line

FEW, MOST_THEMES = 5, 8
_SHARE = Scale(0, 1)


def parts(reader: Reader, there: list[Represented]) -> dict[str, Any]:
    """All of it, as far as this reader may read it and as far as there is any."""
    is_whole = not reader.chosen.cut
    return {
        "represented": _represented(there),
        "moving": _moving(reader) if is_whole else {},
        "expected": expected(reader) if is_whole else {},
        "themes": _themes(reader),
        "comments": _some_comments(reader),
        "done": _done(reader) if is_whole else [],
    }


def _represented(found: list[Represented]) -> dict[str, Any]:
    """The rate of everybody, then of each group, the whole marked across."""
    if not found:
        return {}
    whole, rest = found[0], found[1:]
    return {
        "told": turned_words(whole.turned),
        "groups": list(_groups(rest, whole)),
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


def _groups(rest: list[Represented], whole: Represented) -> Iterator[Line]:
    """The groups of each cut below its name."""
    before = ""
    for one in rest:
        heading = str(CUTS[one.cut]) if one.cut != before else ""
        yield _group(one, whole)._replace(heading=heading)
        before = one.cut


def _group(one: Represented, whole: Represented) -> Line:
    label, its = one.label, one.turned.told
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
    return _("%(asked)s (%(part)s of those asked, %(heard)s of the answers)") % {
        "asked": number(turned.asked),
        "part": scores.whole_percent(one.asked_part),
        "heard": scores.whole_percent(one.answered_part),
    }


def _moving(reader: Reader) -> dict[str, Any]:
    """What goes with the overall score, the most important first; or why that can't be said."""
    found = queries.drivers(reader.actor, reader.id)
    if found is None or found.question is None:
        return {}
    driven = found.driven
    told_of = {"day": day(found.worked_out_at)}
    return {
        "why": driving.reason(driven),
        "caution": driving.CAUTION,
        "lines": [_driver(line) for line in found.lines],
        "explained": scores.whole_percent(driven.explained) if driven.explained else "",
        "of": scores.counted(driven.n, driven.band),
        "when": _("worked out on %(day)s over twelve months") % told_of
        if found.round is None
        else _("of round %(round)s") % {"round": found.round},
    }


def _driver(line: queries.DriverLine) -> dict[str, Any]:
    moving = line.moving
    ranks = {"best": moving.best_rank, "worst": moving.worst_rank}
    return {
        "rank": moving.rank,
        "words": scores.part_label(line.asked, line.part) or scores.spoken(line.asked.words),
        "bar": whisker(moving.lmg, 0.0, moving.lmg, _SHARE),
        "lmg": scores.whole_percent(moving.lmg),
        "johnson": scores.whole_percent(moving.johnson),
        "ranks": _("%(best)s to %(worst)s") % ranks
        if moving.best_rank != moving.worst_rank
        else str(moving.rank),
    }


def _themes(reader: Reader) -> list[Line]:
    """What people write about, the most frequent first."""
    asked, days = reader.chosen, reader.days()
    if not _asks_for_words(reader):
        return []
    found = queries.themes(
        reader.actor,
        reader.id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
    )
    return [_theme(reader, one) for one in found if _is_spoken_of(one)][:MOST_THEMES]


def _asks_for_words(reader: Reader) -> bool:
    """False where nobody could write anything: then a year of answers is not looked through."""
    return any(one.kind is Kind.TEXT for one in reader.survey["questions"])


def _is_spoken_of(one: Share) -> bool:
    return not isinstance(one.told, Unknown) and (one.found is None or one.found > 0)


def _theme(reader: Reader, one: Share) -> Line:
    its, name = one.told, scores.spoken(one.names)
    if isinstance(its, Unknown):
        return Line(name)
    told_of = Score("csat", its.value, its.low, its.high, None, None)
    return Line(
        name,
        whisker(its.value, its.low, its.high, _SHARE),
        scores.head(told_of),
        scores.between(told_of) if its.value is not None else "",
        number(one.found) if one.found is not None else "",
        href=reverse("themes:course", args=[reader.id, one.theme_id]),
    )


def _done(reader: Reader) -> list[dict[str, Any]]:
    """What was told back to those who answered, the last first."""
    found, _more = loop.told_list(reader.actor, survey_id=reader.id, limit=FEW)
    return [
        {
            "at": one["published_at"],
            "said": scores.spoken(one["said"]),
            "did": scores.spoken(one["did"]),
        }
        for one in found
        if one["published_at"]
    ]


def _some_comments(reader: Reader) -> dict[str, Any]:
    """The first comments one may read, or why there are none."""
    asked = reader.chosen
    may_read = reader.survey["scope"].may_read_words(asked.cut, asked.value)
    if not may_read or not _asks_for_words(reader):
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
