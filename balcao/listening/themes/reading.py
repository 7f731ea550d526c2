"""What is told of themes, for rooms above: whoever asks has found out that the reader may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from balcao.core import clock
from balcao.core.sql import Row, row, rows
from balcao.measures.bands import Band, Banded
from balcao.measures.scores import Estimate, csat, difference

from .rules import Hidden, Point, Share

_SURVEY = "SELECT side, is_anonymous FROM surveys_survey WHERE id = %(survey)s"
_THEMES = """
SELECT id, key, names FROM themes_theme
WHERE side = ANY(%(sides)s) AND retired_at IS NULL ORDER BY id
"""
_WITHIN = """
    {table}.survey_id = %(survey)s
    AND (%(since)s::timestamptz IS NULL OR {table}.answered_at >= %(since)s::timestamptz)
    AND (%(until)s::timestamptz IS NULL OR {table}.answered_at < %(until)s::timestamptz)
"""
_GROUP = """
    AND m.edition IS NOT NULL AND CASE %(cut)s::text WHEN '' THEN NOT m.is_apart
        ELSE m.groups->>%(cut)s::text = %(value)s END
"""
_WROTE = f"SELECT count(*) AS n FROM themes_marked m WHERE {_WITHIN.format(table='m')} {_GROUP}"
_SPOKE = f"""
SELECT t.theme_id, count(*) AS n FROM themes_mention t
JOIN themes_marked m ON m.answer_id = t.answer_id
WHERE {_WITHIN.format(table="t")} AND NOT t.is_dropped {_GROUP} GROUP BY t.theme_id
"""
_BY_MONTH = f"""
SELECT date_trunc(%(step)s, m.answered_at AT TIME ZONE %(zone)s)::date AS since, count(*) AS n,
    count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM themes_mention t
        WHERE t.answer_id = m.answer_id AND t.theme_id = %(theme)s AND NOT t.is_dropped)) AS found
FROM themes_marked m WHERE {_WITHIN.format(table="m")} {_GROUP} GROUP BY 1 ORDER BY 1
"""
# The last word on each cell counts; a question with more comments speaks for its wave.
_CELLS = """
SELECT DISTINCT ON (w.number, c.theme_id) w.number AS wave, w.closes_at, c.theme_id, c.share, c.low,
    c.high, c.fewest, c.most, c.edition
FROM themes_themecell c
JOIN asking_wave w ON w.id = c.wave_id
JOIN (
    SELECT DISTINCT ON (b.wave_id) b.wave_id, b.question_id FROM themes_themecell b
    WHERE b.theme_id IS NULL AND b.cut = '' ORDER BY b.wave_id, b.fewest DESC, b.question_id
) main ON main.wave_id = c.wave_id AND main.question_id = c.question_id
WHERE w.survey_id = %(survey)s AND c.cut = %(cut)s AND c.value = %(value)s
    AND (c.is_for_all OR NOT %(only_for_all)s)
    AND (%(since)s::timestamptz IS NULL OR w.closes_at >= %(since)s::timestamptz)
    AND (%(until)s::timestamptz IS NULL OR w.closes_at < %(until)s::timestamptz)
ORDER BY w.number DESC, c.theme_id, c.edition DESC
"""
_MARKS = """
SELECT t.answer_id, t.theme_id, h.key, h.names, t.source FROM themes_mention t
JOIN themes_theme h ON h.id = t.theme_id
WHERE t.answer_id = ANY(%(answers)s::bigint[]) AND NOT t.is_dropped AND h.retired_at IS NULL
ORDER BY t.answer_id, t.theme_id
"""

_SPOKEN = """
SELECT s.id FROM unnest(%(surveys)s::bigint[]) AS s (id)
WHERE EXISTS (SELECT FROM themes_marked m WHERE m.survey_id = s.id)
    OR EXISTS (SELECT FROM asking_wave w JOIN themes_themecell c ON c.wave_id = w.id
        WHERE w.survey_id = s.id)
