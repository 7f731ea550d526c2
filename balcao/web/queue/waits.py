"""The supervisor's look at the queues: who waits now, and how right was what clients were told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.sql import Row
from balcao.measures.waiting import SHARE
from balcao.service.waiting import queries

from .. import hats
from ..shell import asked_part, show
from . import moves

SPANS = {"7": 7, "30": 30, "90": 90}
WIDTH = 320
RANKS = {"width": 320, "height": 90, "foot": 14}
VERDICTS = {
    "kept": (_("As promised"), "success"),
    "too_narrow": (_("Narrower than promised"), "danger"),
    "too_wide": (_("Wider than promised"), "warning"),
    "too_few": (_("Too few to say"), "neutral"),
}


@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    """The queues of the teams one supervises, and the real coverage of what they told."""
    actor = hats.agent(request)
    asked = request.GET.get("days", "30")
    days, now = SPANS.get(asked, 30), clock.now()
    found = queries.queues(actor)
    covered = queries.coverage(actor, now - timedelta(days=days), now)
    begins, ends = moves.span(now)
    moved = queries.moves(actor, begins, ends)
    told = {
        "queues": [
            {
                **queue,
                "moves": moves.drawn(moved[queue["id"]], ends),
                "line": queries.line(actor, queue["id"]),
                "coverage": _drawn(covered[queue["id"]]) if queue["id"] in covered else None,
            }
            for queue in found
        ],
        "topics": " ".join(f"team:{queue['id']}" for queue in found),
        "days": days,
        "spans": list(SPANS.values()),
        "share": round(100 * SHARE),
        "width": WIDTH,
        "aim_x": round(WIDTH * SHARE),
        "ranks": RANKS,
        "moves": moves.PICTURE,
    }
    part = asked_part(request, {"queues": "queue/queues.html"})
    return show(request, "queue/waits.html", told, part=part)


def _drawn(told: Row) -> dict[str, Any]:
    """The coverage of one team as a bar with its doubt, and its ranks as ten bars beside even ones."""
    words, tone = VERDICTS[told["verdict"]]
    most = max([*told["ranks"], told["outcomes"] / len(told["ranks"]), 1])
    tall = RANKS["height"] - RANKS["foot"]
    step = RANKS["width"] / len(told["ranks"])
    return {
        **told,
        "percent": None if told["share"] is None else round(100 * told["share"]),
        "low_percent": round(100 * told["low"]),
        "high_percent": round(100 * told["high"]),
        "bar": round(WIDTH * (told["share"] or 0)),
        "from_x": round(WIDTH * told["low"]),
        "to_x": round(WIDTH * told["high"]),
        "verdict_words": words,
        "tone": tone,
        "bars": [
            {
                "n": n,
                "x": round(number * step + 2, 1),
                "width": round(step - 4, 1),
                "y": round(tall - tall * n / most, 1),
                "height": round(tall * n / most, 1),
            }
            for number, n in enumerate(told["ranks"])
        ],
        "even_y": round(tall - tall * told["outcomes"] / len(told["ranks"]) / most, 1),
    }
