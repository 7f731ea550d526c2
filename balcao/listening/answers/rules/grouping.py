"""Which groups may stay beside an anonymous answer, so that whoever reads all rows finds nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# What results are read by most comes first: each is split as finely as those before it leave it.
ORDER = ("department", "team", "unit", "relationship", "tenure", "region", "channel")
OF_REQUESTS = ("team", *(name for name in ORDER if name != "team"))
"""Of answers about requests: there a team is whom they are about."""


def grouped(
    told: Sequence[Mapping[str, Any]], k: int, order: Sequence[str] = ORDER
) -> list[dict[str, Any]]:
    """Of each one's groups those that stay, in the same order: at least k share all that is kept.

    It follows from the groups alone, so who knows everybody's groups learns only in which set of
    at least k people an answer lies. ValueError when fewer than k are given.
    """
    if len(told) < k:
        raise ValueError("fewer answers than the minimum group")
    kept: list[dict[str, Any]] = [{} for _one in told]
    parts = [list(range(len(told)))]
    for name in order:
        parts = [finer for part in parts for finer in _split(part, name, told, kept, k)]
    return kept


def _split(
    part: list[int],
    name: str,
    told: Sequence[Mapping[str, Any]],
    kept: list[dict[str, Any]],
    k: int,
) -> list[list[int]]:
    by_value: dict[Any, list[int]] = {}
    for one in part:
        by_value.setdefault(told[one].get(name), []).append(one)
    rest = by_value.pop(None, [])
    for value in [value for value, members in by_value.items() if len(members) < k]:
        rest += by_value.pop(value)
    # Those left over are a set too: the smallest named one joins them until they are k.
    while by_value and 0 < len(rest) < k:
        rest += by_value.pop(min(by_value, key=lambda value: (len(by_value[value]), str(value))))
    for value, members in by_value.items():
        for one in members:
            kept[one][name] = value
    return [*by_value.values(), rest] if rest else list(by_value.values())
