"""Being told by mail: asked for here, said yes to from the mailbox, and left by one click."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound, TooMany
from balcao.service.status import actions, subscription

from .. import parting
from ..evenly import evenly
from ..pages import tell
from ..places import place
from ..posting import told
from .reading import reader, show


@evenly
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask to be told: signed in by a button for each side, else with an address."""
    actor = reader(request)
    if request.method == "GET":
        return _shown(request, actor)
    try:
        said = _chosen(request, actor) if actor.person_id else _asked(request)
    except (Invalid, TooMany) as refusal:
        return _shown(request, actor, refusal)
    tell(request, said)
    return HttpResponseRedirect(reverse("status:subscribe"))


# Whoever says yes comes from a mailbox, as a mail programme does that posts the one click: no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, asked_token: str) -> HttpResponse:
    """The mailbox says yes."""
    try:
        asker = subscription.read_asked(asked_token)
    except NotFound:
        return parting.stranded(request)
    return parting.met(
        request,
        asker.language,
        lambda: actions.is_told(asker),
        lambda _again: _discard(actions.confirm(asked_token)),
        _yes,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, out_token: str) -> HttpResponse:
    """Be told no more, and take that back (RFC 8058)."""
    try:
        asker = subscription.read_out(out_token)
        actions.is_told(asker)
    except NotFound:
        return parting.stranded(request)
    return parting.met(
        request,
        get_language() or "pt-br",
        lambda: not actions.is_told(asker),
        lambda again: actions.choose(out_token, is_wanted=again),
        _no,
    )


def _chosen(request: HttpRequest, actor: Actor) -> str:
    side = told(request, "side")
    if told(request, "wanted") == "yes":
        actions.subscribe(actor, side)
        return _("You will be told by mail.")
    actions.unsubscribe(actor, side)
    return _("You won't be told by mail any more.")


def _asked(request: HttpRequest) -> str:
    language = get_language() or "pt-br"
    actions.ask(told(request, "address"), language, place(request))
    return _("Look into your mailbox: the mail we sent there asks for your yes.")


def _shown(
    request: HttpRequest, actor: Actor, refusal: Invalid | TooMany | None = None
) -> HttpResponse:
    sides = actor.sides if actor.person_id else []
    context: dict[str, Any] = {
        "own": [
            (side, actions.is_told(subscription.Asker(actor.person_id, side, "", "")))
            for side in sides
        ],
        "is_known": bool(actor.person_id),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": getattr(refusal, "fields", {}),
    }
    return show(request, "subscribe", context, status=refusal.status if refusal else 200)


def _discard(_kept: object) -> None:
    """What was kept is not shown."""


def _yes() -> parting.Words:
    return parting.Words(
        title=_("Status by mail"),
        question=_("Tell you by mail when something fails?"),
        button=_("Yes, tell me"),
        explained=_(
            "When something fails, when there is news of it, and when it works again. Each of these"
            " mails has a way out."
        ),
        done=_("You will be told by mail."),
    )


def _no() -> parting.Words:
    return parting.Words(
        title=_("Status by mail"),
        question=_("No more mails about what fails?"),
        button=_("Don't tell me any more"),
        explained=_("The status page tells everything as before."),
        done=_("You won't be told by mail any more."),
        back=_("Tell me again"),
    )
