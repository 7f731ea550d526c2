"""The way out of mailed announcements, for customers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balcao.core.errors import NotFound
from balcao.inside.announcements import leaving

from .. import parting


# RFC 8058: the mail programme posts List-Unsubscribe=One-Click, without cookie or referrer.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, out_token: str) -> HttpResponse:
    """Say that one wants no more announcements by mail, and take it back."""
    try:
        language = leaving.language(out_token)
    except NotFound:
        return parting.stranded(request)
    return parting.met(
        request,
        language,
        lambda: leaving.has_left(out_token),
        lambda again: leaving.choose(out_token, is_wanted=again),
        _words,
    )


def _words() -> parting.Words:
    return parting.Words(
        title=_("News of us by mail"),
        question=_("No more news of us by mail?"),
        button=_("Don't mail me news any more"),
        explained=_(
            "It holds for announcements. Answers to what you ask us reach you as before, and"
            " announcements stay in the portal."
        ),
        done=_("You won't be mailed announcements any more."),
        back=_("Mail me again"),
    )
