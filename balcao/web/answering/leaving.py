"""The way out of surveys: asked on a page, done by its button or by the one click of a mail programme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balcao.core.sql import Row
from balcao.listening.asking import leaving as asking
from balcao.listening.asking import queries

from ..pages import page
from . import showing


# RFC 8058: the mail programme posts List-Unsubscribe=One-Click, without cookie or referrer.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button, or one click in a mail programme, does, and is undone here."""
    invited = queries.by_token(token)
    language = showing.spoken(request, invited["language"] if invited else "")
    if invited is None:
        return showing.in_language(request, language, lambda: showing.stranded(request))
    return showing.in_language(request, language, lambda: _met(request, token, invited, language))


def _met(request: HttpRequest, token: str, invited: Row, language: str) -> HttpResponse:
    if request.method == "POST" and request.POST.get("again"):
        asking.come_back(token)
    elif request.method == "POST":
        asking.leave(token)
    here = reverse("answering:leave", args=[token])
    context = {
        "action": f"{here}?lang={language}",
        "side": invited["side"],
        "is_refused": asking.refused(invited),
        "is_done": request.method == "POST",
    }
    part = showing.rendered(request, "responding/leave.html", context)
    other = showing.other_tongue(here, language) if request.method != "POST" else None
    title = _("Not to be asked")
    return page(request, "answering/page.html", {"title": title, "part": part, "other": other})
