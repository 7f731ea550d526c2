"""One's own signed-in sessions: seen, and ended."""

from __future__ import annotations

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.core.errors import NotFound
from balcao.register.access import queries as access
from balcao.register.access.actions import end_sessions

from .. import hats
from ..leaving import forgetting
from ..pages import page
from .devices import device


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    actor = hats.person(request)
    mine = [
        {
            "id": line["id"],
            "device": device(line["device"]),
            "began_at": line["began_at"],
            "is_strong": line["level"] == "strong",
            "is_this": line["session_key"] == request.session.session_key,
        }
        for line in access.sessions(actor)
    ]
    return page(request, "entrance/sessions.html", {"actor": actor, "sessions": mine})


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions; ending this one signs out."""
    actor = hats.person(request)
    assert actor.person_id is not None
    mine = {line["id"]: line["session_key"] for line in access.sessions(actor)}
    if session_id not in mine:
        raise NotFound()
    is_this = mine[session_id] == request.session.session_key
    end_sessions(actor, actor.person_id, only=session_id)
    if is_this:
        auth.logout(request)
        messages.success(request, _("You are signed out."))
        return forgetting(HttpResponseRedirect("/"))
    messages.success(request, _("That session is over."))
    return HttpResponseRedirect(reverse("entrance:sessions"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this."""
    actor = hats.person(request)
    assert actor.person_id is not None
    for line in access.sessions(actor):
        if line["session_key"] != request.session.session_key:
            end_sessions(actor, actor.person_id, only=line["id"])
    messages.success(request, _("Your other sessions are over."))
    return HttpResponseRedirect(reverse("entrance:sessions"))
