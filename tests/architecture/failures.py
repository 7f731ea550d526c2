"""Ways of reading what fails."""

from __future__ import annotations

from contextlib import suppress

from django.urls import reverse

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.service.delivery.models import OutgoingMail
from balcao.service.status import actions, mailing, queries, subscription
from balcao.service.status.models import Component, Dispatch, Incident
from tests.properties import undone

from .reading import browser, by_token, text, told
from .world import Visitor, World

HOME = "/status/"
NEW = "novo@cliente.example"
# who is neither inside nor has a private address that is confirmed
WITHOUT_ADDRESS = frozenset({"follower", "ana_by_link", "enzo"})


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


def mailed(world: World, visitor: Visitor, name: str) -> str:
    """What comes by mail to whoever asks to be told, whichever ticket is looked at; and what the pages
    say of being told. Whoever is nobody says yes from a mailbox of their own."""
    with undone():
        page = told(browser(visitor).get(f"{HOME}avisos/"))
        if visitor.actor.person_id is None:
            actions.confirm(subscription.asked(NEW, "pt-br"))
        for side in visitor.actor.sides:
            with suppress(Refusal):
                actions.subscribe(visitor.actor, side)
        page += told(browser(visitor).get(f"{HOME}avisos/"))
        before = list(OutgoingMail.objects.values_list("pk", flat=True))
        Dispatch.objects.all().delete()
        for incident in Incident.objects.all():
            newest = incident.updates.latest("pk")
            Dispatch.objects.create(update=newest, begun_at=clock.now())
        mailing.walk_all()
        mails = OutgoingMail.objects.exclude(pk__in=before)
        return page + text(list(mails.values()))
