"""Approvals made through the actions of this room, for its tests and those of the pages above."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.register.people import actions as people
from balcao.register.people.models import Relationship
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Ask, Rule, Stage
from balcao.service.approvals.tokens import token_of
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast

_SUBJECT = iter(range(1, 10**6))
CODE = re.compile(r"\*\*([0-9]{4} [0-9]{4})\*\*")


def stage(who: str = "people", **told: Any) -> dict[str, Any]:
    """A stage as JSON; `people`, `team_id`, `role` and `organization_id` say whom."""
    keys = ("people", "team_id", "role", "organization_id")
    whom = {key: told.pop(key) for key in keys if key in told}
    return {"name": told.pop("name", "Etapa"), "who": {"kind": who, **whom}, **told}


def named(cast: Cast, *names: str, **told: Any) -> dict[str, Any]:
    """A stage that these people decide."""
    return stage("people", people=[cast.people[name].pk for name in names], **told)


def rule(*stages: dict[str, Any], name: str = "Compras", **told: Any) -> Rule:
    """A rule of the company."""
    return actions.keep_rule(SYSTEM, name, list(stages), **told)


def begin(cast: Cast, kept: Rule, who: str = "ana", **told: Any) -> Approval:
    """Somebody's wish, which nobody else asked for."""
    told.setdefault("summary", "Notebook para a Ana")
    told.setdefault("subject", ("thing", next(_SUBJECT)))
    if isinstance(told.get("amount"), int):
        told["amount"] = Decimal(told["amount"])
    return actions.begin(cast.actor(who), kept.pk, requester_id=cast.people[who].pk, **told)


def manage(cast: Cast, name: str, manager: str) -> None:
    """Say whom somebody reports to."""
    tie = Relationship.objects.get(person=cast.people[name])
    people.set_manager(SYSTEM, tie.pk, cast.people[manager].pk)


def leave(cast: Cast, name: str) -> None:
    """Somebody works here no more."""
    people.end_relationship(SYSTEM, Relationship.objects.get(person=cast.people[name]).pk)


def ask_of(approval: Approval, cast: Cast, name: str) -> Ask:
    """What somebody was last asked in it, as approver or delegate."""
    asks = Ask.objects.filter(stage__approval=approval, decider=cast.people[name])
    return asks.order_by("-pk")[0]


def token(ask: Ask) -> str:
    """The secret of its link."""
    told = token_of(ask.pk, ask.decider_id, ask.serial, ask.token_digest or "")
    assert told is not None
    return told


def link(approval: Approval, cast: Cast, name: str) -> str:
    """The secret of the link that somebody was sent."""
    return token(ask_of(approval, cast, name))


def code_of(address: str) -> str:
    """The code last mailed to an address."""
    sent = OutgoingMail.objects.filter(to_address=address).order_by("-pk")
    return next(found.group(1) for mail in sent if (found := CODE.search(mail.body)))


def asked(approval: Approval) -> list[str]:
    """Who is to decide the open stage now, by name, in the order in which they were asked."""
    found = Ask.objects.filter(stage__approval=approval, stage__state="open", gone_at=None)
    return [one.decider.name.split()[0] for one in found.filter(decision="").order_by("pk")]


def states(approval: Approval) -> list[str]:
    """Where each stage stands."""
    return list(
        Stage.objects.filter(approval=approval).order_by("position").values_list("state", flat=True)
    )


def steps(approval: Approval) -> list[str]:
    """What its trail says happened."""
    return list(approval.trail.order_by("pk").values_list("what", flat=True))
