"""A team agrees to say one message in its own tickets, or declines: one click each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Conflict
from balcao.service.problems import actions, rules

from ..pages import tell
from ..posting import act
from .asking import reader

_GRACE = int(rules.GRACE.total_seconds())


@require_POST
def agree(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Say it in the team's tickets; how far it is is shown at once, and it can be taken back."""
    actor = reader(request)
    try:
        answer = actions.agree(actor, consent_id)
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(reverse("problems:home"))
    stop = reverse("problems:stop", args=[answer.pk])
    tell(request, _("It begins in %(count)s seconds.") % {"count": _GRACE}, undo=stop)
    return HttpResponseRedirect(reverse("problems:sent", args=[answer.pk]))


@require_POST
def decline(request: HttpRequest, consent_id: int) -> HttpResponse:
    """The team's tickets are not told."""
    actor = reader(request)
    return act(
        lambda: actions.decline(actor, consent_id),
        request,
        _("Declined: these tickets are not told."),
        reverse("problems:home"),
    )
