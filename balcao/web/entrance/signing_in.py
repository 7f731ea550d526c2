"""The page where people sign in, and its way through a password."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.register.access import queries as access
from balcao.register.access.actions import end_sessions
from balcao.service.routing.actions import leave

from .. import hats
from ..leaving import forgetting
from ..pages import page
from .ways import safe_next, with_next


class SignInView(LoginView):
    """The entrance: GET shows it, POST takes a password."""

    def get_authenticated_redirect_url(self) -> str:
        """On to where they wanted to be, or to the second factor they still lack."""
        if hats.actor(self.request).person_id is None:
            return reverse("mfa_activate_totp")
        return safe_next(self.request, self.request.GET.get("next")) or "/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the company's own ways in, and where to go afterwards."""
        return {**super().get_context_data(**kwargs), **_context(self.request)}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page; a refused password is a refusal for machines too."""
        refused = self.request.method == "POST"
        return page(self.request, "account/login.html", context, status=422 if refused else 200)


def entrance(request: HttpRequest, **context: Any) -> HttpResponse:
    """The entrance again, with what was wrong with the address."""
    told = {"form": None, "login": request.POST.get("login", ""), **_context(request), **context}
    return page(request, "account/login.html", told, status=422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    actor = hats.actor(request)
    if actor.person_id is not None:
        leave(actor)
        key = request.session.session_key
        mine = [line["id"] for line in access.sessions(actor) if line["session_key"] == key]
        for session_id in mine:
            end_sessions(actor, actor.person_id, only=session_id, why="signed out")
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return forgetting(HttpResponseRedirect("/"))


def _context(request: HttpRequest) -> dict[str, Any]:
    then = safe_next(request, request.POST.get("next") or request.GET.get("next"))
    providers = get_adapter().list_providers(request) if settings.SOCIALACCOUNT_PROVIDERS else []
    return {
        "then": then,
        "address_error": "",
        "login": request.POST.get("login", ""),
        "providers": [
            {"name": one.name, "address": with_next(one.get_login_url(request), then)}
            for one in providers
        ],
    }
