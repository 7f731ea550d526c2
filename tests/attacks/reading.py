"""Everything somebody is shown of a round, with who stands behind each number.

The attacker knows more than any reader does: everybody's groups when they were asked, who of them
answered, how groups are cut, and the exact total wherever a rounded one is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.listening.answers.rules import grouped
from balcao.listening.asking.models import Wave
from balcao.listening.results import queries
from balcao.listening.results.reading import Told
from balcao.listening.results.rules import CROSSED, FROZEN, Score
from balcao.listening.surveys.rules import Asked

from .company import Company

Members = frozenset[int]
Crossed = tuple[str, str, str, str]
Number = tuple[Asked, str, Crossed, Score]


class Seen(NamedTuple):
    """A number somebody was shown, and the people it counts."""

    question: int
    part: str
    group: Crossed
    told: Score
    members: Members


def read(actor: Actor, wave: Wave, at: datetime) -> list[Number]:
    """Every number of a survey which this reader gets at that instant, by any query of results."""
    with clock.at(at):
        return list(_shown(actor, wave.survey_id))


def seen(actor: Actor, told: Company) -> list[Seen]:
    """Every number of a round that is over which this reader gets, with the people behind it."""
    cut = _cuts(told)
    found = []
    for asked, part, group, score in read(actor, told.wave, told.wave.closes_at):
        members = frozenset(
            one
            for one, said in told.answers.items()
            if asked.key in said and _is_in(cut[one], group)
        )
        found.append(Seen(asked.id, part, group, score, members))
    return found


def _shown(actor: Actor, survey_id: int) -> Iterator[Number]:
    with suppress(NotFound):
        for asked, part, whole in queries.scores(actor, survey_id):
            told = {("", "", "", ""): whole, **_in_groups(actor, survey_id, asked, part)}
            for group, one in told.items():
                if isinstance(one, Score):
                    yield asked, part, group, one


def _in_groups(actor: Actor, survey_id: int, asked: Asked, part: str) -> dict[Crossed, Told]:
    found: dict[Crossed, Told] = {}
    for cut in FROZEN:
        with suppress(NotFound):
            for value, _label, one in queries.by_group(actor, survey_id, asked.id, cut, part=part):
                found[str(cut), value, "", ""] = one
    for one_cut, other in CROSSED:
        for value, _label, across, _its, one in queries.crossed(
            actor, survey_id, asked.id, one_cut, other, part=part
        ):
            found[str(one_cut), value, str(other), across] = one
    return found


def _cuts(told: Company) -> dict[int, dict[str, str]]:
    """Which groups stayed beside each answer: whoever knows everybody's groups works that out."""
    kept = grouped([told.groups[one] for one in told.answers], told.wave.k)
    return {
        person: {name: str(value) for name, value in groups.items()}
        for person, groups in zip(told.answers, kept, strict=True)
    }


def _is_in(groups: dict[str, str], group: Crossed) -> bool:
    cut, value, other, across = group
    wanted = {name: what for name, what in ((cut, value), (other, across)) if name}
    return wanted.items() <= groups.items()
