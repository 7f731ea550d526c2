from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import row, run
from balcao.core.text import clean
from balcao.events.actions import publish

from .. import rules, sending
from ..events import BroadcastBegun, BroadcastEnded
from ..models import Broadcast, Letter, Problem
from ..queries.consenting import elsewhere
from ..queries.reaching import REACHED, reach, reach_params
from .consenting import ask_others, withdraw_asked
from .keeping import reading

_LETTERS = f"""
INSERT INTO problems_letter (broadcast_id, ticket_id, state, why)
SELECT %(broadcast)s::bigint, t.id, 'waiting', '' FROM problems_attached a
JOIN tickets_ticket t ON t.id = a.ticket_id
WHERE a.problem_id = %(problem)s AND {REACHED} AND t.side = ANY(%(told_sides)s)
ORDER BY t.id
"""


@transaction.atomic
def begin_broadcast(
    actor: Actor,
    problem_id: int,
    *,
    external: str = "",
    internal: str = "",
    then: str = rules.Then.KEEP,
    seen: str | None = None,
    asks_others: bool = False,
) -> Broadcast:
    """Tell all tickets of a problem that the actor answers in, each in its own thread, each side in
    its own words; a side without words is not told, unless its tickets are to be resolved.

    `asks_others` asks the teams of its other tickets to say it there, for who may change the problem.
    It begins after `rules.GRACE`. `seen` is the mark of what the sender looked at: Conflict when
    other tickets would be told now.
    """
    problem, may_change = reading(actor, problem_id)
    if then not in set(rules.Then):
        raise Invalid(_("Say what becomes of the tickets."))
    words = {"external": _read(external, "external"), "internal": _read(internal, "internal")}
    told = reach(actor, problem.pk)
    if seen is not None and seen != told.mark:
        raise Conflict(_("Other tickets would be told now than those you saw. Look again."))
    sides = [
        side
        for side in words
        if told.sides.get(side) and (words[side] or then == rules.Then.RESOLVED)
    ]
    are_asked = asks_others and may_change
    if not sides and not (are_asked and _has_others(actor, problem.pk, words, then)):
        why = _("There is nobody to tell: write to a side that has open tickets.")
        raise Invalid(why, {"external": why})
    _require_alone(problem, actor)
    now = clock.now()
    broadcast = Broadcast.objects.create(
        problem=problem,
        sender_id=actor.person_id,
        then=then,
        state=rules.BroadcastState.WAITING,
        created_at=now,
        begins_at=now + rules.GRACE,
        **words,
    )
    params = {**reach_params(actor), "problem": problem.pk, "told_sides": sides}
    made = run(_LETTERS, {**params, "broadcast": broadcast.pk})
    if are_asked:
        ask_others(actor, broadcast)
    publish(
        actor, BroadcastBegun(problem.pk, broadcast_id=broadcast.pk, tickets=made, then=str(then))
    )
    sending.expect(broadcast)
    return broadcast


@transaction.atomic
def stop_broadcast(actor: Actor, broadcast_id: int) -> int:
    """Take it back, or keep the rest of it from going out, and ask other teams no more; how many tickets
    it reached before.

    For who sent it, and for who may change its problem.
    """
    found = row("SELECT problem_id FROM problems_broadcast WHERE id = %(id)s", {"id": broadcast_id})
    if found is None:
        raise NotFound()
    problem, may_change = reading(actor, found["problem_id"])
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if not may_change and broadcast.sender_id != actor.person_id:
        raise Forbidden()
    withdrawn = withdraw_asked(actor, broadcast)
    if broadcast.ended_at is not None and withdrawn:
        return sending.outcome(broadcast.pk)[0]
    if broadcast.ended_at is not None:
        raise Conflict(_("It has gone out already."))
    waiting = Letter.objects.filter(broadcast=broadcast, state=rules.LetterState.WAITING)
    waiting.update(state=rules.LetterState.STOPPED)
    broadcast.state, broadcast.ended_at = rules.BroadcastState.STOPPED, clock.now()
    broadcast.save(update_fields=["state", "ended_at"])
    told = sending.outcome(broadcast.pk)
    publish(actor, BroadcastEnded(problem.pk, broadcast.pk, *told, is_stopped=True))
    return told[0]


def _require_alone(problem: Problem, actor: Actor) -> None:
    """One message at a time of one sender: whoever clicks twice says it once."""
    going = Broadcast.objects.filter(
        problem=problem, sender_id=actor.person_id, ended_at=None, consent__isnull=True
    )
    if going.exists():
        raise Conflict(_("A message of yours is on its way already. Stop it, or let it end."))


def _has_others(actor: Actor, problem_id: int, words: dict[str, str], then: str) -> bool:
    """True when a team that one may know of would be asked."""
    told = [side for side in words if words[side] or then == rules.Then.RESOLVED]
    return any(one[side] for one in elsewhere(actor, problem_id) for side in told)


def _read(text: str, name: str) -> str:
    told = clean(text).replace("\r\n", "\n").strip()
    if len(told) > rules.TEXT_MOST:
        raise Invalid(_("This text is too long."), {name: _("This text is too long.")})
    return told
