"""The balance line by line: both sides of each number, as text and as a bar on one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from balcao.insights.balance.queries import Balance, Chosen, Side
from balcao.insights.balance.rules import (
    INSIDE,
    OUTSIDE,
    Figure,
    Share,
    Waits,
    compare_waits,
    weigh,
)

from ..components.promises import PROMISES
from ..components.words import number
from . import words
from .asking import number_at

FULL = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a line. The bar's places are from 0 to 100; `mark` is where 9 of 10 are."""

    text: str
    href: str
    detail: str
    fill: float = 0
    low: float | None = None
    high: float | None = None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A number on both sides, and what they say beside each other."""

    label: str
    outside: Cell
    inside: Cell
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """Both sides' shares of a whole: where outside ends, with the interval of that place."""

    label: str
    text: str
    detail: str
    verdict: str
    edge: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """Whose numbers these are: the period in days and the team, which every link carries."""

    days: int
    team_id: int | None

    def way(self, figure: Figure, side: str, promise: str = "") -> str:
        """The address of what is behind a number."""
        return number_at(self.days, Chosen(figure, side, promise, self.team_id))


def promise_lines(told: Told, both: Balance) -> list[Line]:
    """Each promise that was put to the test on either side, kept and broken."""
    found = [p for p in PROMISES if p in both.outside.by_promise or p in both.inside.by_promise]
    lines = []
    for promise in found:
        out, inside = (s.by_promise.get(promise, Share(0, 0)) for s in (both.outside, both.inside))
        lines.append(
            Line(
                str(PROMISES[promise]),
                _kept(told, OUTSIDE, promise, out),
                _kept(told, INSIDE, promise, inside),
                words.attainment_words(inside, out),
            )
        )
    return lines


def effort_lines(told: Told, both: Balance) -> list[Line]:
    """Tickets, replies and time on both sides; time only where any was recorded."""
    read: list[tuple[Figure, Callable[[Side], int]]] = [
        (Figure.OPENED, lambda side: side.opened),
        (Figure.SOLVED, lambda side: side.solved),
        (Figure.REPLIES, lambda side: side.replies),
        (Figure.TIME, lambda side: side.seconds),
    ]
    lines = []
    for figure, of in read:
        out, inside = of(both.outside), of(both.inside)
        if figure is Figure.TIME and not out + inside:
            continue
        most = max(out, inside, 1)
        cells = [
            Cell(
                words.time_words(n) if figure is Figure.TIME else number(n),
                told.way(figure, side),
                _on_tickets(figure, own),
                FULL * n / most,
            )
            for side, own, n in ((OUTSIDE, both.outside, out), (INSIDE, both.inside, inside))
        ]
        lines.append(Line(str(words.FIGURES[figure]), cells[0], cells[1]))
    return lines


def wait_lines(told: Told, both: Balance) -> list[Line]:
    """How long the first reply took, as median and as what nine of ten stay within."""
    out, inside = both.outside.waits, both.inside.waits
    if not out.n + inside.n:
        return []
    longest = max([1.0, *_ends(out), *_ends(inside)])
    verdict = words.waits_words(compare_waits(inside, out)) if out.n and inside.n else ""
    cells = [_waited(told, side, w, longest) for side, w in ((OUTSIDE, out), (INSIDE, inside))]
    return [Line(_("Until the first reply"), cells[0], cells[1], verdict)]


def strips(both: Balance) -> list[Strip]:
    """Inside's share of tickets, replies and time: effort beside the work that came."""
    out, inside = both.outside, both.inside
    tickets = Share(inside.opened, inside.opened + out.opened)
    replies = Share(
        inside.replies, inside.replies + out.replies, cases=inside.answered + out.answered
    )
    seconds = Share(
        inside.seconds, inside.seconds + out.seconds, cases=inside.attended + out.attended
    )
    told = [_strip(Figure.OPENED, tickets, "")]
    told += [
        _strip(figure, share, words.weight_words(weigh(share, tickets)))
        for figure, share in ((Figure.REPLIES, replies), (Figure.TIME, seconds))
        if share.among
    ]
    return told if tickets.among else []


def _kept(told: Told, side: str, promise: str, share: Share) -> Cell:
    href = told.way(Figure.PROMISES, side, promise) if share.among else ""
    text, detail = words.share_head(share), words.share_words(share)
    if not share.is_enough:
        return Cell(text, href, detail)
    low, high = share.interval
    return Cell(text, href, detail, FULL * share.value, FULL * low, FULL * high)


def _on_tickets(figure: Figure, side: Side) -> str:
    if figure is Figure.REPLIES:
        return _("on %(count)s tickets") % {"count": number(side.answered)}
    if figure is Figure.TIME:
        return _("on %(count)s tickets") % {"count": number(side.attended)}
    return ""


def _waited(told: Told, side: str, waits: Waits, longest: float) -> Cell:
    href = told.way(Figure.FIRST_REPLIES, side) if waits.n else ""
    n = _("%(count)s first replies") % {"count": number(waits.n)}
    if waits.median is None or waits.ninth is None:
        return Cell(str(words.FEW) if waits.n else "–", href, n)
    detail = f"{words.waits_told(waits)} · {n}"
    places = (waits.median.seconds, waits.median.low, waits.median.high, waits.ninth.seconds)
    fill, low, high, mark = (None if p is None else FULL * p / longest for p in places)
    return Cell(words.time_words(places[0]), href, detail, fill or 0, low, high, mark)


def _ends(waits: Waits) -> Iterable[float]:
    known = (waits.median, waits.ninth)
    return [end for wait in known if wait for end in (wait.seconds, wait.high or 0)]


def _strip(figure: Figure, share: Share, verdict: str) -> Strip:
    label = str(words.FIGURES[figure])
    edge = FULL * (1 - share.value)
    if not share.is_enough:
        return Strip(label, str(words.FEW), words.share_words(share), verdict, edge, None, None)
    low, high = share.interval
    text, detail = words.percent(share.value), words.between(share)
    return Strip(label, text, detail, verdict, edge, FULL * (1 - high), FULL * (1 - low))
