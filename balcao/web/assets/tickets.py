"""Assets beside a ticket: which it is about, and which its requester uses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.service.assets import actions

from .. import shell
from ..components import owned
from ..pages import is_fragment, tell
from ..posting import told
from .asking import keeper


@require_http_methods(["GET", "POST"])
def beside(request: HttpRequest, protocol: str) -> HttpResponse:
    """What stands beside a ticket; by its form the ticket is about one more."""
    actor = keeper(request)
    if request.method == "GET":
        return _shown(request, actor, protocol)
    number = told(request, "number")
    doing = partial(actions.link_ticket, actor, protocol, number)
    return _done(request, actor, protocol, doing, _("The ticket is about this asset now."))


@require_POST
def unlink(request: HttpRequest, protocol: str) -> HttpResponse:
    """The ticket is not about this asset."""
    actor = keeper(request)
    number = told(request, "number")
    said = _("The ticket is not about this asset any more.")
    doing = partial(actions.unlink_ticket, actor, protocol, number)
    return _done(request, actor, protocol, doing, said)


def _done(
    request: HttpRequest,
    actor: Actor,
    protocol: str,
    doing: Callable[[], object],
    said: str | Promise,
) -> HttpResponse:
    """Do it, and show what stands beside the ticket now; without script, the ticket's page."""
    try:
        doing()
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, said)
    if is_fragment(request):
        return _shown(request, actor, protocol)
    return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))


def _shown(request: HttpRequest, actor: Actor, protocol: str) -> HttpResponse:
    context = owned.beside(actor, protocol)
    part = "assets/beside.html" if is_fragment(request) else None
    return shell.show(request, "assets/ticket.html", context, part=part)
