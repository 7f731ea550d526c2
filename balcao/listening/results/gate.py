"""What may be told of an anonymous wave: worked out once, when its ballots are open, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.listening.answers.models import Ballot
from balcao.listening.asking.models import Wave
from balcao.listening.asking.waves import is_of_requests
from balcao.listening.surveys.rules import Asked, of_content

from . import rules, turnout
from .events import ResultsReleased
from .models import Cell, HiddenCell, Released
from .rules import Gate, Group, Members

_DUE = """
SELECT k.wave_id FROM answers_key k LEFT JOIN results_released r ON r.wave_id = k.wave_id
WHERE k.outcome = 'kept' AND r.wave_id IS NULL ORDER BY k.wave_id
"""
_KEPT = "SELECT outcome FROM answers_key WHERE wave_id = %(wave)s AND outcome = 'kept'"


def release_due() -> int:
    """Release every wave whose ballots are open and that was not looked at yet; how many."""
    due = [one["wave_id"] for one in rows(_DUE)]
    return sum(release_wave(wave_id) for wave_id in due)


@transaction.atomic
def release_wave(wave_id: int) -> bool:
    """Let through what may be told of a closed wave, all at once; False when that was done before,
    or there is nothing to tell."""
    wave = (
        Wave.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=wave_id, is_anonymous=True)
    )
    is_kept = wave.state == "closed" and rows(_KEPT, {"wave": wave_id})
    if not is_kept or Released.objects.filter(wave=wave).exists():
        return False
    found = list(
        Ballot.objects.filter(wave=wave).order_by("pk").values_list("values", "attributes")
    )
    crossed = (rules.SERVED,) if is_of_requests(wave) else rules.CROSSED
    ballots = [one for one, _told in found]
    members = rules.groups([told for _one, told in found], crossed=crossed)
    audit = _Audit(members, wave.k)
    for asked in of_content(wave.version.content or {}):
        voters = rules.voters(asked, ballots)
        for part in rules.parts(asked):
            _keep(wave, asked, part, voters.get(part, {}), audit)
    turnout.release(wave.pk, wave.k)
    Released.objects.create(wave=wave, released_at=clock.now())
    publish(SYSTEM, ResultsReleased(wave.pk, wave.survey_id))
    return True


class _Audit:
    """The gate over one wave; who answered the same is looked at once."""

    def __init__(self, members: Mapping[Group, Members], k: int) -> None:
        self.members, self._k = members, k
        self._known: dict[tuple[Members, bool], Gate] = {}

    def of(self, answered: Members, *, decided: bool) -> Gate:
        """What may be told of those who answered."""
        key = (answered, decided)
        if key not in self._known:
            self._known[key] = rules.audited(self.members, answered, self._k, decided=decided)
        return self._known[key]


def _keep(
    wave: Wave, asked: Asked, part: str, voters: Mapping[int, Sequence[int]], audit: _Audit
) -> None:
    answered = frozenset(voters)
    gate = audit.of(answered, decided=asked.shown_if is not None)
    Cell.objects.bulk_create(
        [
            _cell(
                wave,
                asked,
                part,
                group,
                [voters[one] for one in audit.members[group] & answered],
                group in gate.for_all,
            )
            for group in sorted(gate.released)
        ]
    )
    HiddenCell.objects.bulk_create(
        [
            HiddenCell(
                wave=wave, question_id=asked.id, part=part, **group._asdict(), reason=str(why)
            )
            for group, why in sorted(gate.hidden.items())
        ]
    )


def _cell(
    wave: Wave,
    asked: Asked,
    part: str,
    group: Group,
    given: Sequence[Sequence[int]],
    is_for_all: bool,
) -> Cell:
    counts = [0] * rules.size(asked)
    for places in given:
        for place in places:
            counts[place] += 1
    told = rules.told_of(asked, counts, len(given), k=wave.k)
    assert told.band is not None
    return Cell(
        wave=wave,
        question_id=asked.id,
        part=part,
        **group._asdict(),
        score=told.value,
        low=told.low,
        high=told.high,
        fewest=told.band.fewest,
        most=told.band.most,
        shares=list(told.shares),
        share_lows=[low for low, _high in told.share_ranges],
        share_highs=[high for _low, high in told.share_ranges],
        is_for_all=is_for_all,
    )
