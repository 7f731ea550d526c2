"""What each audience asks, can read and searches in vain, for those who could write it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.insights.gap import queries
from balcao.insights.gap.rules import ARTICLES_TOLD, Gap, Subject
from balcao.service.knowledge import queries as knowledge

from .. import hats, shell

PERIODS = (30, 90, 365)
NAMES = {
    "stranger": _("Visitors nobody knows"),
    "customer": _("Customers"),
    "employee": _("Employees"),
    "outsourced": _("Outsourced workers"),
    "contractor": _("Contractors"),
    "supplier": _("Suppliers"),
}


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Each audience with what it lacks, and what came of suggestions, over some days."""
    actor = hats.agent(request)
    asked = request.GET.get("dias", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    until = clock.today()
    since = until - timedelta(days=days - 1)
    found = queries.gaps(actor, since, until)
    context = {
        "gaps": [_told(gap) for gap in found if gap.asked or gap.searched],
        "silent": [NAMES[gap.readers] for gap in found if not (gap.asked or gap.searched)],
        "deflection": knowledge.deflection(actor, since, until),
        "periods": [(each, f"{reverse('gap:home')}?dias={each}") for each in PERIODS],
        "days": days,
        "since": since,
        "until": until,
        "most": queries.TICKETS,
    }
    return shell.show(request, "gap/home.html", context)


def _told(gap: Gap) -> dict[str, Any]:
    return {
        "key": gap.readers,
        "name": NAMES[gap.readers],
        "gap": gap,
        "subjects": [_line(subject) for subject in gap.subjects],
        "vain": [{"told": one, "href": _writing(one.words)} for one in gap.vain],
    }


def _line(subject: Subject) -> dict[str, Any]:
    low, high = subject.share
    return {
        "told": subject,
        "low": round(100 * low),
        "high": round(100 * high),
        "more": subject.articles >= ARTICLES_TOLD,
        "href": _writing(subject.words),
    }


def _writing(words: str) -> str:
    """Where an article about these words is begun."""
    return f"{reverse('knowledge:new')}?{urlencode({'title': words[:1].upper() + words[1:]})}"
