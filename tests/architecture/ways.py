"""Ways of reading: each gives all that a visitor reads there, as one text.

A way is open to some visitors only; to the others it must give nothing that was planted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.test import Client

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.insights.balance import queries as balance
from balcao.insights.balance.rules import INSIDE, OUTSIDE, Figure, period
from balcao.insights.search.queries import search, suggest
from balcao.listening.journeys import queries as journeys
from balcao.listening.journeys.models import Stage
from balcao.register.access import queries as access
from balcao.register.access.actions import Feed
from balcao.register.orders import queries as orders
from balcao.register.orders.models import OrderImport
from balcao.register.people import queries as people
from balcao.register.profile import queries as profile
from balcao.service.agenda import queries as agenda
from balcao.service.delivery import queries as delivery
from balcao.service.notifications import queries as notifications
from balcao.service.notifications.models import Notification
from balcao.service.notifications.rules import Kind
from balcao.service.routing import queries as routing
from balcao.service.sla import queries as sla
from balcao.service.tickets import queries
from balcao.service.tickets.models import Attachment, Message
from balcao.service.waiting import queries as waiting
from balcao.web.files import file_url, frame_url

from . import (
    announcing,
    approving,
    building,
    failures,
    feeding,
    helped,
    inside,
    knowing,
    lacking,
    listening,
    offered,
    owning,
    tending,
)
from .lure import LURE
from .reading import browser, by_token, text, told
from .world import Visitor, World

Way = Callable[[World, Visitor, str], str]


def _domain(world: World, visitor: Visitor, name: str) -> str:
    actor, ticket = visitor.actor, world.tickets[name]
    found = queries.get(actor, ticket.protocol)
    return text(
        found,
        queries.thread(actor, found),
        queries.timeline(actor, found),
        queries.side_panel(actor, found),
        queries.mentionable(actor, found),
        queries.canned_replies(actor),
    )


def _list(world: World, visitor: Visitor, name: str) -> str:
    actor = visitor.actor
    lists = [queries.page(actor, view)[0] for view in queries.View]
    return text(queries.visible(actor)[0], lists, queries.for_me(actor), queries.counts(actor))


def _search(world: World, visitor: Visitor, name: str) -> str:
    actor = visitor.actor
    return text(search(actor, LURE).items, suggest(actor, LURE))


def _page(world: World, visitor: Visitor, name: str) -> str:
    protocol = world.tickets[name].protocol
    client = browser(visitor)
    pages = (
        f"/desk/tickets/{protocol}/",
        f"/desk/tickets/{protocol}/context/",
        f"/chamados/{protocol}/",
    )
    return "".join(told(client.get(page)) for page in pages)


def _api(world: World, visitor: Visitor, name: str) -> str:
    path = f"/tickets/{world.tickets[name].protocol}"
    return by_token(visitor, path, f"{path}/messages", f"{path}/promises", f"{path}/wait")


def _files(world: World, visitor: Visitor, name: str) -> str:
    client = browser(visitor)
    found = Attachment.objects.filter(message__ticket=world.tickets[name])
    return "".join(told(client.get(file_url(visitor.actor, f.pk, f.name))) for f in found)


def _frames(world: World, visitor: Visitor, name: str) -> str:
    client = browser(visitor)
    found = Message.objects.filter(ticket=world.tickets[name])
    return "".join(told(client.get(frame_url(visitor.actor, m.pk))) for m in found)


def _raw(world: World, visitor: Visitor, name: str) -> str:
    found = ""
    for message in Message.objects.filter(ticket=world.tickets[name]):
        with suppress(Refusal):
            found += delivery.raw_of(visitor.actor, message.pk)["data"].decode()
    return found


def _quarantine(world: World, visitor: Visitor, name: str) -> str:
    listed = delivery.quarantine(visitor.actor)
    with suppress(Refusal):
        line, mail = delivery.quarantined(visitor.actor, world.known.quarantined)
        return text(listed, line, mail.text if mail else "")
    return text(listed)


def _person(world: World, visitor: Visitor, name: str) -> str:
    joao = world.cast.people["joao"].pk
    facts = text(profile.facts(visitor.actor, joao), people.visible(visitor.actor))
    with suppress(Refusal):
        return facts + text(people.sheet(visitor.actor, joao))
    return facts


def _tokens(world: World, visitor: Visitor, name: str) -> str:
    return text(access.tokens(visitor.actor))


def _sessions(world: World, visitor: Visitor, name: str) -> str:
    from balcao.register.access.models import OpenSession

    store = SessionStore("x" * 32)
    if not SessionStore().exists("x" * 32):
        store.save(must_create=True)
    assert OpenSession.objects.filter(session_key="x" * 32).exists()
    return text(access.sessions(visitor.actor))


def _notified(world: World, visitor: Visitor, name: str) -> str:
    """What one was told of: each is told of everything, and reads what the scope lets through."""
    ticket = world.tickets[name].pk
    Notification.objects.get_or_create(
        person_id=visitor.actor.person_id or world.cast.people["zoe"].pk,
        event_id=ticket,
        defaults={"kind": Kind.REPLIED, "ticket_id": ticket, "at": clock.now()},
    )
    found, _following = notifications.notifications(visitor.actor)
    return text(found, notifications.unseen(visitor.actor))


def _stored(world: World, visitor: Visitor, name: str) -> str:
    """Files that the domain hands out, read from where they are stored."""
    found = ""
    for file in Attachment.objects.filter(message__ticket=world.tickets[name]):
        with suppress(Refusal):
            key = queries.attachment(visitor.actor, file.pk)["key"]
            found += default_storage.open(key).read().decode()
    return found


def _presence(world: World, visitor: Visitor, name: str) -> str:
    client = browser(visitor)
    pages = ("/desk/presence/", "/desk/presence/colleagues/")
    told_there = "".join(told(client.get(page)) for page in pages)
    told_there += by_token(visitor, "/presence", "/presence/colleagues")
    return text(routing.colleagues(visitor.actor)) + told_there


def _routed(world: World, visitor: Visitor, name: str) -> str:
    """Why a ticket is with whom it is with, and which would come next."""
    actor, protocol = visitor.actor, world.tickets[name].protocol
    found = queries.get(actor, protocol)
    shown = told(browser(visitor).get(f"/desk/tickets/{protocol}/why/"))
    said = text(routing.decisions(actor, found), routing.prospect(actor, found))
    return said + shown + text(routing.next_ticket(actor) if actor.is_agent else "")


def _subscribed(world: World, visitor: Visitor, name: str) -> str:
    """An agenda with this ticket as calendars read it: who has the address needs nothing else."""
    owner = "paulo" if name == "rh" else "marina"
    address = f"/desk/agenda/feed/{feeding.secret(world, owner, Feed.AGENDA)}.ics"
    found = told(browser(visitor).get(address))
    assert "BEGIN:VEVENT" in found
    return found


def _planned(world: World, visitor: Visitor, name: str) -> str:
    """One's day and week, as the domain and as the pages tell them."""
    now, client = clock.now(), browser(visitor)
    pages = ("/desk/agenda/", "/desk/agenda/?view=week", "/desk/lists/for_me/")
    told_there = "".join(told(client.get(page)) for page in pages)
    span = (now - timedelta(days=1), now + timedelta(days=7))
    return text(agenda.agenda(visitor.actor, *span), agenda.reminders(visitor.actor)) + told_there


