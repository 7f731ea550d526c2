"""What no theme covers, in groups: a person names one, or lets it go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.listening.themes import actions, queries

from ..posting import act
from ..shell import show
from .asking import around, phrases, reader


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Groups of comments without a theme, with examples where one may read single answers."""
    actor = reader(request)
    context = {**around(actor, "proposals"), "proposals": queries.proposals(actor)}
    return show(request, "themes/proposals.html", context)


@require_POST
def settle(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Name a group, or let it go."""
    actor, told = reader(request), request.POST
    back = reverse("themes:proposals")
    if told.get("name", "").strip():
        names = {"pt-br": told.get("name", ""), "en": told.get("name_en", "")}
        words = phrases(told.get("words", ""))
        return act(
            lambda: actions.name_proposal(actor, proposal_id, names, words),
            request,
            _("It is a theme now. What was answered before is counted again."),
            back,
        )
    return act(
        lambda: actions.drop_proposal(actor, proposal_id),
        request,
        _("Let go: it won't be proposed again."),
        back,
    )
