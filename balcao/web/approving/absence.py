"""Who decides for one while one is away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.service.approvals import actions, queries

from ..pages import tell
from ..posting import act, day, told
from .asking import reader, show

_FIELDS = ("person", "delegate", "from_on", "until_on", "reason")


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """One's absences and who stands in; a form to name somebody for some days."""
    actor = reader(request)
    refusal = None
    if request.method == "POST":
        try:
            _delegate(request, actor)
        except Invalid as refused:
            refusal = refused
        else:
            tell(request, _("Kept. What waits for you meanwhile goes to them."))
            return HttpResponseRedirect(reverse("approving:absence"))
    context = {
        "delegations": queries.delegations(actor),
        "people": queries.colleagues(actor),
        "may_for_others": actor.may(Permission.ADMINISTER),
        "given": {name: told(request, name) for name in _FIELDS},
        "today": clock.today().isoformat(),
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "approving/absence.html", context, status=422 if refusal else 200)


@require_POST
def back(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Be back before the last day."""
    actor = reader(request)
    return act(
        lambda: actions.end_delegation(actor, delegation_id),
        request,
        _("Ended. What waits comes back."),
        reverse("approving:absence"),
    )


def _delegate(request: HttpRequest, actor: Actor) -> None:
    from_on, until_on = day(request, "from_on"), day(request, "until_on")
    if from_on is None or until_on is None:
        words = _("Say from which day until which.")
        raise Invalid(words, {"from_on" if from_on is None else "until_on": words})
    person = _person(request, actor, "person") if told(request, "person") else None
    delegate = _person(request, actor, "delegate")
    actions.delegate(actor, delegate, from_on, until_on, told(request, "reason"), person_id=person)


def _person(request: HttpRequest, actor: Actor, name: str) -> int:
    address = told(request, name).lower()
    found = queries.addressed(actor, [address]).get(address)
    if found is None:
        words = _("Nobody who works here has this address.")
        raise Invalid(words, {name: words})
    return found
