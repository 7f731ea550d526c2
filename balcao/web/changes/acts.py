"""What is done to a change by one form: asked for, decided, begun, ended, looked back on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.service.changes import actions, queries

from ..pages import tell
from ..posting import act, told
from .asking import home, reader
from .change import page
from .words import STATES


@require_POST
def submit(request: HttpRequest, change_id: int) -> HttpResponse:
    """Ask for it."""
    return _done(request, change_id, lambda actor: actions.submit(actor, change_id).state)


@require_POST
def decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """Agree, or refuse and say why."""
    is_approved, reason = told(request, "decision") == "approve", told(request, "reason")
    return _done(
        request,
        change_id,
        lambda actor: (
            actions.decide(actor, change_id, is_approved=is_approved, reason=reason).state
        ),
    )


@require_POST
def replan(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take it back to planning."""
    return _done(request, change_id, lambda actor: actions.replan(actor, change_id).state)


@require_POST
def begin(request: HttpRequest, change_id: int) -> HttpResponse:
    """It happens now."""
    return _done(request, change_id, lambda actor: actions.begin_change(actor, change_id).state)


@require_POST
def finish(request: HttpRequest, change_id: int) -> HttpResponse:
    """It is over, and how it went."""
    outcome = told(request, "outcome")
    return _done(request, change_id, lambda actor: actions.finish(actor, change_id, outcome).state)


@require_POST
def review(request: HttpRequest, change_id: int) -> HttpResponse:
    """Look back on it."""
    outcome, words = told(request, "outcome"), told(request, "words")
    return _done(
        request, change_id, lambda actor: actions.review(actor, change_id, outcome, words).state
    )


@require_POST
def cancel(request: HttpRequest, change_id: int) -> HttpResponse:
    """It won't happen."""
    reason = told(request, "reason")
    return _done(request, change_id, lambda actor: actions.cancel(actor, change_id, reason).state)


@require_POST
def link(request: HttpRequest, change_id: int) -> HttpResponse:
    """A ticket has to do with it."""
    actor, protocol = reader(request), told(request, "protocol")
    queries.change(actor, change_id)
    return act(
        lambda: actions.link_ticket(actor, change_id, protocol),
        request,
        _("The ticket is linked."),
        home(change_id),
    )


@require_POST
def unlink(request: HttpRequest, change_id: int) -> HttpResponse:
    """A ticket has nothing to do with it after all."""
    actor, protocol = reader(request), told(request, "protocol")
    queries.change(actor, change_id)
    return act(
        lambda: actions.unlink_ticket(actor, change_id, protocol),
        request,
        _("The ticket is no longer linked."),
        home(change_id),
    )


def _done(request: HttpRequest, change_id: int, doing: Callable[[Actor], str]) -> HttpResponse:
    """Do it and say where the change stands now, or show the page with why not."""
    actor = reader(request)
    queries.change(actor, change_id)
    try:
        state = doing(actor)
    except (Invalid, Conflict, Forbidden) as refusal:
        return page(request, actor, change_id, refusal)
    label: str | Promise = STATES[state][0]
    tell(request, label)
    return HttpResponseRedirect(home(change_id))
