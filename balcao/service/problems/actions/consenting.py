"""Other teams say one message in their own tickets: asked, agreed to by one of them, or declined.

Who asks reaches no ticket they may not answer in: what a team says goes out in the name of who agreed,
under their rights, through their own inbox.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import row, run
from balcao.events.actions import publish

from .. import rules, scope, sending
from ..events import BroadcastBegun, ConsentDecided
from ..models import Broadcast, Consent, Problem
from ..queries.consenting import ELSEWHERE, MAY_DECIDE, TOLD, UNHEARD
from ..queries.reaching import REACHED, reach_params
from .keeping import reading

_ASK = f"""
INSERT INTO problems_consent (broadcast_id, team_id, state, asked_at)
SELECT DISTINCT b.id, t.team_id, 'waiting', %(now)s::timestamptz
FROM problems_broadcast b JOIN problems_problem k ON k.id = b.problem_id
JOIN teams_team team ON team.id = k.team_id
JOIN problems_attached a ON a.problem_id = k.id JOIN tickets_ticket t ON t.id = a.ticket_id
WHERE b.id = %(broadcast)s AND {scope.CHANGED} AND {ELSEWHERE} AND {TOLD}
"""
_FOUND = f"""
SELECT c.id, b.problem_id FROM problems_consent c
JOIN problems_broadcast b ON b.id = c.broadcast_id
JOIN problems_problem k ON k.id = b.problem_id JOIN teams_team team ON team.id = k.team_id
WHERE c.id = %(consent)s AND {scope.READ} AND {MAY_DECIDE} AND b.begins_at <= %(now)s
"""
_LETTERS = f"""
INSERT INTO problems_letter (broadcast_id, ticket_id, state, why)
SELECT %(answer)s::bigint, t.id, 'waiting', '' FROM problems_consent c
JOIN problems_broadcast b ON b.id = c.broadcast_id
JOIN problems_attached a ON a.problem_id = b.problem_id
JOIN tickets_ticket t ON t.id = a.ticket_id
WHERE c.id = %(consent)s AND {REACHED} AND {UNHEARD} AND {TOLD} ORDER BY t.id
"""


def ask_others(actor: Actor, broadcast: Broadcast) -> int:
    """Ask the teams of all other open tickets of its problem, for who may change that; how many."""
    params = {**reach_params(actor), "broadcast": broadcast.pk, "now": clock.now()}
    return run(_ASK, params)


@transaction.atomic
def agree(actor: Actor, consent_id: int) -> Broadcast:
    """Say it in the team's tickets, as one who answers there; each that heard it already is left out.

    It begins after `rules.GRACE` and can be taken back. Conflict when nobody asks any more.
    """
    consent, problem = _asked(actor, consent_id)
    asked, now = consent.broadcast, clock.now()
    answer = Broadcast.objects.create(
        problem=problem,
        sender_id=actor.person_id,
        external=asked.external,
        internal=asked.internal,
        then=asked.then,
        state=rules.BroadcastState.WAITING,
        created_at=now,
        begins_at=now + rules.GRACE,
    )
    made = run(_LETTERS, {**reach_params(actor), "answer": answer.pk, "consent": consent.pk})
    if not made:
        raise Conflict(_("No open ticket is left there that has not heard it."))
    consent.answer = answer
    _decide(actor, consent, rules.ConsentState.GIVEN)
    publish(
        actor,
        BroadcastBegun(problem.pk, broadcast_id=answer.pk, tickets=made, then=answer.then),
    )
    sending.expect(answer)
    return answer


@transaction.atomic
def decline(actor: Actor, consent_id: int) -> Consent:
    """The team does not say it in its tickets."""
    consent, _problem = _asked(actor, consent_id)
    _decide(actor, consent, rules.ConsentState.DECLINED)
    return consent


def withdraw_asked(actor: Actor, broadcast: Broadcast) -> int:
    """Nobody is asked any more to say it; how many teams had not answered."""
    waiting = Consent.objects.filter(broadcast=broadcast, state=rules.ConsentState.WAITING)
    return waiting.update(
        state=rules.ConsentState.WITHDRAWN, decided_by=actor.person_id, decided_at=clock.now()
    )


def _asked(actor: Actor, consent_id: int) -> tuple[Consent, Problem]:
    """A question to a team of the actor's that waits, under the lock of its problem."""
    params = {**reach_params(actor), "consent": consent_id, "now": clock.now()}
    found = row(_FOUND, params)
    if found is None:
        raise NotFound()
    problem, _may_change = reading(actor, found["problem_id"])
    consent = Consent.objects.select_related("broadcast").get(pk=consent_id)
    if consent.state != rules.ConsentState.WAITING:
        raise Conflict(_("It has been decided already."))
    is_old = consent.asked_at <= clock.now() - rules.CONSENT_LASTS
    if is_old or problem.state in rules.ENDED:
        raise Conflict(_("It is too late: these words may be true no more."))
    return consent, problem


def _decide(actor: Actor, consent: Consent, state: rules.ConsentState) -> None:
    consent.state, consent.decided_by_id, consent.decided_at = state, actor.person_id, clock.now()
    consent.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    publish(
        actor,
        ConsentDecided(
            consent.broadcast.problem_id,
            broadcast_id=consent.broadcast_id,
            team_id=consent.team_id,
            state=str(state),
        ),
    )
