"""While something waits: clocks stand still and say so, people are reminded, tickets end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import rows
from balcao.register.calendars.models import Calendar
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Stage
from balcao.service.approvals.waking import DEADLINES
from balcao.service.delivery.models import OutgoingMail
from balcao.service.sla import actions as sla
from balcao.service.sla import queries as promises
from balcao.service.sla.models import Clock, Pause
from balcao.service.sla.tests.promising import promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .approving import ask_of, asked, begin, link, named, rule, steps

pytestmark = pytest.mark.django_db


def _ticket(cast: Cast) -> Ticket:
    if not Calendar.objects.exists():
        promise(side="internal", hours=60)
    return cast.ticket("ana", "ti", "Notebook novo")


def _paused(ticket: Ticket) -> int:
    return Pause.objects.filter(clock__ticket=ticket, cause="approval", to_at=None).count()


def test_the_clock_pauses_and_says_so_to_both_sides(cast: Cast) -> None:
    ticket = _ticket(cast)
    approval = begin(cast, rule(named(cast, "rita")), ticket_id=ticket.pk)
    assert _paused(ticket) == Clock.objects.filter(ticket=ticket).count() > 0
    assert "it waits for an approval; until then it does not count" in _client(cast, ticket)
    actions.decide_by_token(link(approval, cast, "rita"), "approved")
    assert _paused(ticket) == 0


def _client(cast: Cast, ticket: Ticket) -> list[str]:
    """What the promises say to Ana under the hat of who asks, in whichever team she is."""
    actor = cast.actor("ana").wearing(Hat.INTERNAL)
    return [line["paused_because"] for line in promises.clocks(actor, {"id": ticket.pk})]


@pytest.mark.parametrize("how", ["refused", "expired", "withdrawn"])
def test_the_clock_goes_on_however_it_ends(cast: Cast, how: str) -> None:
    ticket = _ticket(cast)
    approval = begin(cast, rule(named(cast, "rita")), ticket_id=ticket.pk)
    if how == "refused":
        actions.decide_by_token(link(approval, cast, "rita"), "refused", "Caro demais.")
    elif how == "withdrawn":
        actions.withdraw(cast.actor("ana"), approval.pk)
    else:
        actions.fire_due(SYSTEM, approval.stages.get().due_at)
    approval.refresh_from_db()
    assert (approval.state, _paused(ticket)) == (how, 0)


def test_the_clock_waits_for_the_last_of_two_and_leaves_other_pauses_alone(cast: Cast) -> None:
    ticket = _ticket(cast)
    sla.pause(SYSTEM, ticket.pk, "Combinado por telefone")
    kept = rule(named(cast, "rita"))
    first, second = (begin(cast, kept, ticket_id=ticket.pk) for _n in range(2))
    actions.decide_by_token(link(first, cast, "rita"), "approved")
    assert _paused(ticket) > 0
    actions.decide_by_token(link(second, cast, "rita"), "approved")
    assert _paused(ticket) == 0
    assert Pause.objects.filter(clock__ticket=ticket, cause="agreement", to_at=None).exists()


def test_nobody_ends_by_hand_the_pause_that_an_approval_set(cast: Cast) -> None:
    ticket, ana = _ticket(cast), cast.actor("ana")
    approval = begin(cast, rule(named(cast, "rita")), ticket_id=ticket.pk)
    sla.pause(ana, ticket.pk, "Combinado por telefone")
    assert actions.resume(ana, ticket.pk) == _paused(ticket) > 0
    with pytest.raises(Conflict, match="approval"):
        actions.resume(ana, ticket.pk)
    with pytest.raises(NotFound):
        actions.resume(cast.actor("marina"), ticket.pk)
    actions.decide_by_token(link(approval, cast, "rita"), "approved")
    sla.pause(ana, ticket.pk, "Até o diretor ligar", cause="approval")
    assert actions.resume(ana, ticket.pk) > 0


def test_a_ticket_that_is_over_takes_back_what_waits(cast: Cast) -> None:
    ticket = _ticket(cast)
    approval = begin(cast, rule(named(cast, "rita")), ticket_id=ticket.pk)
    tickets.resolve(SYSTEM, ticket.pk)
    approval.refresh_from_db()
    assert approval.state == "withdrawn"


def test_people_are_reminded_until_they_decide_or_time_is_over(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=2, days=3, remind_days=1)))
    actions.decide_by_token(link(approval, cast, "lucia"), "approved")
    while (at := Stage.objects.get().remind_at) is not None:
        with clock.at(at):
            assert actions.fire_due(SYSTEM, at) == 1
    told = steps(approval)
    assert told.count("reminded") == 3
    subjects = OutgoingMail.objects.filter(to_address="lucia@boapraca.example")
    assert subjects.count() == 1
    secret = link(approval, cast, "rita")
    mails = OutgoingMail.objects.filter(to_address="rita@boapraca.example")
    assert [secret in mail.body for mail in mails] == [True] * 4
    due = Stage.objects.get().due_at
    assert due is not None
    assert actions.fire_due(SYSTEM, due) == 1
    approval.refresh_from_db()
    assert approval.state == "expired"
    assert OutgoingMail.objects.filter(to_address="ana@boapraca.example").exists()


def test_what_is_due_is_fired_once_by_two_at_once(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    due = Stage.objects.get().due_at
    assert actions.fire_due(SYSTEM, due) == 1
    assert actions.fire_due(SYSTEM, due) == 0
    assert steps(approval).count("ended_expired") == 1


def test_deadlines_are_seen_ahead(cast: Cast) -> None:
    begin(cast, rule(named(cast, "rita", days=1, remind_days=0)))
    due = Stage.objects.get().due_at
    assert due is not None
    assert Stage.objects.get().remind_at is None
    coming = f"SELECT at FROM ({DEADLINES.coming}) due"
    before: datetime = due - timedelta(seconds=1)
    assert rows(coming, {"horizon": before}) == []
    assert [line["at"] for line in rows(coming, {"horizon": due})] == [due]


def test_who_asked_is_told_why(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")), summary="Notebook *novo* [de ouro](http://x)")
    actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "refused", "Só em 2027.")
    told = OutgoingMail.objects.get(to_address="ana@boapraca.example")
    assert "Só em 2027" in told.body
    assert "[de ouro](" not in told.body


def test_one_without_an_address_of_work_decides_on_the_page(cast: Cast) -> None:
    cast.people["rita"].handles.update(is_work=False)
    approval: Approval = begin(cast, rule(named(cast, "rita")))
    assert asked(approval) == ["Rita"]
    assert "unreachable" in steps(approval)
    assert not OutgoingMail.objects.exists()
