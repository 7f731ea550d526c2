"""Ways of reading what the company owns."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from balcao.core.errors import Refusal
from balcao.service.assets import queries
from balcao.service.assets.models import Asset, AssetImport, Contract

from .reading import browser, by_token, text, told
from .world import Visitor, World

HOME = "/ativos/"


def owned(world: World, visitor: Visitor, name: str) -> str:
    """Things, their types, contracts, files and dues, and what one uses: domain, pages and API."""
    actor, client, protocol = visitor.actor, browser(visitor), world.tickets[name].protocol
    numbers = [*Asset.objects.values_list("number", flat=True)]
    pages = [
        HOME,
        *(f"{HOME}{page}/" for page in ("pendencias", "etiquetas", "tipos", "contratos")),
    ]
    pages += [f"{HOME}ativos.csv", f"{HOME}arquivos/", "/meus-equipamentos/"]
    pages += [way.format(number) for number in numbers for way in (f"{HOME}n/{{}}/", "/b/{}/")]
    pages += [f"{HOME}contratos/{pk}/" for pk in Contract.objects.values_list("pk", flat=True)]
    pages += [f"{HOME}arquivos/{pk}/" for pk in AssetImport.objects.values_list("pk", flat=True)]
    shown = "".join(told(client.get(page)) for page in pages)
    ways = ("/assets", "/asset-types", "/contracts", "/equipment")
    shown += by_token(visitor, *ways, *(f"/assets/{number}" for number in numbers))
    reads: list[Callable[[], object]] = [
        lambda: queries.page(actor),
        lambda: queries.mine(actor),
        lambda: queries.kinds(actor),
        lambda: queries.due(actor),
        lambda: queries.contracts(actor),
        lambda: queries.imports(actor),
        lambda: queries.beside(actor, protocol),
        lambda: queries.suggestions(actor, "suppliers"),
        *(partial(queries.scanned, actor, number) for number in numbers),
        *(partial(_sheet, visitor, number) for number in numbers),
    ]
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def _sheet(visitor: Visitor, number: str) -> list[object]:
    found = queries.asset(visitor.actor, number)
    reads = (queries.ties, queries.tickets_of, queries.history)
    return [found, *(read(visitor.actor, found) for read in reads)]
