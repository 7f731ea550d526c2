from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.service.knowledge import queries
from balcao.service.knowledge.rules import STATES

from ..posting import as_number
from . import words
from .asking import show, writer

_MONTH = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The articles of one's teams, what waits for whom, and what suggestions spared."""
    actor = writer(request)
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    asked = request.GET.get("q", "").strip()[:80]
    before = as_number(request.GET.get("before", ""))
    found, following = queries.mine(actor, state=state, words=asked, before=before)
    today = clock.today()
    context = {
        "articles": [{**one, "standing": words.state(one)} for one in found],
        "following": following,
        "states": STATES,
        "chosen_state": state,
        "asked": asked,
        "spared": queries.deflection(actor, today - _MONTH * clock.ONE_DAY, today),
        "language_names": words.languages(),
    }
    return show(request, "knowledge/home.html", context)
