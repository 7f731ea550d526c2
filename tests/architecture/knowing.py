"""Ways of reading articles: as the domain, the pages and the API tell them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.service.knowledge import queries
from balcao.service.knowledge.models import Article, Category, Picture

from .lure import LURE
from .reading import browser, by_token, text, told
from .world import Visitor, World

_OF_ONE = ("", "previa/", "versoes/", "comparar/?a=1&b=2", f"relacionados/?q={LURE}")


def known(world: World, visitor: Visitor, name: str) -> str:
    """Everything of knowledge, whichever ticket is looked at."""
    kept: dict[str, str] = vars(world.known).setdefault("knowing", {})
    if visitor.name not in kept:
        kept[visitor.name] = _domain(visitor) + _pages(visitor)
    return kept[visitor.name]


def _domain(visitor: Visitor) -> str:
    actor = visitor.actor
    reads: list[Callable[[], object]] = [
        lambda: queries.articles(actor),
        lambda: queries.categories(actor),
        lambda: queries.search(actor, LURE, is_noted=False),
        lambda: queries.suggest(actor, LURE, limit=20),
        lambda: queries.edition(actor),
        lambda: queries.mine(actor),
        lambda: queries.due_for_review(actor),
        lambda: queries.searched_in_vain(actor),
        lambda: queries.feedback(actor),
        lambda: queries.deflection(actor, clock.today(), clock.today()),
        lambda: queries.writable_teams(actor),
        lambda: [queries.picture(actor, one.pk) for one in Picture.objects.all()],
    ]
    for one in Article.objects.all():
        reads += [
            partial(queries.article, actor, one.slug, "pt-br"),
            partial(queries.draft, actor, one.pk),
            partial(queries.history, actor, one.pk),
            partial(queries.compare, actor, one.pk, "pt-br", 1, 2),
        ]
    shown = ""
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def _pages(visitor: Visitor) -> str:
    client = browser(visitor)
    pages = ["", f"?q={LURE}", "revisar/", "buscas/", "opinioes/", "categorias/", "novo/"]
    for number in Article.objects.values_list("pk", flat=True):
        pages += [f"{number}/{page}" for page in _OF_ONE]
    shown = "".join(told(client.get(f"/conhecimento/{page}")) for page in pages)
    for slug in Article.objects.values_list("slug", flat=True):
        shown += by_token(visitor, f"/articles/{slug}")
    shelves = Category.objects.values_list("slug", flat=True)
    listed = ["", f"?q={LURE}", *(f"?category={slug}" for slug in shelves)]
    return shown + by_token(visitor, *(f"/articles{query}" for query in listed))
