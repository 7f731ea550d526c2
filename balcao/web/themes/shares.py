"""What is spoken of in a survey, theme by theme, and the course of one theme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.results import queries as results
from balcao.listening.results import scope
from balcao.listening.themes import queries, reading
from balcao.listening.themes.rules import Hidden, Point, Share
from balcao.register.teams import queries as teams

from ..components.charts import Trend, trend
from ..components.dates import locale
from ..components.scores import whole_percent
from ..posting import as_number
from ..shell import show
from . import telling
from .asking import around, reader

SPANS = (30, 90, 180, 365)
USUAL = 90
YEAR = timedelta(days=365)


class Chosen(NamedTuple):
    """The survey, the days up to today, and the team, that are looked at."""

    survey: Row
    days: int
    team: str

    @property
    def cut(self) -> str:
        """The cut of the group: its value is the team."""
        return "team" if self.team else ""

    def at(self, theme_id: int) -> str:
        """The address of one theme's course."""
        path = reverse("themes:course", args=(self.survey["id"], theme_id))
        told = {"team": self.team} if self.team else {}
        return f"{path}?{urlencode(told)}" if told else path


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every theme of a survey with its share, the largest first."""
    actor = reader(request)
    known = _with_words(actor)
    survey = _wanted(request, known)
    context: dict[str, Any] = {
        **around(actor, "shares"),
        "sides": _by_side(known),
        "survey": survey,
        "spans": [(days, _span(days)) for days in SPANS],
        "counting": queries.counting(actor),
    }
    if survey:
        chosen = _chosen(request, survey)
        context |= {
            "days": chosen.days,
            "team": chosen.team,
            "teams": _teams(actor, survey),
            **_shares(actor, chosen),
        }
    return show(request, "themes/home.html", context)


@require_GET
def course(request: HttpRequest, survey_id: int, theme_id: int) -> HttpResponse:
    """One theme of a survey in the course of a year, month by month or round by round."""
    actor = reader(request)
    survey = scope.survey(actor, survey_id)
    chosen = _chosen(request, survey)
    theme = next((one for one in queries.themes(actor) if one["id"] == theme_id), None)
    if theme is None or theme["side"] not in (survey["side"], "both"):
        raise NotFound()
    points = reading.trend(
        survey_id,
        theme_id,
        since=clock.today() - YEAR,
        only_for_all=queries.has_answered(actor, survey_id),
        cut=chosen.cut,
        value=chosen.team,
    )
    moments = [telling.moment(_when(one), one.told) for one in points]
    drawn: Trend | None = trend(moments, telling.WHOLE, whole_percent) if moments else None
    context = {
        **around(actor, "shares"),
        "survey": survey,
        "name": telling.named(theme["names"]),
        "theme": theme,
        "trend": drawn,
        "lines": [_line(one) for one in points],
        "team": _team_name(actor, chosen),
        "back": f"{reverse('themes:home')}?survey={survey_id}",
    }
    return show(request, "themes/course.html", context)


def _shares(actor: Actor, chosen: Chosen) -> dict[str, Any]:
    survey = chosen.survey
    since = None if survey["is_anonymous"] else clock.today() - timedelta(days=chosen.days - 1)
    found = reading.shares(
        survey["id"],
        since,
        None,
        only_for_all=queries.has_answered(actor, survey["id"]),
        cut=chosen.cut,
        value=chosen.team,
    )
    spoken = [one for one in found if not _is_silent(one)]
    return {
        "lines": [telling.line(one, chosen.at(one.theme_id)) for one in spoken],
        "heads": [
            _("Theme"),
            _("Point and doubt"),
            _("Share of comments"),
            _("Interval, 95 %% sure") % {},
            _("Comments"),
        ],
        "silent": [
            (telling.named(dict(one.names)), chosen.at(one.theme_id))
            for one in found
            if _is_silent(one)
        ],
        "is_empty": not found,
        "wave": found[0].wave if found else None,
    }


def _is_silent(share: Share) -> bool:
    """Nobody spoke of it, or nothing may be told: these are named together below."""
    return isinstance(share.told, Hidden) or share.found == 0


def _wanted(request: HttpRequest, known: list[Row]) -> Row | None:
    told = as_number(request.GET.get("survey", ""))
    if told is None:
        return known[0] if known else None
    found = next((one for one in known if one["id"] == told), None)
    if found is None:
        raise NotFound()
    return found


def _chosen(request: HttpRequest, survey: Row) -> Chosen:
    days, team = as_number(request.GET.get("days", "")), request.GET.get("team", "")
    if team:
        scope.require_cut(survey, "team", team)
    return Chosen(survey, days if days in SPANS else USUAL, team)


def _by_side(known: list[Row]) -> list[tuple[str, list[Row]]]:
    return [
        (label, [one for one in known if one["side"] == side])
        for side, label in (("external", _("Customers")), ("internal", _("Colleagues")))
    ]


def _teams(actor: Actor, survey: Row) -> list[tuple[str, str]]:
    """The teams one may look at apart."""
    return [
        (str(team["id"]), team["name"])
        for team in teams.teams(actor)
        if survey["scope"].may_cut("team", str(team["id"]))
    ]


def _team_name(actor: Actor, chosen: Chosen) -> str:
    return dict(_teams(actor, chosen.survey)).get(chosen.team, "") if chosen.team else ""


def _span(days: int) -> str:
    return ngettext("last %(days)s day", "last %(days)s days", days) % {"days": days}


def _when(point: Point) -> str:
    return _("Round %(number)s") % {"number": point.label} if point.label else _month(point.since)


def _month(since: date) -> str:
    return str(format_date(since, "MMM y", locale=locale()))


def _with_words(actor: Actor) -> list[Row]:
    """The surveys one may read in which somebody wrote, the latest first."""
    known = results.readable(actor)
    spoken = reading.spoken_in([one["id"] for one in known])
    return [one for one in known if one["id"] in spoken]


def _line(point: Point) -> dict[str, str]:
    told = point.told
    if told is None or isinstance(told, Hidden):
        return {"when": _when(point), "why": telling.moment("", told).why}
    return {
        "when": _when(point),
        "value": telling.value(told),
        "between": telling.between(told),
        "of": telling.of(told),
        "moved": telling.moved(point.change),
        "why": "",
    }
