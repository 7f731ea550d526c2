"""Asking without an account: the address is unverified until its holder proves it by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Refusal
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.register.people.actions import holder_of_address
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import rules
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said

from .. import hats
from ..components import failing
from ..places import place
from .asking import KINDS, choices, note_sent
from .shell import show, visitor

HOUR = 3600
FROM_A_PLACE = 60  # many phones share one address of their carrier
FROM_AN_ADDRESS = 5
OPENED = "portal_opened"


class VisitorForm(forms.Form):
    """A ticket by somebody who has no account. People never see the field `website`."""

    name = forms.CharField(max_length=160)
    email = forms.EmailField(max_length=254)
    inbox = forms.TypedChoiceField(coerce=int)
    kind = forms.ChoiceField(choices=KINDS)
    subject = forms.CharField(max_length=rules.SUBJECT_MAX)
    body = forms.CharField(max_length=20_000, widget=forms.Textarea)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, offered: list[Row], **told: Any) -> None:
        super().__init__(*args, **told)
        inbox = self.fields["inbox"]
        assert isinstance(inbox, forms.TypedChoiceField)
        inbox.choices = choices(offered)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; take it, and say under which protocol."""
    if hats.actor(request).hats:
        return HttpResponseRedirect(reverse("portal:ask"))
    offered = inboxes.usable(visitor())
    if request.method == "GET":
        subject = request.GET.get("assunto", "")[: rules.SUBJECT_MAX]
        first = {"kind": str(rules.Kind.QUESTION), "subject": subject}
        return _form(request, VisitorForm(initial=first, offered=offered), offered)
    form = VisitorForm(request.POST, offered=offered)
    if not form.is_valid():
        return _form(request, form, offered, status=422)
    try:
        opened = _open(request, form.cleaned_data)
    except Refusal as refusal:
        return _form(request, form, offered, status=refusal.status, refused=str(refusal.message))
    note_sent(request, NOBODY)
    request.session[OPENED] = opened
    return HttpResponseRedirect(reverse("portal:received"))


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The protocol of what this visitor has just asked, and how to follow it."""
    opened = request.session.get(OPENED)
    if not opened:
        return HttpResponseRedirect(reverse("portal:visit"))
    return show(request, "portal/received.html", {"here": "visit", **opened})


def _open(request: HttpRequest, told: dict[str, Any]) -> dict[str, str]:
    address = told["email"].lower()
    spend("visit.place", place(request), limit=FROM_A_PLACE, seconds=HOUR)
    spend("visit.address", address, limit=FROM_AN_ADDRESS, seconds=HOUR)
    if told["website"]:
        return {"protocol": "", "email": address}
    reason = _("Asked on the site without signing in: nobody vouched for the address.")
    ticket, _message = open_ticket(
        SYSTEM,
        inboxes.opening(visitor(), told["inbox"]),
        holder_of_address(SYSTEM, address, told["name"]),
        told["subject"],
        Said(told["body"], channel="portal", reason=reason, is_verified=False),
        kind=told["kind"],
    )
    return {"protocol": ticket.protocol, "email": address}


def _form(
    request: HttpRequest,
    form: VisitorForm,
    offered: list[Row],
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    context = {
        "here": "visit",
        "form": form,
        "refused": refused,
        "failing": failing.told(NOBODY),
        "choices": choices(offered),
        "kind_choices": KINDS,
    }
    return show(request, "portal/visit.html", context, status=status)
