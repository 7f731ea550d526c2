"""Reads the stories: what people write to each inbox, sentence by sentence, in pools."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Pools = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Transfer:
    """To which team a story may go, and the reasons told."""

    team: str
    reasons: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of thing that people ask.

    `opening` and `solution` are pools: one sentence of each makes the text. `asks` are questions of
    the agent, each with the answers that fit it. `levels` is impact and urgency, `asker` who would ask
    this, `lines` the kinds of product it may be about (all when empty).
    """

    name: str
    team: str
    kind: str
    weight: float
    subjects: tuple[str, ...]
    opening: Pools
    solution: Pools
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    again: tuple[str, ...]
    repair: tuple[str, ...]
    holds: tuple[str, ...]
    tags: tuple[str, ...]
    levels: tuple[int, int]
    transfer: Transfer | None
    lines: tuple[str, ...]
    asker: str


@dataclass(frozen=True, slots=True)
class Voices:
    """What belongs to everybody: greetings, thanks, ways to sign."""

    pools: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.pools[name]


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the files' names."""
    folder = files("balcao.demo") / "stories"
    told = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name
    )
    return tuple(
        _story(variant)
        for file in told
        for entry in tomllib.loads(file.read_text("utf-8")).get("story", [])
        for variant in _variants(entry)
    )


@cache
def voices() -> Voices:
    """The pools shared by every story."""
    text = (files("balcao.demo") / "stories" / "voices.toml").read_text("utf-8")
    return Voices({name: tuple(pool) for name, pool in tomllib.loads(text)["voices"].items()})


def _variants(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A story told in several ways, each with some words of its own, is as many stories."""
    variants = entry.pop("variant", [{}])
    return [{**entry, **own, "weight": entry["weight"] / len(variants)} for own in variants]


def _story(entry: dict[str, Any]) -> Story:
    transfer = entry.get("transfer")
    return Story(
        name=entry["name"],
        team=entry["team"],
        kind=entry["kind"],
        weight=entry["weight"],
        subjects=tuple(entry["subjects"]),
        opening=_pools(entry["opening"]),
        solution=_pools(entry["solution"]),
        asks=tuple((ask["question"], tuple(ask["answers"])) for ask in entry.get("asks", [])),
        notes=tuple(entry.get("notes", [])),
        again=tuple(entry.get("again", [])),
        repair=tuple(entry.get("repair", [])),
        holds=tuple(entry.get("holds", [])),
        tags=tuple(entry.get("tags", [])),
        levels=tuple(entry.get("levels", (2, 2))),
        transfer=Transfer(transfer["team"], tuple(transfer["reasons"]), transfer["chance"])
        if transfer
        else None,
        lines=tuple(entry.get("lines", [])),
        asker=entry.get("asker", "customer" if entry["team"] == "SAC" else "employee"),
    )


def _pools(told: list[list[str]]) -> Pools:
    return tuple(tuple(pool) for pool in told)
