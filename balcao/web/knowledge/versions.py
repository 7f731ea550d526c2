from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.service.knowledge import queries, rules

from . import words
from .asking import show, writer
from .writing import as_versions


@require_safe
def history(request: HttpRequest, article_id: int) -> HttpResponse:
    """Every version of an article, each beside the one before it."""
    actor = writer(request)
    context = {
        "article": queries.draft(actor, article_id),
        "versions": queries.history(actor, article_id),
        "language_names": words.languages(),
    }
    return show(request, "knowledge/history.html", context)


@require_safe
def compare(request: HttpRequest, article_id: int) -> HttpResponse:
    """What differs between two versions, line by line; what did not change is folded, or not."""
    actor = writer(request)
    found = queries.draft(actor, article_id)
    language = request.GET.get("language") or found["language"]
    before, after, lines = queries.compare(actor, article_id, language, *as_versions(request))
    is_whole = request.GET.get("tudo") == "1"
    context = {
        "article": found,
        "before": before,
        "after": after,
        "lines": lines if is_whole else rules.folded(lines),
        "whole": "" if is_whole else f"?{request.GET.urlencode()}&tudo=1",
    }
    return show(request, "knowledge/compare.html", context)