"""


class Mark(NamedTuple):
    """An identified answer speaks of this theme; `source` says by what."""

    theme_id: int
    key: str
    names: dict[str, str]
    source: str


def shares(
    survey_id: int,
    since: date | datetime | None = None,
    until: date | datetime | None = None,
    cut: str = "",
    value: str = "",
    *,
    only_for_all: bool = False,
) -> list[Share]:
    """Every theme of the survey's side with its share among those who wrote, the largest first.

    `until` is not included; both days are the company's. Identified: exact, with n. Anonymous: as
    the gate told it of the last wave that closed then, `only_for_all` to one who answered in it.
    Nobody wrote: nothing.
    """
    survey = _survey(survey_id)
    told = _asked(survey_id, since, until, cut, value)
    themes = rows(_THEMES, {"sides": [survey["side"], "both"]})
    if survey["is_anonymous"]:
        return _anonymous(themes, {**told, "only_for_all": only_for_all})
    wrote = row(_WROTE, told)
    n = wrote["n"] if wrote else 0
    if not n:
        return []
    spoke = {found["theme_id"]: found["n"] for found in rows(_SPOKE, told)}
    found = [
        Share(
            one["id"],
            one["key"],
            one["names"],
            csat(spoke.get(one["id"], 0), n),
            spoke.get(one["id"], 0),
        )
        for one in themes
    ]
    return sorted(found, key=lambda share: -(share.found or 0))


def trend(
    survey_id: int,
    theme_id: int,
    *,
    step: str = "month",
    since: date | datetime | None = None,
    until: date | datetime | None = None,
    cut: str = "",
    value: str = "",
    only_for_all: bool = False,
) -> list[Point]:
    """A theme's share month by month (or week by week), of an anonymous survey wave by wave.

    The oldest first, with what changed since the point before where both are exact.
    """
    survey = _survey(survey_id)
    told = _asked(survey_id, since, until, cut, value)
    if survey["is_anonymous"]:
        return _waves(theme_id, {**told, "only_for_all": only_for_all})
    found = rows(_BY_MONTH, {**told, "theme": theme_id, "step": step, "zone": clock.zone()})
    points: list[Point] = []
    before: Estimate | None = None
    for one in found:
        now = csat(one["found"], one["n"])
        points.append(Point(one["since"], "", now, difference(now, before) if before else None))
        before = now
    return points


def over_limit(
    survey_id: int, theme_id: int, *, days: int, cut: str = "", value: str = ""
) -> Share | None:
    """How many of those who wrote in the last so many days speak of this theme; None when nobody wrote.

    A limit is passed beyond doubt where `told.low` lies above it. Hidden of an anonymous survey
    whose waves of that time tell nothing of it.
    """
    until = clock.now() + timedelta(seconds=1)
    found = shares(survey_id, until - timedelta(days=days), until, cut, value)
    return next((share for share in found if share.theme_id == theme_id), None)


def marks_of(answer_ids: Sequence[int]) -> dict[int, list[Mark]]:
    """The themes that each of these identified answers speaks of; no entry for one without any."""
    told: dict[int, list[Mark]] = defaultdict(list)
    for one in rows(_MARKS, {"answers": list(answer_ids)}):
        mark = Mark(one["theme_id"], one["key"], one["names"], one["source"])
        told[one["answer_id"]].append(mark)
    return dict(told)


def spoken_in(survey_ids: Sequence[int]) -> set[int]:
    """Those of these surveys in which somebody wrote what may be told of."""
    return {found["id"] for found in rows(_SPOKEN, {"surveys": list(survey_ids)})}


def _survey(survey_id: int) -> Row:
    found = row(_SURVEY, {"survey": survey_id})
    assert found is not None
    return found


def _anonymous(themes: list[Row], asked: dict[str, Any]) -> list[Share]:
    cells = rows(_CELLS, asked)
    if not cells:
        return []
    last = cells[0]["wave"]
    told = {one["theme_id"]: one for one in cells if one["wave"] == last}
    found = [
        Share(
            one["id"],
            one["key"],
            one["names"],
            _banded(told[one["id"]]) if one["id"] in told else Hidden(),
            None,
            last,
            told[one["id"]]["edition"] if one["id"] in told else None,
        )
        for one in themes
    ]
    return sorted(found, key=_height, reverse=True)


def _waves(theme_id: int, asked: dict[str, Any]) -> list[Point]:
    waves: dict[int, dict[int | None, Row]] = defaultdict(dict)
    for one in rows(_CELLS, asked):
        waves[one["wave"]][one["theme_id"]] = one
    return [
        Point(
            next(iter(cells.values()))["closes_at"].date(),
            str(number),
            _banded(cells[theme_id]) if theme_id in cells else Hidden(),
        )
        for number, cells in sorted(waves.items())
    ]


def _banded(cell: Row) -> Banded:
    return Banded(cell["share"], cell["low"], cell["high"], Band(cell["fewest"], cell["most"]))


def _height(share: Share) -> tuple[bool, float]:
    told = share.told
    if isinstance(told, Hidden):
        return False, 0.0
    return True, told.value if told.value is not None else (told.low + told.high) / 2


def _asked(
    survey_id: int,
    since: date | datetime | None,
    until: date | datetime | None,
    cut: str,
    value: str,
) -> dict[str, Any]:
    return {
        "survey": survey_id,
        "since": _instant(since),
        "until": _instant(until),
        "cut": cut,
        "value": value,
    }


def _instant(told: date | datetime | None) -> datetime | None:
    """The instant itself, or the beginning of the company's day."""
    if told is None or isinstance(told, datetime):
        return told
    from zoneinfo import ZoneInfo

    return datetime(told.year, told.month, told.day, tzinfo=ZoneInfo(clock.zone()))
