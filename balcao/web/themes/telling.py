"""Shares in words and as pictures."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from balcao.listening.themes.rules import Hidden, Share
from balcao.measures.bands import Banded
from balcao.measures.scores import Difference, Estimate

from ..components.charts import Moment, Scale, Whisker, whisker
from ..components.scores import whole_percent as percent
from ..components.words import number

WHOLE = Scale(0.0, 1.0)
Told = Estimate | Banded | Hidden | None


class Line(NamedTuple):
    """A row of `ui.dots`: a share on its scale, its number, its doubt and of how many; or why not."""

    label: str
    whisker: Whisker | None = None
    value: str = ""
    between: str = ""
    of: str = ""
    href: str = ""
    why: str = ""
    is_whole: bool = False
    heading: str = ""


def named(names: dict[str, str]) -> str:
    """A theme's name in the reader's language."""
    return names.get("en" if get_language() == "en" else "pt-br") or names.get("pt-br", "")


def line(share: Share, href: str) -> Line:
    """One theme's share as a row."""
    told = share.told
    if isinstance(told, Hidden):
        return Line(named(dict(share.names)), href=href, why=hidden())
    drawn = whisker(told.value, told.low, told.high, WHOLE)
    return Line(
        named(dict(share.names)), drawn, value(told), between(told), counted(share), href=href
    )


def moment(label: str, told: Told) -> Moment:
    """One point of a course."""
    if told is None or isinstance(told, Hidden):
        return Moment(label, why=hidden() if told else _("Nobody wrote"))
    return Moment(label, told.value, told.low, told.high, said(told))


def said(told: Estimate | Banded) -> str:
    """The share in one line, with its interval and of how many."""
    return f"{value(told)}, {between(told)}, {of(told)}"


def value(told: Estimate | Banded) -> str:
    """The number alone; of a band near an end its interval."""
    if told.value is None:
        return _("%(low)s to %(high)s") % {"low": percent(told.low), "high": percent(told.high)}
    return percent(told.value)


def between(told: Estimate | Banded) -> str:
    """Between which shares it surely lies."""
    ends = {"low": percent(told.low), "high": percent(told.high)}
    return _("between %(low)s and %(high)s") % ends


def of(told: Estimate | Banded) -> str:
    """Of how many comments, exactly or as a band."""
    if isinstance(told, Banded):
        ends = {"low": number(told.n.fewest), "high": number(told.n.most)}
        return _("of %(low)s to %(high)s comments") % ends
    text = ngettext("of %(count)s comment", "of %(count)s comments", told.n)
    return text % {"count": number(told.n)}


def counted(share: Share) -> str:
    """How many of how many; of anonymous comments the band alone."""
    told = share.told
    if isinstance(told, Hidden):
        return ""
    if share.found is None:
        return of(told)
    return f"{number(share.found)} {of(told)}"


def moved(change: Difference | None) -> str:
    """How a share moved, in points, and whether chance explains that."""
    if change is None:
        return ""
    ends = {
        "change": points(change.value),
        "low": points(change.low),
        "high": points(change.high),
    }
    if change.distinguishable:
        return _("%(change)s, between %(low)s and %(high)s") % ends
    return _("No distinguishable difference: %(change)s, between %(low)s and %(high)s") % ends


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    text = f"{share * 100:+.0f}".replace("-", "\N{MINUS SIGN}")
    return _("%(points)s points") % {"points": text}


def hidden() -> str:
    """Why nothing is told, the same for few and for none."""
    return _("Too few speak of it, or none, to be told.")
