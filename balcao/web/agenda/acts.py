from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Invalid
from balcao.service.agenda import actions

from .. import hats, moments
from ..components.dates import moment
from ..pages import tell
from .days import shown


@require_POST
def add_appointment(request: HttpRequest) -> HttpResponse:
    """Keep time for something of one's own."""
    actor = hats.agent(request)
    try:
        begins = moments.read(request.POST.get("from_at", ""))
        ends = moments.read(request.POST.get("to_at", ""))
        if begins is None or ends is None:
            raise Invalid(_("Give a day and an hour."))
        actions.add_appointment(actor, request.POST.get("words", ""), begins, ends)
    except Invalid as refusal:
        return shown(request, refusal)
    tell(request, _("In your agenda: %(moment)s") % {"moment": moment(begins)})
    return _back(request)


@require_POST
def drop_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Take an appointment away."""
    actions.drop_appointment(hats.agent(request), appointment_id)
    tell(request, _("Taken away."))
    return _back(request)


@require_POST
def finish(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """The follow-up is done."""
    actions.finish(hats.agent(request), follow_up_id)
    tell(request, _("Done."))
    return _back(request)


@require_POST
def postpone(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """Be reminded later instead."""
    actor = hats.agent(request)
    at = moments.read(request.POST.get("when", ""))
    if at is None:
        raise Invalid(_("Choose when."), {"when": _("Choose when.")})
    actions.postpone(actor, follow_up_id, at)
    tell(request, _("You are reminded: %(moment)s") % {"moment": moment(at)})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that asked, when it is one of ours."""
    told = request.POST.get("back", "")
    is_ours = told.startswith("/desk/") and url_has_allowed_host_and_scheme(told, None)
    return HttpResponseRedirect(told if is_ours else reverse("agenda:agenda"))
