"""Somebody is asked: who decides today, with the link that is theirs, told by mail and on the page."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish
from balcao.events.live import tell as wake

from . import mailing, tokens
from .deciders import barred, delegation_of
from .events import Asked
from .models import Ask, Stage
from .rules import What
from .trail import note


def ask(stage: Stage, approver_id: int) -> Ask:
    """Ask this approver, or who decides for them today; the trail says so."""
    decider_id = decider_of(stage, approver_id)
    made = Ask.objects.create(
        stage=stage, approver_id=approver_id, decider_id=decider_id, sent_at=clock.now()
    )
    if decider_id != approver_id:
        note(stage.approval, What.HANDED, stage=stage, by=approver_id, about=decider_id)
    send(made)
    return made


def decider_of(stage: Stage, approver_id: int) -> int:
    """Who decides for this approver today: the delegate, unless that one may not decide this stage.

    Nobody decides a stage twice: a delegate who is asked in it already, or has decided in it, is not
    asked for another.
    """
    found = delegation_of(approver_id)
    if found is None:
        return approver_id
    delegate = int(found["delegate_id"])
    others = Ask.objects.filter(stage=stage, gone_at=None).exclude(approver_id=approver_id)
    taken = {one for ask in others.values_list("approver", "decider", "decided_by") for one in ask}
    return approver_id if delegate in taken | barred(stage.approval) else delegate


def send(ask: Ask, *, serial: int = 1) -> None:
    """Give the decider a link of their own, tell them, and note it; an earlier link is dead."""
    ask.serial = serial
    ask.token_digest = tokens.new_digest(ask.pk, ask.decider_id, serial)
    ask.sent_at = clock.now()
    ask.code_digest, ask.code_until, ask.code_tries, ask.misses = "", None, 0, 0
    ask.save(
        update_fields=[
            "decider",
            "serial",
            "token_digest",
            "sent_at",
            "code_digest",
            "code_until",
            "code_tries",
            "misses",
        ]
    )
    reached = mailing.reach(ask)
    what = What.ASKED if reached else What.UNREACHABLE
    note(ask.stage.approval, what, stage=ask.stage, about=ask.decider_id)
    publish(SYSTEM, Asked(ask.stage.approval_id, ask.stage.position, ask.pk, ask.decider_id))
    wake(f"person:{ask.decider_id}")
