from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from balcao.core import text
from balcao.register.access import queries as standing
from balcao.register.people import actions, queries
from balcao.register.profile import queries as profile

from .frame import act, administrator, show, told
from .words import CHANNELS, GRANTS, KINDS

PAGE = 50


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The register by name, address or document in any notation, and a new person."""
    actor = administrator(request)
    if request.method == "POST":
        return act(
            request,
            lambda: actions.register_person(
                actor,
                told(request, "name"),
                email=told(request, "email") or None,
                is_work=bool(told(request, "is_work")),
                cpf=told(request, "cpf") or None,
            ),
            _("The person was added."),
            "people",
        )
    query = request.GET.get("q", "").strip()
    after_id = request.GET.get("after_id", "0")
    found = queries.visible(
        actor,
        query,
        after=request.GET.get("after", ""),
        after_id=int(after_id) if after_id.isascii() and after_id.isdigit() else 0,
        limit=PAGE + 1,
    )
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    context = {
        "people": shown,
        "query": query,
        "last": last and {"after": text.fold(last["name"]), "after_id": last["id"]},
    }
    return show(request, "people", "people", context)


@require_GET
def one(request: HttpRequest, person_id: int) -> HttpResponse:
    """All that the register holds of one person."""
    actor = administrator(request)
    context = {
        "person": queries.sheet(actor, person_id),
        "facts": profile.facts(actor, person_id),
        "refusals": profile.refusals(actor, person_id),
        "merges": queries.merges(actor, person_id),
        "grants": [g["grant"] for g in standing.grants(actor) if g["person_id"] == person_id],
        "organizations": [
            (organization["id"], organization["name"])
            for organization in queries.organizations(actor)
        ],
        "kinds": KINDS,
        "channels": CHANNELS,
        "all_grants": GRANTS,
    }
    return show(request, "person", "people", context)
