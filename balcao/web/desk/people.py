"""People the agent may see: those whose tickets their teams handle."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from balcao.core.text import fold
from balcao.register.orders import queries as orders
from balcao.register.people import queries as people
from balcao.register.profile import queries as profile
from balcao.service.tickets import queries

from .. import hats
from ..shell import show

LISTED = 50


def listing(request: HttpRequest) -> HttpResponse:
    """People by name, or found by name, address, phone or document in any notation."""
    actor = hats.agent(request)
    query, after = request.GET.get("q", ""), request.GET.get("after", "")
    after_id = request.GET.get("after_id", "0")
    found = people.visible(
        actor,
        query,
        after=after,
        after_id=int(after_id) if after_id.isdigit() else 0,
        limit=LISTED,
    )
    following = ""
    if len(found) == LISTED:
        last = found[-1]
        told = {"q": query, "after": fold(last["name"]), "after_id": str(last["id"])}
        following = f"?{urlencode(told)}"
    return show(request, "desk/people.html", {"people": found, "asked": query, "next": following})


def one(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: how to reach them, what ties them to us, what we know, their tickets."""
    actor = hats.agent(request)
    return show(
        request,
        "desk/person.html",
        {
            "person": people.sheet(actor, person_id),
            "facts": profile.facts(actor, person_id),
            "refusals": profile.refusals(actor, person_id),
            "orders": orders.orders(actor, person_id),
            "earlier": queries.earlier(actor, person_id, limit=20),
            "links": [],
            "places": [],
            "ticket": {"organization": None},
        },
    )
