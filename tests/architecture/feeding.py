"""Addresses of feeds: made once for each reader and sort, for an address is told once."""

from __future__ import annotations

from balcao.core.actor import Hat
from balcao.register.access.actions import Feed, make_feed_address

from .world import World


def secret(world: World, name: str, what: Feed) -> str:
    """What opens this person's feed of this sort."""
    kept: dict[tuple[str, Feed], str] = vars(world.known).setdefault("feed_secrets", {})
    if (name, what) not in kept:
        actor = world.cast.actor(name)
        worn = actor.wearing(Hat.AGENT) if what is Feed.AGENDA else actor
        kept[name, what] = make_feed_address(worn, what)
    return kept[name, what]


def secrets_about(world: World) -> list[str]:
    """Addresses as they may lie about: of feeds that tell nobody's words, and one nobody was given.

    An address is itself the right to read, so none of anybody else's is among them.
    """
    agendas = [secret(world, name, Feed.AGENDA) for name in ("marina", "paulo")]
    open_to_all = [secret(world, "zoe", what) for what in (Feed.HELP, Feed.ANNOUNCEMENTS)]
    return [*agendas, *open_to_all, "nada"]
