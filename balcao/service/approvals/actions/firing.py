"""Stages whose time is over, and people to be reminded: done once, by whoever finds it first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.events.deadlines import present

from .. import mailing
from ..handing import look_at
from ..holding import locked
from ..models import Approval, Ask, Stage
from ..opening import close, end, remind_again
from ..rules import StageState, State, What, read_stages
from ..trail import note
from ..waking import DEADLINES

BATCH = 100


def fire_all() -> int:
    """Handle everything due, batch by batch; how many."""
    return DEADLINES.drain(lambda: fire_due(SYSTEM))


def fire_due(actor: Actor, now: datetime | None = None) -> int:
    """Handle one batch of what is due at this instant (the database's present, when not said).

    Each in a transaction of its own, looked at again under its lock.
    """
    if not actor.is_system:
        raise Forbidden()
    instant = now or present()
    opened = Stage.objects.filter(state=StageState.OPEN)
    late = opened.filter(due_at__lte=instant).order_by("due_at")
    due = list(late.values_list("approval_id", flat=True)[:BATCH])
    done = sum(_expire(number, instant) for number in due)
    near = opened.filter(remind_at__lte=instant, due_at__gt=instant).order_by("remind_at")
    waiting = list(near.values_list("approval_id", flat=True)[:BATCH])
    return done + sum(_remind(number, instant) for number in waiting)


@transaction.atomic
def _expire(approval_id: int, instant: datetime) -> bool:
    stage = _open_stage(approval_id)
    if stage is None or stage.due_at is None or stage.due_at > instant:
        return False
    close(stage, StageState.EXPIRED)
    end(SYSTEM, stage.approval, State.EXPIRED)
    return True


@transaction.atomic
def _remind(approval_id: int, instant: datetime) -> bool:
    stage = _open_stage(approval_id)
    if stage is None or stage.remind_at is None or stage.remind_at > instant:
        return False
    waiting = Ask.objects.filter(stage=stage, decision="", gone_at=None)
    look_at(waiting.values_list("approver_id", flat=True))
    for ask in waiting.select_related("approver", "decider").order_by("pk"):
        ask.stage = stage
        if mailing.reach(ask, is_reminder=True):
            note(stage.approval, What.REMINDED, stage=stage, about=ask.decider_id)
    stage.refresh_from_db(fields=["state", "due_at", "stuck_at"])
    if stage.state == StageState.OPEN:
        rule = read_stages(stage.approval.version.stages)[stage.position - 1]
        remind_again(stage, rule)
        DEADLINES.expect([stage.remind_at])
    return True


def _open_stage(approval_id: int) -> Stage | None:
    approval: Approval | None = locked(approval_id)
    if approval is None or approval.state != State.WAITING:
        return None
    stage = Stage.objects.filter(approval=approval, state=StageState.OPEN).first()
    if stage is not None:
        stage.approval = approval
    return stage
