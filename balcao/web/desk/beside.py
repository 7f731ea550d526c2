"""What other rooms show beside an open ticket: one line of PLACES each, read when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.access.actors import Level, actor_of
from balcao.service.changes import queries as changes
from balcao.service.knowledge import queries as knowledge
from balcao.service.problems import queries as problems
from balcao.service.tickets import queries

from .. import hats
from ..components import approved, inside, owned
from ..components.causes import STATES as CAUSE_STATES
from ..shell import asked_part, show

SUGGESTED = 4
_ASKED_MOST = 120


class Place(NamedTuple):
    """A room's place beside a ticket: `read` gives what its template shows, from who looks, the ticket
    and what was searched for there; again whenever the ticket changes where it `is_live`."""

    name: str
    label: str | Promise
    template: str
    read: Callable[[Actor, Row, str], dict[str, Any]]
    is_live: bool = False
    as_colleague: bool = False


@require_safe
def one(request: HttpRequest, protocol: str, beside_name: str) -> HttpResponse:
    """One place beside a ticket that the actor handles, as a part of its page or alone."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    place = next((place for place in PLACES if place.name == beside_name), None)
    if place is None:
        raise NotFound()
    context: dict[str, Any] = {
        "ticket": found,
        "place": place,
        "asked": request.GET.get("q", "").strip()[:_ASKED_MOST],
    }
    reader = hats.person(request) if place.as_colleague else actor
    context |= place.read(reader, found, context["asked"])
    part = asked_part(request, {f"beside-{place.name}": place.template})
    return show(request, "desk/beside.html", context, part=part)


def _areas(actor: Actor, ticket: Row, asked: str) -> dict[str, Any]:
    """What was asked of other areas because of the ticket, as the colleague who asks."""
    return inside.of_ticket(actor, ticket)


def _assets(actor: Actor, ticket: Row, asked: str) -> dict[str, Any]:
    """What the ticket is about, and what its requester uses."""
    return owned.beside(actor, ticket["protocol"])


def _articles(actor: Actor, ticket: Row, asked: str) -> dict[str, Any]:
    """Articles that may answer the ticket, each with what of it its requester may be sent."""
    if asked:
        found = knowledge.search(actor, asked, limit=SUGGESTED * 2, where="desk")
    else:
        found = knowledge.suggest(actor, _said(actor, ticket), limit=SUGGESTED)
    reader = _requester(ticket)
    ids = [one["id"] for one in found]
    sendable = knowledge.insertable(actor, reader, ids, settings.BASE_URL)
    for article in found:
        sent = sendable.get(article["id"])
        article["sent"] = sent
        if sent is not None:
            href = settings.BASE_URL + reverse("help:article", args=[sent["slug"]])
            article["link"] = f"[{sent['title']}]({href})"
    return {"articles": found}


def _approvals(actor: Actor, ticket: Row, asked: str) -> dict[str, Any]:
    """What in this ticket waits for somebody's yes, or waited."""
    return {"approvals": approved.of_ticket(actor, ticket)}


def _causes(actor: Actor, ticket: Row, asked: str) -> dict[str, Any]:
    """The problems a ticket belongs to, open ones with its words, and the changes it has to do with."""
    return {
        "causes": problems.beside(actor, ticket),
        "changes": changes.of_ticket(actor, ticket["id"]),
        "cause_states": CAUSE_STATES,
    }


def _said(actor: Actor, ticket: Row) -> str:
    """What the client asked, in the first of their words."""
    said = next((m for m in queries.thread(actor, ticket) if m["kind"] == "incoming"), None)
    return f"{ticket['subject']}\n{said['body'] if said else ''}"


def _requester(ticket: Row) -> Actor:
    """The requester as they read on the side of the counter where they asked this."""
    if ticket["side"] == "internal":
        return actor_of(ticket["requester_id"], Level.STRONG).wearing(Hat.INTERNAL)
    return actor_of(ticket["requester_id"], Level.LINK).wearing(Hat.EXTERNAL)


PLACES: tuple[Place, ...] = (
    Place("areas", _("Other areas"), "between/part.html", _areas, is_live=True, as_colleague=True),
    Place("ativos", _("Assets"), "assets/place.html", _assets),
    Place("artigos", _("Articles"), "desk/beside_articles.html", _articles),
    Place("aprovacoes", _("Approvals"), "approving/beside.html", _approvals),
    Place("problemas", _("Problems"), "problems/beside.html", _causes),
)
