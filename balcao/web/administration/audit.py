from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from balcao.register.access import queries

from .frame import administrator, show
from .words import ACTS, SUBJECTS

PAGE = 100


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every administrative act, newest first."""
    actor = administrator(request)
    told = request.GET.get("before", "")
    before = int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None
    found = queries.audit_trail(actor, before=before, limit=PAGE + 1)
    context = {
        "events": found[:PAGE],
        "before": found[PAGE - 1]["id"] if len(found) > PAGE else 0,
        "acts": ACTS,
        "subjects": SUBJECTS,
    }
    return show(request, "audit", "audit", context)
