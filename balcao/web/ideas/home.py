from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from balcao.core.errors import NotFound
from balcao.listening.ideas import actions, queries

from ..posting import as_number, number
from . import words
from .asking import reader, show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The boards one sees, what is new about one's ideas, and what one suggested."""
    actor = reader(request)
    before = as_number(request.GET.get("before", ""))
    boards, following = queries.boards(actor, before=before)
    news = queries.notices(actor)
    context: dict[str, Any] = {
        "boards": [
            {
                **one,
                "for_whom": words.audience(one),
                "promise": words.promise(one["answer_days"]),
                "last_at": one["closes_at"] and one["closes_at"] - timedelta(seconds=1),
            }
            for one in boards
        ],
        "following": following,
        "news": [{**one, "text": words.news(one)} for one in news],
        "newest": news[0]["id"] if news else 0,
        "has_unseen": any(one["seen_at"] is None for one in news),
        "own": queries.own(actor),
        "may_keep": queries.may_keep(actor),
        "state": words.state,
    }
    return show(request, "ideas/home.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Take note of all up to the newest one shown."""
    actor = reader(request)
    until = number(request, "until")
    if until is None:
        raise NotFound()
    actions.see(actor, until_id=until)
    return HttpResponseRedirect(reverse("ideas:home"))
