from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import row, rows
from balcao.events.actions import publish
from balcao.listening.answers import keys
from balcao.measures.bands import band
from balcao.measures.privacy import Reason, release

from .. import rules, scope, slips
from ..events import RoundClosed, RoundOpened
from ..models import Batch, Board, Envelope, Round, Tally
from .publishing import publish_envelope
from .suggesting import TOO_SMALL

DAYS_MOST = 180
_ALL = 0  # the label of whoever voted at all, beside the ids of ideas
_ROOTS = """
SELECT i.id, coalesce(i.root_id, i.id) AS root, coalesce(r.hidden_at, i.hidden_at) AS hidden_at
FROM ideas_idea i LEFT JOIN ideas_idea r ON r.id = i.root_id WHERE i.board_id = %(board)s
"""


@transaction.atomic
def open_round(actor: Actor, board_id: int, closes_at: datetime) -> Round:
    """Take votes from now on until then, and tell nobody how many there are before."""
    board = scope.kept(actor, board_id)
    now = clock.now()
    if not board.has_rounds:
        raise Forbidden(_("This board has no rounds: votes count at once."))
    if board.closed_at is not None:
        raise Forbidden(_("This board is closed: it takes nothing more."))
    if not now < closes_at <= now + clock.ONE_DAY * DAYS_MOST:
        wrong = _("A round ends in the future, within 180 days.")
        raise Invalid(wrong, {"closes_at": wrong})
    if board.rounds.filter(closed_at=None).exists():
        raise Conflict(_("A round is open already."))
    if board.is_anonymous and scope.people_in(board) < rules.LEAST_PEOPLE:
        raise Forbidden(TOO_SMALL)
    last = row(
        "SELECT coalesce(max(number), 0) AS number FROM ideas_round WHERE board_id = %(board)s",
        {"board": board.pk},
    )
    assert last is not None
    made = Round.objects.create(
        board=board,
        number=last["number"] + 1,
        opens_at=now,
        closes_at=closes_at,
        public=keys.make() if board.is_anonymous else None,
    )
    publish(actor, RoundOpened(board.pk, made.number))
    return made


@transaction.atomic
def close_round(actor: Actor, board_id: int) -> None:
    """Close the open round of a board before its time; its counts are told from now on."""
    board = scope.kept(actor, board_id)
    current = board.rounds.filter(closed_at=None).first()
    if current is None:
        raise Conflict(_("No round is open."))
    _close(actor, current.pk)


def close_due() -> int:
    """Close the rounds whose time has come, and destroy keys that a crash left; how many."""
    due = Round.objects.filter(closed_at=None, closes_at__lte=clock.now()).order_by("pk")
    found = list(due.values_list("pk", "board_id"))
    for round_id, board_id in found:
        with transaction.atomic():
            # A vote holds its board against change: none comes in between counting and closing.
            Board.objects.select_for_update().get(pk=board_id)
            _close(SYSTEM, round_id)
    closed = Round.objects.filter(public__isnull=False, closed_at__isnull=False)
    for public in closed.values_list("public", flat=True).iterator():
        if public is not None and keys.is_here(bytes(public)):
            keys.destroy(bytes(public))
    return len(found)


def _close(actor: Actor, round_id: int) -> None:
    current = (
        Round.objects.select_for_update(of=("self",))
        .select_related("board")
        .filter(pk=round_id, closed_at=None)
        .first()
    )
    if current is None:
        return
    current.closed_at = clock.now()
    if current.public is not None:
        _count(current, bytes(current.public))
        transaction.on_commit(partial(keys.destroy, bytes(current.public)))
    current.save(update_fields=["closed_at", "is_lost", "voted_fewest", "voted_most"])
    publish(actor, RoundClosed(current.board_id, current.number))
    ready = Envelope.objects.filter(
        board_id=current.board_id, outcome=Batch.PENDING, ready_on__isnull=False
    )
    for envelope_id in ready.values_list("pk", flat=True):
        publish_envelope(envelope_id)


def _count(current: Round, public: bytes) -> None:
    """From slips to bands, past the gate; then there are no slips."""
    secret = keys.opener(public)
    slips_there = list(current.slips.values_list("pseudonym", "box"))
    current.slips.all().delete()
    if secret is None:
        current.is_lost = True
        return
    chosen = {who: slips.opened(secret, bytes(box)) for who, box in slips_there}
    roots = {one["id"]: one["root"] for one in _ideas(current.board)}
    groups = {root: set[str]() for root in roots.values()}
    for who, ideas in chosen.items():
        for idea in ideas:
            if idea in roots:
                groups[roots[idea]].add(who)
    everybody = frozenset(who for group in groups.values() for who in group)
    _tell(current, everybody, {root: frozenset(group) for root, group in groups.items()})


def _ideas(board: Board) -> list[dict[str, int]]:
    found = rows(_ROOTS, {"board": board.pk})
    return [one for one in found if one["hidden_at"] is None]


def _tell(current: Round, everybody: frozenset[str], groups: dict[int, frozenset[str]]) -> None:
    # One more than the minimum group: whoever voted knows their own vote, and is not counted.
    k = current.board.k
    large = {label: group for label, group in groups.items() if len(group) > k}
    if len(everybody) > k:
        large[_ALL] = everybody
    told = release(large, k=k + 1)
    if _ALL in told.released:
        current.voted_fewest, current.voted_most = band(len(everybody), k=k)
    tallies = []
    for idea_id in groups:
        if idea_id in told.released:
            fewest, most = band(len(groups[idea_id]), k=k)
            tallies.append(Tally(round=current, idea_id=idea_id, fewest=fewest, most=most))
        else:
            why = told.hidden.get(idea_id, Reason.TOO_FEW)
            tallies.append(Tally(round=current, idea_id=idea_id, why=why.name.lower()))
    Tally.objects.bulk_create(tallies)