def _spent(world: World, visitor: Visitor, name: str) -> str:
    """Time on a ticket, and who has how much."""
    actor, protocol, client = visitor.actor, world.tickets[name].protocol, browser(visitor)
    team = world.tickets[name].team_id
    pages = (f"/desk/tickets/{protocol}/time/", "/desk/workload/", f"/desk/workload/{team}/time/")
    told_there = "".join(told(client.get(page)) for page in pages)
    found = queries.get(actor, protocol)
    with suppress(Refusal):
        told_there += text(agenda.workload(actor), agenda.worked(actor, team, clock.today()))
    return text(agenda.time_on(actor, found), agenda.on_ticket(actor, found)) + told_there


def _fairness(world: World, visitor: Visitor, name: str) -> str:
    now = clock.now() + timedelta(minutes=1)
    span = (now - timedelta(days=1), now)
    return text(routing.fairness(visitor.actor, *span), routing.skips(visitor.actor, *span))


def _promised(world: World, visitor: Visitor, name: str) -> str:
    """What is promised on a ticket and how it was counted; what is promised in public."""
    actor, protocol = visitor.actor, world.tickets[name].protocol
    client = browser(visitor)
    pages = (f"/desk/tickets/{protocol}/promises/", f"/chamados/{protocol}/prazos/", "/promessas/")
    shown = "".join(told(client.get(page)) for page in pages) + text(sla.public_promises(actor))
    ticket = queries.get(actor, protocol)
    return shown + text(sla.clocks(actor, ticket)) + repr(sla.explained(actor, ticket))


def _balanced(world: World, visitor: Visitor, name: str) -> str:
    """Both sides beside each other, and everything that is behind each number."""
    actor, month = visitor.actor, period(30, clock.now() + timedelta(minutes=1), clock.zone())
    said = by_token(visitor, "/balance", *(f"/balance/{figure}" for figure in Figure))
    said += by_token(visitor, *(f"/balance/{figure}/rows" for figure in Figure))
    said += text(balance.teams(actor), balance.balance(actor, month))
    for figure, side in itertools.product(Figure, (OUTSIDE, INSIDE)):
        chosen = balance.Chosen(figure, side)
        said += text(balance.breakdown(actor, month, chosen))
        if balance.may_open(actor):
            said += text(balance.behind(actor, month, chosen))
        said += told(browser(visitor).get(f"/numeros/equilibrio/{figure}/?side={side}"))
    return said


