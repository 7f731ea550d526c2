"""Opening a ticket, for somebody who is signed in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Refusal
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.register.people import queries as people
from balcao.service.inboxes import queries as inboxes
from balcao.service.knowledge import actions as knowledge
from balcao.service.tickets import rules
from balcao.service.tickets.actions import open_ticket

from .. import hats
from ..components import failing
from ..pages import tell
from .saying import said
from .shell import show

OPENED_AN_HOUR = 60
KINDS = [
    (str(rules.Kind.QUESTION), gettext_lazy("I have a question")),
    (str(rules.Kind.REQUEST), gettext_lazy("I need something")),
    (str(rules.Kind.INCIDENT), gettext_lazy("Something doesn't work")),
    (str(rules.Kind.COMPLAINT), gettext_lazy("I want to complain")),
    (str(rules.Kind.SUGGESTION), gettext_lazy("I have a suggestion")),
    (str(rules.Kind.PRAISE), gettext_lazy("I want to praise")),
    (str(rules.Kind.CANCELLATION), gettext_lazy("I want to cancel")),
]


class AskForm(forms.Form):
    """A ticket as its requester writes it."""

    inbox = forms.TypedChoiceField(coerce=int)
    kind = forms.ChoiceField(choices=KINDS)
    subject = forms.CharField(max_length=rules.SUBJECT_MAX)
    body = forms.CharField(max_length=100_000, widget=forms.Textarea)
    organization = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, offered: list[Row], represented: list[Row], **told: Any) -> None:
        super().__init__(*args, **told)
        inbox, organization = self.fields["inbox"], self.fields["organization"]
        assert isinstance(inbox, forms.TypedChoiceField)
        assert isinstance(organization, forms.TypedChoiceField)
        inbox.choices = choices(offered)
        organization.choices = [("", "")] + [(row["id"], row["name"]) for row in represented]


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; take it, and go to the new ticket."""
    if not hats.actor(request).hats:
        known = request.GET.urlencode()
        return HttpResponseRedirect(reverse("portal:visit") + (f"?{known}" if known else ""))
    actor = hats.client(request)
    offered, represented = inboxes.usable(actor), people.represented(actor)
    if request.method == "GET":
        first = {"inbox": request.GET.get("para", ""), "kind": str(rules.Kind.REQUEST)}
        first["subject"] = request.GET.get("assunto", "")[: rules.SUBJECT_MAX]
        form = AskForm(initial=first, offered=offered, represented=represented)
        return _form(request, form, offered, represented)
    form = AskForm(request.POST, offered=offered, represented=represented)
    if not form.is_valid():
        return _form(request, form, offered, represented, status=422)
    try:
        protocol = _open(request, actor, form.cleaned_data)
    except Refusal as refusal:
        why = str(refusal.message)
        return _form(request, form, offered, represented, status=refusal.status, refused=why)
    note_sent(request, actor)
    tell(request, _("Your ticket is open. Keep its protocol."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[protocol]))


def note_sent(request: HttpRequest, actor: Actor) -> None:
    """What was suggested while this was being written did not spare them to ask."""
    with suppress(ValueError):
        knowledge.note_outcome(actor, UUID(request.POST.get("help_visit", "")), "sent")


def choices(offered: list[Row]) -> list[tuple[int, str]]:
    """Inboxes by the public name of their team, told apart where two have the same."""
    names = [row["team"] for row in offered]
    return [
        (
            row["id"],
            row["team"] if names.count(row["team"]) == 1 else f"{row['team']} · {row['name']}",
        )
        for row in offered
    ]


def _open(request: HttpRequest, actor: Actor, told: dict[str, Any]) -> str:
    spend("portal_open", str(actor.person_id), limit=OPENED_AN_HOUR, seconds=3600)
    ticket, _message = open_ticket(
        actor,
        inboxes.opening(actor, told["inbox"]),
        people.own_handle(actor, hats.handle_of(request)),
        told["subject"],
        said(request),
        kind=told["kind"],
        organization_id=told["organization"],
    )
    return ticket.protocol


def _form(
    request: HttpRequest,
    form: AskForm,
    offered: list[Row],
    represented: list[Row],
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    context = {
        "here": "ask",
        "form": form,
        "refused": refused,
        "failing": failing.told(hats.client(request)),
        "choices": choices(offered),
        "kind_choices": KINDS,
        "represented": [(row["id"], row["name"]) for row in represented],
        "limit": settings.UPLOAD_MAX_BYTES,
    }
    return show(request, "portal/ask.html", context, status=status)
