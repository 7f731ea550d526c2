"""Ways of reading announcements: as the domain, the pages, feeds and the API tell them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from balcao.core.errors import Refusal
from balcao.inside.announcements import queries
from balcao.inside.announcements.models import Announcement
from balcao.register.access.actions import Feed, make_feed_address

from .reading import browser, by_token, text, told
from .world import Visitor, World

HOME = "/comunicados/"


def told_to(world: World, visitor: Visitor, name: str) -> str:
    """Everything that is announced, whichever ticket is looked at."""
    kept: dict[str, str] = vars(world.known).setdefault("announced", {})
    if visitor.name not in kept:
        kept[visitor.name] = _domain(visitor) + _pages(visitor) + _fed(visitor)
    return kept[visitor.name]


def _domain(visitor: Visitor) -> str:
    actor = visitor.actor
    reads: list[Callable[[], object]] = [
        lambda: queries.announcements(actor),
        lambda: queries.announcements(actor, past=True),
        lambda: queries.pending(actor, limit=20),
        lambda: queries.kept(actor),
    ]
    for number in Announcement.objects.values_list("pk", flat=True):
        reads += [
            partial(read, actor, number)
            for read in (
                queries.announcement,
                queries.draft,
                queries.editions,
                queries.reach,
                queries.waves,
            )
        ]
    shown = ""
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def _pages(visitor: Visitor) -> str:
    client = browser(visitor)
    pages = ["", "anteriores/", "faixa/", "nossos/", "novo/", "feed.xml"]
    numbers = list(Announcement.objects.values_list("pk", flat=True))
    for number in numbers:
        pages += [f"{number}/{page}" for page in ("", "mudar/", "alcance/", "alcance/nomes.csv")]
    shown = "".join(told(client.get(f"{HOME}{page}")) for page in pages)
    shown += told(client.get("/")) + told(client.get("/desk/notifications/"))
    ways = (f"/announcements/{number}{way}" for number in numbers for way in ("", "/reach"))
    return shown + by_token(visitor, "/announcements", "/announcements?past=true", *ways)


def _fed(visitor: Visitor) -> str:
    """The visitor's own feed, read by whoever has its address."""
    if visitor.actor.person_id is None or not visitor.actor.hats:
        return ""
    secret = make_feed_address(visitor.actor, Feed.ANNOUNCEMENTS)
    return told(browser(Visitor("anonymous")).get(f"{HOME}feed/{secret}.xml"))
