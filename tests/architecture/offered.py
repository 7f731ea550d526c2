"""Ways of reading what is offered to whom, and what was filled in."""

from __future__ import annotations

from contextlib import suppress

from balcao.core.errors import Refusal
from balcao.service.catalog import queries
from balcao.service.catalog.models import Item
from balcao.service.catalog.rules import Content
from balcao.service.tickets import queries as tickets

from .lure import LURE
from .reading import browser, by_token, text, told
from .world import Visitor, World

HOME = "/administracao/catalogo/"


def offered(world: World, visitor: Visitor, name: str) -> str:
    """The catalog as the domain, the pages, the builder and the API tell it."""
    actor, client = visitor.actor, browser(visitor)
    numbers = [*Item.objects.values_list("pk", flat=True)]
    pages = ["/pedir/", f"/pedir/?q={LURE}", HOME]
    pages += [way.format(n) for n in numbers for way in ("/pedir/{}/", HOME + "itens/{}/")]
    pages += [f"{HOME}itens/{n}/{way}" for n in numbers for way in ("previa/", "campos/porque/")]
    shown = "".join(told(client.get(page)) for page in pages)
    shown += "".join(told(client.post(f"/pedir/{n}/campos/", {"porque": "x"})) for n in numbers)
    protocol = world.tickets[name].protocol
    ways = ("/catalog", f"/catalog?q={LURE}", *(f"/catalog/{n}" for n in numbers))
    shown += by_token(visitor, *ways, f"/tickets/{protocol}/request")
    shown += text([one["content"].names for one in queries.items(actor)])
    shown += text([one["content"].names for one in queries.searched(actor, LURE)])
    for number in numbers:
        with suppress(Refusal):
            shown += _words(queries.item(actor, number)["content"])
        with suppress(Refusal):
            shown += _words(queries.item_to_write(actor, number)["content"])
    with suppress(Refusal):
        shown += text(queries.request_of(actor, tickets.get(actor, protocol)))
    return shown


def _words(content: Content) -> str:
    fields = [dict(field.labels) for field in content.fields]
    return text([dict(content.names), dict(content.summary)], fields)
