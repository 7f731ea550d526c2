"""Single-use links: a GET shows a button, only the POST of its form consumes the link."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balcao.core.errors import NotFound
from balcao.register.access.actions import Purpose, reading_secret, spend, use_link
from balcao.register.access.actors import Level

from .. import hats
from ..evenly import evenly
from ..pages import page
from ..places import is_here, place
from .letters import send_link
from .opening import account, go_on
from .signing_in import entrance
from .ways import safe_next

HOUR = 3600
LINKS_AN_ADDRESS = 5
LINKS_A_PLACE = 200
TRIES_A_PLACE = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


class AddressForm(forms.Form):
    """One mail address."""

    login = forms.EmailField(max_length=254)


@require_POST
@evenly
def ask_link(request: HttpRequest) -> HttpResponse:
    """Mail a sign-in link when the address is known; say the same either way."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return entrance(
            request, address_error=_("Write a whole mail address, such as ana@example.com.")
        )
    address = form.cleaned_data["login"].lower()
    spend("sign_in_link.place", place(request), limit=LINKS_A_PLACE, seconds=HOUR)
    spend("sign_in_link.address", address, limit=LINKS_AN_ADDRESS, seconds=HOUR)
    send_link(address, safe_next(request, request.POST.get("next")))
    return HttpResponseRedirect(reverse("entrance:link_sent"))


@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """What to do now: look into the mailbox."""
    return page(request, "entrance/link_sent.html")


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by a mailed link: a client's session, and never more than that."""
    spend("link_try", place(request), limit=TRIES_A_PLACE, seconds=HOUR)
    if request.method == "GET":
        return _button(request, secret, Purpose.SIGN_IN)
    used = use_link(secret, Purpose.SIGN_IN)
    assert used.handle is not None
    auth.logout(request)
    actor = hats.open_session(request, used.handle.person_id, Level.LINK, used.handle.pk)
    return go_on(request, actor, request.GET.get("next"))


@require_http_methods(["GET", "POST"])
def console(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by a link that the command line printed, on this very machine only.

    A work address gets the strong session; a private one never opens more than the client's.
    """
    if not is_here(request):
        raise NotFound()
    if request.method == "GET":
        return _button(request, secret, Purpose.CONSOLE)
    handle = use_link(secret, Purpose.CONSOLE).handle
    assert handle is not None
    auth.logout(request)
    if handle.is_work:
        user = account(handle.person_id, handle.value)
        auth.login(request, user, backend=BACKEND)
        record_authentication(request, user, "console", reauthenticated=True)
    level = Level.STRONG if handle.is_work else Level.LINK
    actor = hats.open_session(request, handle.person_id, level, handle.pk)
    return go_on(request, actor, request.GET.get("next"))


def _button(request: HttpRequest, secret: str, purpose: str) -> HttpResponse:
    found = reading_secret(secret, purpose)
    if found is None or found.handle is None:
        return page(request, "entrance/link_over.html", status=404)
    return page(request, "entrance/link.html", {"address": found.handle.value})
