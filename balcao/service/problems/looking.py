"""Tickets that look like one cause: looked for among those of the last day, team by team; people decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import rows

from . import rules
from .models import Candidate, CandidateState
from .rules.rising import Asked, Rising, crowds, pairs, rising

LOOK = "problems.look"
STRETCH = timedelta(hours=24)
BEFORE_DAYS = 28
LATELY_MOST, BEFORE_MOST = 3000, 20_000
_GONE = timedelta(days=7)  # what was suggested and nobody decided on is no news any more

# Ids grow with time: the newest come first off the key, without an index on days.
_LATELY = """
SELECT t.id, t.team_id, t.created_at, t.subject FROM (
    SELECT id, team_id, created_at, subject FROM tickets_ticket ORDER BY id DESC LIMIT %(most)s) t
WHERE t.created_at > %(since)s
    AND NOT EXISTS (SELECT FROM problems_attached a WHERE a.ticket_id = t.id)
"""
_BEFORE = """
SELECT t.team_id, t.subject FROM (
    SELECT id, team_id, created_at, subject FROM tickets_ticket ORDER BY id DESC LIMIT %(most)s) t
WHERE t.created_at <= %(since)s AND t.created_at > %(from)s AND t.team_id = ANY(%(teams)s)
"""


def look(now: datetime | None = None) -> int:
    """Suggest what rises and was not suggested yet; how many suggestions are new."""
    instant = now or clock.now()
    Candidate.objects.filter(state=CandidateState.SUGGESTED, found_at__lt=instant - _GONE).delete()
    lately = _lately(instant)
    wanted = {team: crowds(asked) for team, asked in lately.items()}
    teams = sorted(team for team, found in wanted.items() if found)
    if not teams:
        return 0
    usual = _before(instant, {team: wanted[team] for team in teams})
    found = [(team, one) for team in teams for one in rising(lately[team], usual[team])]
    return sum(_suggest(team, one, instant) for team, one in found)


def _lately(instant: datetime) -> dict[int, list[Asked]]:
    by_team: dict[int, list[Asked]] = defaultdict(list)
    for line in rows(_LATELY, {"most": LATELY_MOST, "since": instant - STRETCH}):
        asked = Asked(line["id"], line["created_at"], rules.words(line["subject"]))
        by_team[line["team_id"]].append(asked)
    return by_team


def _before(
    instant: datetime, wanted: Mapping[int, set[tuple[str, ...]]]
) -> dict[int, dict[tuple[str, ...], float]]:
    """How many tickets with each pair a day of the four weeks before brought, on average."""
    since = instant - STRETCH
    params = {
        "most": BEFORE_MOST,
        "since": since,
        "from": since - timedelta(days=BEFORE_DAYS),
        "teams": sorted(wanted),
    }
    usual: dict[int, dict[tuple[str, ...], float]] = {team: defaultdict(float) for team in wanted}
    for line in rows(_BEFORE, params):
        team = line["team_id"]
        for pair in pairs(rules.words(line["subject"])):
            if pair in wanted[team]:
                usual[team][pair] += 1 / BEFORE_DAYS
    return usual


@transaction.atomic
def _suggest(team_id: int, one: Rising, instant: datetime) -> int:
    """Keep what was found; what grows on is the same suggestion, and what was declined stays so
    until as many came again."""
    known = Candidate.objects.select_for_update().filter(
        team_id=team_id, found_at__gt=instant - _GONE, tickets__overlap=list(one.tickets)
    )
    for other in known.order_by("-found_at"):
        if other.state == CandidateState.SUGGESTED:
            _grow(other, one)
            return 0
        if len(one.tickets) < 2 * len(other.tickets):
            return 0
    Candidate.objects.create(
        team_id=team_id,
        words=list(one.words),
        tickets=list(one.tickets),
        since=one.since,
        usual=one.usual,
        chance=one.chance,
        found_at=instant,
    )
    return 1


def _grow(known: Candidate, one: Rising) -> None:
    known.tickets = _joined(known.tickets, one.tickets)
    known.words, known.usual, known.chance = list(one.words), one.usual, one.chance
    known.since = min(known.since, one.since)
    known.save(update_fields=["tickets", "words", "usual", "chance", "since"])


def _joined(known: Sequence[int], new: Sequence[int]) -> list[int]:
    return sorted({*known, *new})
