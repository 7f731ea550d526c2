"""Who decides today is looked at again: delegations begin and end, and people leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish

from . import asking, deciders
from .events import AskHanded
from .holding import locked
from .models import Approval, Ask, Stage
from .opening import settle
from .rules import StageState, State, What
from .trail import note

_OPEN = Q(decision="", gone_at=None, stage__state=StageState.OPEN)


def look_at_all() -> int:
    """Look at everything that waits; how many approvals."""
    return _look(Ask.objects.filter(_OPEN))


def look_at(people: Iterable[int]) -> int:
    """Look at what waits for these people, or for who decides in their place; how many approvals."""
    wanted = list(people)
    return _look(Ask.objects.filter(_OPEN, Q(approver__in=wanted) | Q(decider__in=wanted)))


def _look(asks: object) -> int:
    assert hasattr(asks, "values_list")
    found = sorted(set(asks.values_list("stage__approval", flat=True)))
    for approval_id in found:
        with transaction.atomic():
            approval = locked(approval_id)
            if approval is not None and approval.state == State.WAITING:
                _look_at_stage(approval)
    return len(found)


def _look_at_stage(approval: Approval) -> None:
    stage = Stage.objects.filter(approval=approval, state=StageState.OPEN).first()
    if stage is None:
        return
    stage.approval = approval
    asks = list(Ask.objects.filter(stage=stage, decision="", gone_at=None).order_by("pk"))
    there = deciders.standing([ask.approver_id for ask in asks])
    for ask in asks:
        ask.stage = stage
        if ask.approver_id in there:
            _hand(ask)
        else:
            _replace(ask)
    settle(SYSTEM, stage)


def _hand(ask: Ask) -> None:
    """Hand it to whom it is for today; the link of who decided until now is dead."""
    now_for = asking.decider_of(ask.stage, ask.approver_id)
    if now_for == ask.decider_id:
        return
    before, ask.decider_id = ask.decider_id, now_for
    approval = ask.stage.approval
    note(approval, What.HANDED, stage=ask.stage, by=ask.approver_id, about=now_for)
    publish(SYSTEM, AskHanded(approval.pk, ask.stage.position, ask.pk, before, now_for))
    asking.send(ask, serial=ask.serial + 1)


def _replace(ask: Ask) -> None:
    """Who left decides nothing any more; who is above them is asked instead, if anybody is."""
    ask.gone_at, ask.token_digest = clock.now(), None
    ask.save(update_fields=["gone_at", "token_digest"])
    stage, approval = ask.stage, ask.stage.approval
    note(approval, What.LEFT, stage=stage, about=ask.approver_id)
    asked = set(Ask.objects.filter(stage=stage).values_list("approver_id", flat=True))
    above = deciders.stand_in(ask.approver_id, asked | deciders.barred(approval))
    if above is not None:
        note(approval, What.STANDS_IN, stage=stage, by=ask.approver_id, about=above)
        asking.ask(stage, above)
