"""The waves of a survey: who is taken in until when, and how many answered, as far as that is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.sql import Row
from balcao.listening.answers import queries as answers
from balcao.listening.asking import queries
from balcao.listening.asking.rules import Response
from balcao.listening.surveys import queries as surveys

from ..components.dates import day, moment
from ..components.words import number
from ..shell import show
from .asking import asker, language
from .builder import around_page

STATES: dict[str, tuple[str | Promise, str]] = {
    "open": (gettext_lazy("takes answers"), "success"),
    "closed": (pgettext_lazy("wave", "closed"), "neutral"),
}
OUTCOMES: dict[str, str | Promise] = {
    "": gettext_lazy("Not opened yet"),
    "kept": gettext_lazy("Opened and kept, without names"),
    "too_few": gettext_lazy("Destroyed unread: fewer than the minimum group answered"),
    "lost": gettext_lazy("Destroyed unread: their key was gone"),
}
PAGE = 20
_FRESH = timedelta(hours=1)


@require_GET
def waves(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The waves of a survey, the latest first; of an anonymous one nothing before it closed."""
    actor = asker(request)
    survey = surveys.survey(actor, survey_id)
    before = request.GET.get("before", "")
    found = queries.waves(
        actor,
        survey_id,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
        limit=PAGE + 1,
    )
    found, has_more = found[:PAGE], len(found) > PAGE
    responses = queries.responses(actor, survey_id, [wave["id"] for wave in found])
    outcomes = answers.outcomes(actor, survey_id, [wave["id"] for wave in found])
    lines = [
        _line(wave, *responses[wave["id"]])
        | {"outcome": OUTCOMES[outcomes[wave["id"]]] if wave["id"] in outcomes else ""}
        for wave in found
    ]
    context = {
        **around_page(request, survey, language(request)),
        "waves": lines,
        "following": found[-1]["number"] if has_more else None,
        "is_sending": any(line["is_sending"] for line in lines),
    }
    return show(request, "surveys/waves.html", context)


def _line(wave: Row, response: Response, waiting: int | None) -> dict[str, Any]:
    is_open = wave["state"] == "open"
    return {
        **wave,
        "label": STATES[wave["state"]],
        "asked": response.asked,
        "answered": _answered(response),
        "rate": _rate(response),
        "why": _why(wave, response),
        "waiting": waiting if is_open else None,
        "is_sending": bool(is_open and waiting and wave["opens_at"] > clock.now() - _FRESH),
        "until": moment(wave["closed_at"] or wave["closes_at"]),
    }


def _answered(response: Response) -> str:
    low, high = response.answered_from, response.answered_to
    if low is None or high is None:
        return ""
    if low == high:
        return number(low)
    return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}


def _rate(response: Response) -> str:
    """The share that answered, in whole percent; of bands from the lower to the higher end."""
    low, high = response.answered_from, response.answered_to
    if not response.asked or low is None or high is None:
        return ""
    least, most = low * 100 // response.asked, -(-high * 100 // response.asked)
    if low == high:
        return _("%(percent)s %%") % {"percent": round(low * 100 / response.asked)}
    return _("%(low)s to %(high)s %%") % {"low": least, "high": most}


def _why(wave: Row, response: Response) -> str:
    """Why nothing is told yet, or ever."""
    if response.answered_from is not None:
        return ""
    if wave["state"] == "open":
        closing = {"day": day(wave["closes_at"])}
        return _("Anonymous: nothing is told before it closes, on %(day)s.") % closing
    told = {"k": wave["k"]}
    return _("Fewer than %(k)s answered, or fewer than %(k)s did not: that stays untold.") % told
