"""The help centre as each visitor finds it: its pages in both languages, its search, its feeds."""

from __future__ import annotations

from balcao.core.actor import Hat
from balcao.register.access.actions import Feed, make_feed_address
from balcao.service.knowledge.models import Article, Category

from .lure import LURE
from .reading import browser, told
from .world import Visitor, World

_PAGES = ("/ajuda/", "/help/", "/sitemap.xml", "/robots.txt", "/ajuda/novidades.atom")


def helped(world: World, visitor: Visitor, name: str) -> str:
    """Every page of the help centre, whichever ticket is looked at."""
    kept: dict[str, str] = vars(world.known).setdefault("helped", {})
    if visitor.name not in kept:
        kept[visitor.name] = "".join(told(browser(visitor).get(path)) for path in _paths(visitor))
    return kept[visitor.name]


def _paths(visitor: Visitor) -> list[str]:
    """A reader's own feed is among them: its address is read on a page of their account."""
    slugs = Article.objects.values_list("slug", flat=True)
    shelves = Category.objects.values_list("slug", flat=True)
    own = []
    if visitor.actor.person_id and visitor.actor.hats:
        hat = Hat.INTERNAL if Hat.INTERNAL in visitor.actor.hats else Hat.EXTERNAL
        secret = make_feed_address(visitor.actor.wearing(hat), Feed.HELP)
        own = [f"/ajuda/novidades/{secret}.atom"]
    return [
        *_PAGES,
        *own,
        f"/ajuda/busca/?q={LURE}",
        *(f"/ajuda/artigos/{slug}/" for slug in slugs),
        *(f"/help/articles/{slug}/" for slug in slugs),
        *(f"/ajuda/temas/{slug}/" for slug in shelves),
    ]
