"""Ways of reading what fails."""

from __future__ import annotations

from contextlib import suppress

from django.urls import reverse

from balcao.core.errors import Refusal
from balcao.service.status import queries
from balcao.service.status.models import Component, Incident

from .reading import browser, by_token, text, told
from .world import Visitor, World

HOME = "/status/"


def failures(world: World, visitor: Visitor, name: str) -> str:
    """Components and incidents, as the domain, the pages, the feed and the API tell them; the same beside
    whichever ticket."""
    known: dict[str, str] = vars(world.known).setdefault("failures", {})
    if visitor.name not in known:
        known[visitor.name] = _failures(visitor)
    return known[visitor.name]


def _failures(visitor: Visitor) -> str:
    actor, client = visitor.actor, browser(visitor)
    numbers = [*Incident.objects.values_list("pk", flat=True)]
    parts = [*Component.objects.values_list("pk", flat=True)]
    pages = [HOME, *(f"{HOME}{page}" for page in ("historico/", "novidades.atom", "painel/"))]
    pages += [f"{HOME}{number}/" for number in numbers]
    pages += [f"{HOME}painel/componentes/{number}/" for number in parts]
    shown = "".join(
        told(client.get(page)) for page in [*pages, reverse("portal:ask"), reverse("portal:visit")]
    )
    shown += by_token(visitor, "/status", "/incidents", *(f"/incidents/{n}" for n in numbers))
    shown += text(queries.board(actor), queries.incidents(actor), queries.open_now(actor))
    for number in numbers:
        with suppress(Refusal):
            shown += text(queries.incident(actor, number))
    with suppress(Refusal):
        shown += text(queries.components(actor))
    return shown
