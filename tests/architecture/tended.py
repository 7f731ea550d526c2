"""Problems and changes, with words planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.changes import actions as changes
from balcao.service.changes.rules import QUESTIONS
from balcao.service.problems import actions as problems
from balcao.service.problems.models import Candidate, Consent
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def tended(cast: Cast, tickets: Mapping[str, Ticket]) -> None:
    """A cause that TI looks for behind everybody's tickets, one that RH keeps to itself, what customers
    are about to be told, a crowd at RH, and a change of each team to the same in the same time."""
    draft = problems.Draft(planted("causati"), workaround=planted("contornoti"))
    common = problems.open_problem(SYSTEM, cast.teams["ti"].pk, draft)
    problems.attach(SYSTEM, common.pk, [ticket.pk for ticket in tickets.values()])
    said = problems.begin_broadcast(SYSTEM, common.pk, external=planted("recadosac"))
    Consent.objects.create(broadcast=said, team=cast.teams["sac"], asked_at=clock.now())
    hidden = problems.open_problem(
        SYSTEM, cast.teams["rh"].pk, problems.Draft(planted("causarh"), cause=planted("motivorh"))
    )
    problems.attach(SYSTEM, hidden.pk, [tickets["ti"].pk])
    now = clock.now()
    Candidate.objects.create(
        team=cast.teams["rh"],
        words=[planted("multidaorh")],
        tickets=[tickets["rh"].pk],
        since=now,
        usual=0,
        chance=0,
        found_at=now,
    )
    for name in ("ti", "rh"):
        plan = changes.Plan(
            planted(f"mudanca{name}"),
            plan=planted(f"plano{name}"),
            back_out="Voltar",
            answers={question.key: question.answers[0][0] for question in QUESTIONS},
            services=["ERP"],
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=1, hours=2),
            problem_id=hidden.pk,
            audience=["public"],
            notice={"pt-br": planted(f"aviso{name}"), "en": ""},
        )
        made = changes.plan_change(SYSTEM, cast.teams[name].pk, plan)
        changes.link_ticket(SYSTEM, made.pk, tickets["sac"].protocol)
