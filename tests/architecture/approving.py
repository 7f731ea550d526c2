"""Ways of reading what waits for somebody's yes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from balcao.core.errors import Refusal
from balcao.service.approvals import queries
from balcao.service.approvals.models import Approval, Rule

from .reading import browser, by_token, text, told
from .world import Visitor, World

ROLES = ("decide", "decided", "asked", "kept", "all")


def approving(world: World, visitor: Visitor, name: str) -> str:
    """Every approval, rule and absence, as the domain, the pages and the API tell them."""
    known: dict[str, str] = vars(world.known).setdefault("approving", {})
    if visitor.name not in known:
        known[visitor.name] = _approving(world, visitor)
    return known[visitor.name]


def _approving(world: World, visitor: Visitor) -> str:
    actor, client, home = visitor.actor, browser(visitor), "/aprovacoes/"
    numbers = list(Approval.objects.values_list("pk", flat=True))
    rules = list(Rule.objects.values_list("pk", flat=True))
    pages = [f"{home}?show={role}" for role in ROLES]
    pages += [f"{home}ausencia/", *(f"{home}{number}/" for number in numbers)]
    kept = "/administracao/aprovacoes/"
    pages += [kept, f"{kept}nova/", *(f"{kept}{number}/" for number in rules)]
    shown = "".join(told(client.get(page)) for page in pages)
    ways = [f"/approvals?role={role}" for role in ROLES if role != "kept"]
    ways += ["/delegations", *(f"/approvals/{number}" for number in numbers)]
    shown += by_token(visitor, *ways)
    tickets = [ticket.pk for ticket in world.tickets.values()]
    reads: list[Callable[[], object]] = [
        *(partial(queries.approvals, actor, role) for role in ROLES),
        *(partial(queries.approval, actor, number) for number in numbers),
        *(partial(queries.trail, actor, number) for number in numbers),
        *(partial(queries.about, actor, "wish", number) for number in rules),
        *(partial(queries.rule, actor, number) for number in rules),
        partial(queries.of_ticket, actor, tickets),
        partial(queries.rules, actor),
        partial(queries.delegations, actor),
    ]
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown
