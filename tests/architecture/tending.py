"""Ways of reading problems and changes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.service.changes import queries as changes
from balcao.service.changes.models import Change
from balcao.service.problems import queries as problems
from balcao.service.problems.models import Broadcast, Problem

from .lure import LURE
from .reading import browser, by_token, text, told
from .world import Visitor, World


def caused(world: World, visitor: Visitor, name: str) -> str:
    """Problems, what their tickets are told, and suggestions: as the domain, the pages and the API tell."""
    actor, client, home = visitor.actor, browser(visitor), "/problemas/"
    protocol = world.tickets[name].protocol
    pages = ("", "?show=all", f"?q={LURE}", "novo/", f"novo/?ticket={protocol}")
    shown = "".join(told(client.get(f"{home}{page}")) for page in pages)
    shown += told(client.get(f"/desk/tickets/{protocol}/ao-lado/problemas/"))
    shown += by_token(visitor, "/problems", f"/problems?q={LURE}")
    shown += text(problems.problems(actor)[0], problems.candidates(actor), problems.counts(actor))
    shown += text(problems.beside(actor, {"id": world.tickets[name].pk}))
    for number in Problem.objects.values_list("pk", flat=True):
        ways = ("", "mudar/", "mensagem/", "mensagem/?again=1")
        shown += "".join(told(client.get(f"{home}{number}/{way}")) for way in ways)
        shown += by_token(visitor, f"/problems/{number}", f"/problems/{number}/messages")
        shown += text(problems.tickets(actor, number)[0], problems.broadcasts(actor, number))
        shown += text(problems.samples(actor, number))
        with suppress(Refusal):
            shown += text(problems.problem(actor, number), problems.history(actor, number))
    shown += text(problems.consents_asked(actor))
    for number in Broadcast.objects.values_list("pk", flat=True):
        shown += text(problems.consents(actor, number))
        shown += told(client.get(f"{home}mensagens/{number}/"))
    return shown


def changed(world: World, visitor: Visitor, name: str) -> str:
    """Changes, as the domain, the pages, the calendar and the API tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/mudancas/"
    day = (clock.now() + timedelta(days=1)).date()
    calendar = f"{home}calendario/?day={day}"
    pages = (home, f"{home}?show=all", f"{home}?q={LURE}", calendar, f"{calendar}&view=week")
    shown = "".join(told(client.get(page)) for page in pages)
    since, until = clock.now(), clock.now() + timedelta(days=3)
    asked = f"since={since:%Y-%m-%dT%H:%M:%SZ}&until={until:%Y-%m-%dT%H:%M:%SZ}"
    shown += by_token(visitor, "/changes", f"/changes?q={LURE}", f"/changes/calendar?{asked}")
    shown += text(changes.changes(actor)[0], changes.between(actor, since, until))
    shown += text(changes.services(actor), changes.announced(actor, since, until))
    shown += text(changes.of_ticket(actor, world.tickets[name].pk))
    numbers = list(Change.objects.values_list("pk", flat=True))
    shown += repr(changes.conflicts(actor, numbers))
    for number in numbers:
        shown += told(client.get(f"{home}{number}/")) + told(client.get(f"{home}{number}/mudar/"))
        shown += by_token(visitor, f"/changes/{number}")
        shown += text(changes.touched(actor, number), changes.tickets(actor, number))
        with suppress(Refusal):
            shown += text(changes.change(actor, number), changes.history(actor, number))
    return shown
