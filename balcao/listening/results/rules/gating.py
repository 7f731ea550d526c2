"""Which groups of an anonymous wave may be told, question by question, all groups together.

Ballots are known by their places in a list. A question some could not be asked, because an earlier
answer decided it, is looked at twice: who answered it says what they answered before, so a group is
told only where both those who answered and those who did not are enough, and no sum of what is
told leads to a few of either. Why such a group is hidden is always told in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from balcao.listening.surveys.rules import Asked
from balcao.measures.privacy import Reason as Why
from balcao.measures.privacy import release

from .counting import positions
from .cuts import CROSSED, FROZEN
from .telling import Reason

Members = frozenset[int]


class Group(NamedTuple):
    """A group by one way of grouping, by two crossed, or everybody."""

    cut: str = ""
    value: str = ""
    crossed_cut: str = ""
    crossed_value: str = ""


class Gate(NamedTuple):
    """Which groups are told to whoever may read, which of these to respondents too, and why the
    others are not."""

    released: frozenset[Group]
    for_all: frozenset[Group]
    hidden: dict[Group, Reason]


_ALONE_MOST = 50
_REASONS = {
    Why.TOO_FEW: Reason.TOO_FEW,
    Why.BEFORE: Reason.WOULD_TELL_OTHERS,
    Why.TOGETHER: Reason.WOULD_TELL_OTHERS,
    Why.UNPROVED: Reason.UNPROVED,
}


def groups(
    attributes: Sequence[Mapping[str, Any]], *, crossed: Sequence[tuple[str, str]] = CROSSED
) -> dict[Group, Members]:
    """Who is in each group, by their places: everybody, each single group, and pairs that are read
    together; as a list of who is in which group gives them, in a fixed order."""
    found: dict[Group, set[int]] = {Group(): set(range(len(attributes)))}
    for place, told in enumerate(attributes):
        for group in _groups_of(told, crossed):
            found.setdefault(group, set()).add(place)
    return {group: frozenset(found[group]) for group in sorted(found)}


def _groups_of(told: Mapping[str, Any], crossed: Sequence[tuple[str, str]]) -> Iterable[Group]:
    known = {str(cut): str(told[cut]) for cut in FROZEN if told.get(cut) is not None}
    yield from (Group(cut, value) for cut, value in known.items())
    for one, other in crossed:
        if one in known and other in known:
            yield Group(one, known[one], other, known[other])


def voters(
    asked: Asked, ballots: Sequence[Mapping[str, Any]]
) -> dict[str, dict[int, Sequence[int]]]:
    """By part of the question, who answered it by their places, and where in the counts."""
    found: dict[str, dict[int, Sequence[int]]] = {}
    for place, values in enumerate(ballots):
        told = values.get(str(asked.id))
        for part, at in positions(asked, told) if told is not None else ():
            found.setdefault(part, {})[place] = at
    return found


def audited(members: Mapping[Group, Members], answered: Members, k: int, *, decided: bool) -> Gate:
    """What may be told of those who `answered`; `decided` says that earlier answers did it for them."""
    behind = {group: people & answered for group, people in members.items()}
    shown = release(behind, k=k)
    hidden = {group: _REASONS[why] for group, why in shown.hidden.items()}
    released = shown.released
    if decided:
        rest = {group: members[group] - answered for group in members if group in released}
        released = release(rest, k=k).released
        hidden = dict.fromkeys(behind.keys() - released, Reason.WOULD_TELL_OTHERS)
    for_all = _to_respondents({group: behind[group] for group in behind if group in released}, k)
    if decided:
        rest = {group: members[group] - answered for group in behind if group in for_all}
        for_all = _to_respondents(rest, k)
    return Gate(frozenset(released), for_all, hidden)


def _to_respondents(told: Mapping[Group, Members], k: int) -> frozenset[Group]:
    """Which of these still tell of nobody when the reader takes their own answer off.

    Who shares all their groups with another is one of k + 1 then. Whoever is alone in theirs could
    subtract themselves more than once, and is looked at one by one; where many are, everybody
    together is all that is told.
    """
    enough = release(told, k=k + 1).released
    shown = {group: told[group] for group in told if group in enough}
    alone = _alone(shown)
    if len(alone) > _ALONE_MOST:
        return frozenset(shown.keys() & {Group()})
    for own in alone:
        kept = release(shown, k=k, released=[own]).released
        shown = {group: shown[group] for group in shown if group in kept}
    return frozenset(shown)


def _alone(told: Mapping[Group, Members]) -> list[Members]:
    """Each one who shares all of these groups with nobody."""
    of: dict[int, list[Group]] = {}
    for group, people in told.items():
        for one in people:
            of.setdefault(one, []).append(group)
    together: dict[tuple[Group, ...], list[int]] = {}
    for one, its in sorted(of.items()):
        together.setdefault(tuple(its), []).append(one)
    return [frozenset(people) for people in together.values() if len(people) == 1]
