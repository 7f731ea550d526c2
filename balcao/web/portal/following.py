"""Following one ticket without an account: its protocol, and a code sent to who takes part."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.access.actions import Purpose, make_code, spend, use_code
from balcao.service.tickets import queries as tickets
from balcao.service.tickets import rules

from .. import hats
from ..evenly import evenly
from ..places import place
from .letters import send_follow_code
from .shell import show

HOUR = 3600
ASKED_FROM_A_PLACE = 200
CODES_AN_ADDRESS = 6
TRIES_A_PLACE = 200
ASKED = "portal_follows"


class FollowForm(forms.Form):
    """Protocol in any notation, and an address."""

    protocol = forms.CharField(max_length=40)
    email = forms.EmailField(max_length=254)

    def clean_protocol(self) -> str:
        """The bare digits; a mistyped number is told at once, it says nothing of what exists."""
        digits = rules.read_protocol(self.cleaned_data["protocol"])
        if digits is None:
            raise forms.ValidationError(_("This is no protocol. Look at its twelve digits again."))
        return digits


@require_http_methods(["GET", "POST"])
@evenly
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code. The answer is the same whether the address takes part or not."""
    if request.method == "GET":
        first = FollowForm(initial={"protocol": request.GET.get("protocolo", "")[:40]})
        return show(request, "portal/follow.html", {"here": "follow", "form": first})
    form = FollowForm(request.POST)
    if not form.is_valid():
        return show(request, "portal/follow.html", {"here": "follow", "form": form}, status=422)
    protocol, address = form.cleaned_data["protocol"], form.cleaned_data["email"].lower()
    spend("follow.place", place(request), limit=ASKED_FROM_A_PLACE, seconds=HOUR)
    spend("follow.address", address, limit=CODES_AN_ADDRESS, seconds=HOUR)
    found = tickets.participation(SYSTEM, protocol, address)
    if found is not None:
        secret = make_code(
            Purpose.FOLLOW, subject_id=found["ticket_id"], handle_id=found["handle_id"]
        )
        send_follow_code(address, rules.group_protocol(protocol), secret, _language(found))
    request.session[ASKED] = {"protocol": protocol, "email": address}
    return HttpResponseRedirect(reverse("portal:follow_code"))


@require_http_methods(["GET", "POST"])
@evenly
def code(request: HttpRequest) -> HttpResponse:
    """Take the code and open that one ticket, as the participant it was sent to."""
    asked = request.session.get(ASKED)
    if not asked:
        return HttpResponseRedirect(reverse("portal:follow"))
    context = {"here": "follow", "refused": "", **asked}
    if request.method == "GET":
        return show(request, "portal/follow_code.html", context)
    spend("follow.try", place(request), limit=TRIES_A_PLACE, seconds=HOUR)
    found = tickets.participation(SYSTEM, asked["protocol"], asked["email"])
    subject = found["ticket_id"] if found else None
    try:
        used = use_code(Purpose.FOLLOW, request.POST.get("code", ""), subject_id=subject)
    except NotFound as refusal:
        told = {**context, "refused": str(refusal.message)}
        return show(request, "portal/follow_code.html", told, status=422)
    if found is None or used.handle_id != found["handle_id"]:
        raise NotFound()
    hats.follow_ticket(request, found["person_id"], found["handle_id"], found["ticket_id"])
    return HttpResponseRedirect(reverse("portal:ticket", args=[asked["protocol"]]))


def _language(found: Row) -> str:
    return str(found["language"] or translation.get_language() or settings.LANGUAGE_CODE)
