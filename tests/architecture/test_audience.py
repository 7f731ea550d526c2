"""The audience table: who, of what, in which way of reading, sees it. A new thing is one row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from balcao.service.tickets.topics import may_hear

from .secrets import ANSWERING, CUSTOMERS, RH, SAC, SECRETS, TI, Secret
from .ways import WAYS, WHATEVER_THE_TICKET, is_open, read
from .world import Visitor, World

ANY = ""
TICKETS = sorted({secret.ticket for secret in SECRETS})


@pytest.mark.parametrize("way", WAYS)
def test_each_way_shows_each_word_to_who_may_read_it_and_to_nobody_else(
    world: World, way: str
) -> None:
    leaks, missing = set(), set()
    for name, visitor in world.visitors.items():
        for ticket, told in _told(world, way, visitor):
            for secret in SECRETS:
                if secret.word in told:
                    if name not in secret.readers | secret.also:
                        leaks.add((secret.word, name))
                elif ticket in (secret.ticket, ANY) and _must_show(secret, way, visitor):
                    missing.add((secret.word, name))
    assert (leaks, missing) == (set(), set())


def test_every_word_planted_has_its_row(world: World) -> None:
    """A row whose word nobody ever reads would prove nothing."""
    assert len({secret.word for secret in SECRETS}) == len(SECRETS)
    silent = {secret.word for secret in SECRETS if not secret.shown}
    assert len(silent) <= 3


@pytest.mark.parametrize(
    ("topic", "hearers"),
    [
        ("ticket:sac", SAC | CUSTOMERS),
        ("ticket:private", SAC | {"joao"}),
        ("ticket:rh", RH | {"ana"}),
        ("ticket:ti", TI | {"carlos"}),
        ("team:sac", SAC),
        ("team:rh", RH),
        ("line:sac", SAC),
        ("line:ti", TI | {"carlos"}),
        ("line:rh", RH),
        ("presences:sac", SAC),
        ("presences:rh", RH),
        ("presence:paulo", {"paulo"}),
        ("person:joao", {"joao", "follower"}),
        ("person:paulo", {"paulo"}),
    ],
)
def test_live_topics_wake_the_same_people(world: World, topic: str, hearers: set[str]) -> None:
    what, _, name = topic.partition(":")
    things = {"ticket": world.tickets, "team": world.cast.teams, "person": world.cast.people}
    things |= {"presences": world.cast.teams, "presence": world.cast.people}
    things |= {"line": world.cast.teams}
    number = things[what][name].pk  # type: ignore[index]
    heard = {who for who, v in world.visitors.items() if may_hear(v.actor, f"{what}:{number}")}
    assert heard == hearers


def test_who_counts_nothing_is_told_of_nothing(world: World) -> None:
    from balcao.service.tickets.queries import counts

    totals = {name: counts(visitor.actor)["all"] for name, visitor in world.visitors.items()}
    assert {name for name, total in totals.items() if total} == SAC | TI | RH
    assert (totals["marina"], totals["ana"], totals["paulo"], totals["nina"]) == (5, 2, 7, 9)
    assert ANSWERING < SAC


def _told(world: World, way: str, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """What this visitor reads in this way about each ticket, or about all of them at once."""
    for ticket in (ANY,) if way in WHATEVER_THE_TICKET else TICKETS:
        yield ticket, read(way, world, visitor, ticket)


def _must_show(secret: Secret, way: str, visitor: Visitor) -> bool:
    return way in secret.shown and visitor.name in secret.readers and is_open(way, visitor)
