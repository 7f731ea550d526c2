"""Ways of reading what is asked of other areas because of a customer's ticket."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.insights.inner import queries as inner
from balcao.insights.inner.rating import ratings
from balcao.register.teams.models import Team
from balcao.service.between import queries
from balcao.service.between.models import Linked
from balcao.service.tickets.queries import get, thread

from .reading import browser, by_token, text, told
from .world import Visitor, World


def inside(world: World, visitor: Visitor, name: str) -> str:
    """Beside a ticket, in what was asked because of it, in the report, and behind each area: as the
    domain, pages and the API tell."""
    protocol, client, home = world.tickets[name].protocol, browser(visitor), "/entre-areas/"
    teams = list(Team.objects.values_list("pk", flat=True))
    pages = [
        home,
        f"{home}chamado/{protocol}/",
        f"/chamados/{protocol}/andamento/",
        *(f"{home}{team}/?days=90" for team in teams),
    ]
    shown = "".join(told(client.get(page)) for page in pages)
    shown += by_token(visitor, f"/tickets/{protocol}/inside-requests", "/between-areas")
    actor, until = visitor.actor, clock.now()
    since = until - timedelta(days=90)
    because = Linked.objects.filter(ticket=world.tickets[name])
    asked = list(because.values_list("inner__protocol", flat=True))
    shown += "".join(told(client.get(f"/chamados/{inner}/")) for inner in asked)
    reads: list[Callable[[], object]] = [
        *(partial(_thread, visitor, inner) for inner in asked),
        lambda: _beside(visitor, protocol),
        lambda: queries.report(actor, since, until),
        lambda: inner.satisfaction(actor, since, until),
        lambda: ratings(actor, since.date(), until.date()),
        *(partial(queries.behind, actor, since, until, team) for team in teams),
    ]
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def _thread(visitor: Visitor, protocol: str) -> list[object]:
    found = get(visitor.actor, protocol)
    return [found, thread(visitor.actor, found)]


def _beside(visitor: Visitor, protocol: str) -> list[object]:
    found = get(visitor.actor, protocol)
    beside = (queries.asked, queries.plain, queries.behind_this, queries.areas)
    return [read(visitor.actor, found) for read in beside]