def _called(world: World, visitor: Visitor, name: str) -> str:
    """Where a ticket stands in its queue, and the calls promised on it and on others."""
    actor, protocol = visitor.actor, world.tickets[name].protocol
    client, found = browser(visitor), queries.get(actor, protocol)
    ways = (
        f"/desk/tickets/{protocol}/wait/",
        "/desk/callbacks/",
        "/desk/waits/",
        f"/chamados/{protocol}/espera/",
    )
    shown = "".join(told(client.get(way)) for way in ways)
    now = clock.now()
    return shown + text(
        waiting.standing(actor, found),
        waiting.calls(actor, found),
        waiting.callbacks(actor),
        waiting.queues(actor),
        waiting.coverage(actor, now - timedelta(days=1), now),
    )


def _drawn(world: World, visitor: Visitor, name: str) -> str:
    """Journeys, as the domain, the pages and the API tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/jornadas/"
    shown = told(client.get(home)) + text(journeys.journeys(actor)) + by_token(visitor, "/journeys")
    for stage in Stage.objects.select_related("journey"):
        number = stage.journey_id
        pages = (f"{number}/", f"{number}/?days=365", f"{number}/etapas/", f"etapas/{stage.pk}/")
        shown += "".join(told(client.get(f"{home}{page}")) for page in pages)
        shown += by_token(visitor, f"/journeys/{number}") + text(journeys.stages(actor, number))
        shown += repr(journeys.drawn(actor, number))
        with suppress(Refusal):
            shown += text(journeys.stage(actor, stage.pk))
    return shown + repr(journeys.linkable(actor, "external"))


def _bought(world: World, visitor: Visitor, name: str) -> str:
    """Orders and files of them, as the domain, the pages and the API tell them."""
    actor, client = visitor.actor, browser(visitor)
    file = OrderImport.objects.get().pk
    bought = [orders.orders(actor, world.cast.people[who].pk) for who in ("joao", "ana")]
    found = text(orders.page(actor), bought)
    pages = ("/pedidos/", "/administracao/pedidos/", f"/administracao/pedidos/arquivos/{file}/")
    shown = "".join(told(client.get(page)) for page in pages)
    asked = {"Authorization": f"Bearer {visitor.token}"} if visitor.token else {}
    ways = ("orders", f"orders/imports/{file}", f"orders/imports/{file}/lines")
    api = "".join(told(Client().get(f"/api/v1/{way}", headers=asked)) for way in ways)
    with suppress(Refusal):
        return found + shown + api + text(orders.imports(actor), orders.import_lines(actor, file))
    return found + shown + api


WAYS: dict[str, Way] = {
    "bought": _bought,
    "built": building.built,
    "approving": approving.approving,
    "inside": inside.inside,
    "known": knowing.known,
    "help": helped.helped,
    "lacked": lacking.lacked,
    "announced": announcing.told_to,
    "owned": owning.owned,
    "failures": failures.failures,
    "told of failures": failures.mailed,
    "caused": tending.caused,
    "changed": tending.changed,
    "offered": offered.offered,
    "suggested": listening.suggested,
    "domain": _domain,
    "called": _called,
    "list": _list,
    "search": _search,
    "page": _page,
    "api": _api,
    "files": _files,
    "frames": _frames,
    "stored": _stored,
    "raw": _raw,
    "quarantine": _quarantine,
    "person": _person,
    "tokens": _tokens,
    "sessions": _sessions,
    "presence": _presence,
    "routed": _routed,
    "fairness": _fairness,
    "balance": _balanced,
    "planned": _planned,
    "subscribed": _subscribed,
    "spent": _spent,
    "promised": _promised,
    "notified": _notified,
    "surveyed": listening.surveyed,
    "asked": listening.asked,
    "drawn": _drawn,
    "improved": listening.improved,
    "results": listening.results,
    "themed": listening.themed,
}

# ways that read the same whichever ticket it is about: they are read once
WHATEVER_THE_TICKET = frozenset(
    {
        "bought",
        "built",
        "approving",
        "known",
        "help",
        "lacked",
        "announced",
        "failures",
        "told of failures",
        "suggested",
        "list",
        "search",
        "quarantine",
        "person",
        "tokens",
        "sessions",
        "presence",
        "fairness",
        "balance",
        "planned",
        "surveyed",
        "asked",
        "drawn",
        "improved",
        "results",
        "themed",
    }
)


def read(way: str, world: World, visitor: Visitor, name: str) -> str:
    """What the visitor reads in this way; a refusal says nothing but its own words."""
    try:
        return WAYS[way](world, visitor, name)
    except Refusal as refusal:
        return str(refusal.message)


def is_open(way: str, visitor: Visitor) -> bool:
    """True for ways that this visitor has: the API needs a token, and a token is never a follower's."""
    if way == "api":
        return bool(visitor.token)
    if way == "told of failures":
        return visitor.name not in failures.WITHOUT_ADDRESS
    return not (way == "list" and visitor.name == "follower")
