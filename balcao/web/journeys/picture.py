from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.listening.journeys import queries
from balcao.listening.journeys.rules import GAPS, SPANS, Drawn, Told, period
from balcao.listening.results.rules import Score
from balcao.listening.themes.rules import Hidden as Unknown
from balcao.listening.themes.rules import Share

from ..components import dates, scored, scores
from ..components.scores import spoken
from ..pages import page
from ..shell import show
from .asking import days as asked_days
from .asking import reader
from .wording import SIDES, question


@require_GET
def picture(request: HttpRequest, journey_id: int) -> HttpResponse:
    """A journey as a line of stages, each with its scores, their doubt, or the gap there is."""
    actor = reader(request)
    journey = queries.journey(actor, journey_id)
    chosen = asked_days(request)
    during = period(chosen, clock.today())
    found = queries.drawn(actor, journey_id, days=chosen)
    at = reverse("journeys:journey", args=[journey_id])
    context = {
        "journey": {**journey, "name": spoken(journey["names"])},
        "side": SIDES[journey["side"]],
        "days": str(chosen),
        "spans": [
            (str(span), _("%(count)s days") % {"count": span}, f"{at}?days={span}", None)
            for span in SPANS
        ],
        "period": _("%(since)s to %(until)s")
        % {"since": dates.day(during.since), "until": dates.day(during.until)},
        "known": _known(found),
        "stages": [_stage(one, chosen) for one in found],
    }
    return show(request, "journeys/journey.html", context)


@require_GET
def themes(request: HttpRequest, stage_id: int) -> HttpResponse:
    """What people wrote about at a stage: the part of the picture that comes after it."""
    actor = reader(request)
    found = queries.themes(actor, stage_id, days=asked_days(request))
    told = [
        {"survey": one.survey, "group": one.group, "themes": [_theme(share) for share in shares]}
        for one, shares in found
    ]
    return page(request, "journeys/themes.html", {"told": told})


def _theme(share: Share) -> dict[str, str]:
    its = share.told
    assert not isinstance(its, Unknown)
    score = Score("csat", its.value, its.low, its.high, None, None)
    between = scores.between(score) if its.value is not None else ""
    return {"name": spoken(share.names), "head": scores.head(score), "between": between}


def _known(found: list[Drawn]) -> str:
    """How much of the journey is known."""
    known = sum(one.gap is None for one in found)
    told = {"known": known, "all": len(found)}
    whole = ngettext(
        "%(known)s of %(all)s stages has a score.",
        "%(known)s of %(all)s stages have a score.",
        known,
    )
    return whole % told


def _stage(one: Drawn, days: int) -> dict[str, Any]:
    return {
        "name": spoken(one.names),
        "does": spoken(one.does),
        "touchpoints": [
            line.strip() for line in spoken(one.touchpoints).splitlines() if line.strip()
        ],
        "spoken_of": f"{reverse('journeys:themes', args=[one.id])}?days={days}",
        "gap": one.gap,
        "why": GAPS[one.gap] if one.gap else "",
        "told": [_told(told, days) for told in one.told],
    }


def _told(told: Told, days: int) -> dict[str, Any]:
    """One question of a stage in words and as a picture on its own scale."""
    linked, score = told.linked, told.score
    around = {
        "question": question(linked),
        "group": linked.group,
        "gap": told.gap,
        "why": told.why,
    }
    if score is None or linked.asked is None:
        return around
    ends = scored.limits(linked.asked)
    moved = scores.moved(score.measure, told.change)
    return {
        **around,
        "measure": scores.MEASURES[score.measure],
        "head": scores.head(score),
        "between": scores.between(score) if score.value is not None else "",
        "of": scores.of(score),
        "picture": scored.drawn(linked.asked, score),
        "low_end": scores.value(score.measure, ends.low),
        "high_end": scores.value(score.measure, ends.high),
        "moved": moved,
        "unmoved": "" if moved else _unmoved(told),
        "href": _behind(told, days),
    }


def _unmoved(told: Told) -> str:
    if told.is_round:
        return _("There is no earlier round to compare with.")
    return _("There is nothing before it to compare with.")


def _behind(told: Told, days: int) -> str:
    """Where the score is taken apart, and its answers are opened as far as one may."""
    linked = told.linked
    assert linked.asked is not None
    asked: dict[str, object] = {"days": days}
    if linked.part:
        asked["part"] = linked.part
    if linked.cut:
        asked["cut"] = f"{linked.cut}:{linked.value}"
    path = reverse("results:question", args=[linked.survey_id, linked.asked.id])
    return f"{path}?{urlencode(asked)}"
