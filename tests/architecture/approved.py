"""What waits for somebody's yes, with words planted in it."""

from __future__ import annotations

from collections.abc import Mapping

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.approvals import actions
from balcao.service.approvals.models import Ask
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def approved(cast: Cast, tickets: Mapping[str, Ticket]) -> None:
    """A contractor's wish goes to Lúcia, then to Beto, who is away; one of the confidential RH and
    one of SAC go to Lúcia; each by a rule of the team whose ticket it is."""
    today = clock.today()
    lucia = cast.people["lucia"].pk
    for name, whose, rule, word, people in (
        ("ti", "carlos", "Regra TI", "aprovaprestador", ("lucia", "beto")),
        ("rh", "ana", planted("regrarh"), "aprovarh", ("lucia",)),
        ("sac", "rita", planted("regrasac"), "aprovasac", ("lucia",)),
    ):
        stages = [
            {"name": f"Etapa {n}", "who": {"kind": "people", "people": [cast.people[one].pk]}}
            for n, one in enumerate(people, start=1)
        ]
        kept = actions.keep_rule(SYSTEM, rule, stages, team_id=cast.teams[name].pk)
        actions.begin(
            SYSTEM,
            kept.pk,
            subject=("wish", kept.pk),
            ticket_id=tickets[name].pk,
            requester_id=cast.people[whose].pk,
            summary=planted(word),
            details=planted("pedidosac") if name == "sac" else "",
        )
    first = Ask.objects.get(stage__approval__summary=planted("aprovaprestador"))
    actions.decide(cast.actor("lucia"), first.pk, "approved", planted("motivoaprovado"))
    actions.delegate(cast.actor("beto"), lucia, today, today, planted("ausenciabeto"))
