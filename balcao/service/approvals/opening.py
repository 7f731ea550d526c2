"""From stage to stage, to the end: what is asked next, and what its decisions add up to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Grant
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.events.live import tell as wake
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import BusinessCalendar
from balcao.service.notifications.rules import Kind
from balcao.service.notifications.telling import stop_telling

from . import answering, asking, deciders, mailing
from .events import ApprovalDecided, StageOpened, StageStuck
from .holding import let_go
from .models import Approval, Ask, Stage
from .rules import (
    Decision,
    Outcome,
    StageRule,
    StageState,
    State,
    What,
    applies,
    next_reminder,
    outcome,
    read_stages,
    stage_due,
)
from .trail import note

_SUPERVISORS = (
    "SELECT person_id FROM access_membership WHERE team_id = %(team)s AND role = 'supervisor'"
)
_ADMINISTRATORS = 'SELECT person_id FROM access_companygrant WHERE "grant" = %(grant)s'


def go_on(actor: Actor, approval: Approval) -> None:
    """Open the next stage that applies to the amount; after the last one it is approved."""
    frozen = read_stages(approval.version.stages)
    ahead = approval.stages.filter(state=StageState.AHEAD).order_by("position")
    for stage in ahead:
        stage.approval = approval
        rule = frozen[stage.position - 1]
        if applies(rule, approval.amount):
            _open(actor, stage, rule)
            return
        stage.state, stage.ended_at = StageState.SKIPPED, clock.now()
        stage.save(update_fields=["state", "ended_at"])
        note(approval, What.STAGE_SKIPPED, stage=stage)
    end(actor, approval, State.APPROVED)


def settle(actor: Actor, stage: Stage, reason: str = "") -> None:
    """Go on as far as the decisions of this stage allow."""
    told = _counted(stage)
    if told is Outcome.APPROVED:
        close(stage, StageState.APPROVED)
        go_on(actor, stage.approval)
    elif told is Outcome.REFUSED:
        close(stage, StageState.REFUSED)
        end(actor, stage.approval, State.REFUSED, reason)
    elif told is Outcome.SHORT:
        _stick(actor, stage)
    elif stage.stuck_at is not None:
        stage.stuck_at = None
        stage.save(update_fields=["stuck_at"])


def end(actor: Actor, approval: Approval, state: State, reason: str = "") -> None:
    """It has ended: the ticket's clocks go on, who asked is told, and so is whoever asked for this."""
    approval.state, approval.ended_at = state, clock.now()
    approval.save(update_fields=["state", "ended_at"])
    note(approval, What(f"ended_{state}"), by=actor.person_id, words=reason)
    let_go(approval)
    answering.tell_end(actor, approval, reason)
    told = (approval.subject_type, approval.subject_id, approval.ticket_id)
    publish(actor, ApprovalDecided(approval.pk, *told, state=state))
    wake_all(approval)


def close(stage: Stage, state: StageState) -> None:
    """The stage has ended; who was still to decide needs not any more."""
    stage.state, stage.ended_at = state, clock.now()
    stage.remind_at = stage.stuck_at = None
    stage.save(update_fields=["state", "ended_at", "remind_at", "stuck_at"])
    stop_telling(Kind.APPROVAL, ("approval", stage.approval_id))


def remind_again(stage: Stage, rule: StageRule) -> None:
    """Set when those who have not decided are reminded next."""
    assert stage.due_at is not None
    calendar, zone = _calendar(), ZoneInfo(clock.zone())
    stage.remind_at = next_reminder(calendar, clock.now(), rule.remind_days, stage.due_at, zone)
    stage.save(update_fields=["remind_at"])


def wake_all(approval: Approval) -> None:
    """Tell the pages of whoever has to do with it."""
    people = Ask.objects.filter(stage__approval=approval).values_list("approver", "decider")
    topics = {f"person:{one}" for pair in people for one in pair}
    topics.add(f"person:{approval.requester_id}")
    if approval.ticket_id is not None:
        topics.add(f"ticket:{approval.ticket_id}")
    wake(*sorted(topics))


def _open(actor: Actor, stage: Stage, rule: StageRule) -> None:
    from .waking import DEADLINES

    now, approval = clock.now(), stage.approval
    chosen = deciders.choose(rule, approval)
    stage.state, stage.opened_at = StageState.OPEN, now
    stage.needed = rule.needed or max(len(chosen), 1)
    stage.due_at = stage_due(_calendar(), now, rule.days, ZoneInfo(clock.zone()))
    stage.save(update_fields=["state", "opened_at", "needed", "due_at"])
    note(approval, What.STAGE_OPENED, stage=stage)
    for one in chosen:
        if one.instead_of is not None:
            note(approval, What.STANDS_IN, stage=stage, by=one.instead_of, about=one.person)
    for one in chosen:
        asking.ask(stage, one.person)
    remind_again(stage, rule)
    DEADLINES.expect([stage.due_at, stage.remind_at])
    publish(actor, StageOpened(approval.pk, stage.position, asked=len(chosen)))
    wake_all(approval)
    if len(chosen) < stage.needed:
        _stick(actor, stage)


def _counted(stage: Stage) -> Outcome:
    asks = list(Ask.objects.filter(stage=stage).values("decision", "gone_at"))
    said = [one["decision"] for one in asks]
    gone = sum(1 for one in asks if one["gone_at"] and not one["decision"])
    return outcome(
        stage.needed or 1,
        approved=said.count(Decision.APPROVED),
        refused=said.count(Decision.REFUSED),
        undecided=said.count("") - gone,
        gone=gone,
    )


def _stick(actor: Actor, stage: Stage) -> None:
    if stage.stuck_at is not None:
        return
    stage.stuck_at = clock.now()
    stage.save(update_fields=["stuck_at"])
    note(stage.approval, What.STUCK, stage=stage)
    publish(actor, StageStuck(stage.approval_id, stage.position))
    mailing.tell_keepers(stage, _keepers(stage.approval))


def _keepers(approval: Approval) -> set[int]:
    """Who keeps the rule: its team's supervisors, or where it has none administrators; not the barred."""
    team = approval.version.rule.team_id
    people = {line["person_id"] for line in rows(_SUPERVISORS, {"team": team})} if team else set()
    if not people:
        found = rows(_ADMINISTRATORS, {"grant": str(Grant.ADMINISTRATOR)})
        people = {line["person_id"] for line in found}
    return people - deciders.barred(approval)


def _calendar() -> BusinessCalendar | None:
    known = calendar_for(SYSTEM)
    return calendar_of(SYSTEM, known) if known is not None else None
