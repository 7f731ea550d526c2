"""What follows from numbers that were shown: by whole-number elimination, person by person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balcao.core.actor import Actor
from balcao.listening.results.rules import groups
from balcao.measures.privacy.tests.attacker import attack as found_out

from .company import Company
from .reading import Members, Seen, seen


def learnt(told: Company, readers: Sequence[Actor]) -> set[Members]:
    """The groups under k whose total follows for one question: from all that these readers are shown
    put together, or from what one of them is shown and what that one answered."""
    shown = [seen(reader, told) for reader in readers]
    found = _following(told, [one for each in shown for one in each], None)
    for reader, each in zip(readers, shown, strict=True):
        if reader.person_id in told.answers:
            found |= _following(told, each, reader.person_id)
    return found


def _following(told: Company, shown: Sequence[Seen], own: int | None) -> set[Members]:
    by_question: dict[tuple[int, str], set[Members]] = {}
    for one in shown:
        by_question.setdefault((one.question, one.part), set()).add(one.members)
    return {
        victims for published in by_question.values() for victims in _victims(told, published, own)
    }


def learnt_unguarded(told: Company, own: int | None = None) -> set[Members]:
    """The same where each group of at least k is shown, as usual tools do, and looked at alone."""
    people = list(told.answers)
    behind = groups([told.groups[one] for one in people])
    named = [frozenset(people[place] for place in places) for places in behind.values()]
    return _victims(told, [one for one in named if len(one) >= told.wave.k], own)


def _victims(told: Company, published: Iterable[Members], own: int | None) -> set[Members]:
    """Small groups of others that follow; who knows their own answer has it in the equations."""
    mine = frozenset() if own is None else frozenset({own})
    known = [*published, *([mine] if mine else [])]
    found = {group - mine for group in found_out(told.answers, known, told.wave.k)}
    return found - {frozenset()}


def small(shown: Iterable[Seen], k: int) -> list[Seen]:
    """Numbers that count fewer than k people."""
    return [one for one in shown if len(one.members) < k]
