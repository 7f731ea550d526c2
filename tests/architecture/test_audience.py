"""The audience table: who, of what, in which way of reading, sees it. A new thing is one row."""

from __future__ import annotations

import pytest

from balcao.service.tickets.topics import may_hear

from .secrets import ANSWERING, CUSTOMERS, RH, SAC, SECRETS, TI, Secret
from .ways import WAYS, is_open, read
from .world import World


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.word)
def test_it_is_read_by_who_may_and_by_nobody_else(world: World, secret: Secret, way: str) -> None:
    seen = {
        name
        for name, visitor in world.visitors.items()
        if secret.word in _read_by(world, way, name, secret.ticket)
    }
    assert seen <= secret.readers | secret.also
    if way in secret.shown:
        assert seen & secret.readers == {
            name for name in secret.readers if is_open(way, world.visitors[name])
        }


def test_every_word_planted_has_its_row(world: World) -> None:
    """A row whose word nobody ever reads would prove nothing."""
    assert len({secret.word for secret in SECRETS}) == len(SECRETS)
    silent = {secret.word for secret in SECRETS if not secret.shown}
    assert len(silent) <= 4


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
    assert (totals["marina"], totals["ana"], totals["paulo"], totals["nina"]) == (2, 2, 4, 6)
    assert ANSWERING < SAC


def _read_by(world: World, way: str, name: str, ticket: str) -> str:
    key = (id(world), way, name, ticket)
    if key not in _memory:
        _memory[key] = read(way, world, world.visitors[name], ticket)
    return _memory[key]


_memory: dict[tuple[int, str, str, str], str] = {}
