from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Ask
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast

from .approving import ask_of, asked, begin, leave, link, manage, named, rule, stage, states, steps

pytestmark = pytest.mark.django_db


def _decide(approval: Approval, cast: Cast, name: str, decision: str = "approved") -> None:
    actions.decide(cast.actor(name), ask_of(approval, cast, name).pk, decision, "Combinado.")
    approval.refresh_from_db()


def test_stage_after_stage_until_all_have_approved(cast: Cast) -> None:
    manage(cast, "ana", "rita")
    rh = stage("team", team_id=cast.teams["rh"].pk, role="agent", name="RH")
    two = named(cast, "lucia", "marina", name="Financeiro")
    approval = begin(cast, rule(stage("manager", name="Gestor"), two, rh))
    assert asked(approval) == ["Rita"]
    _decide(approval, cast, "rita")
    assert asked(approval) == ["Lúcia", "Marina"]
    _decide(approval, cast, "marina")
    assert asked(approval) == ["Paulo"]
    assert approval.state == "waiting"
    _decide(approval, cast, "paulo")
    assert (approval.state, states(approval)) == ("approved", ["approved"] * 3)
    told = Event.objects.get(name="ApprovalDecided")
    assert told.data["state"] == "approved"
    assert told.data["about_type"] == "thing"
    assert steps(approval)[-2:] == ["approved", "ended_approved"]


def test_one_refusal_ends_what_all_must_approve(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=None)))
    _decide(approval, cast, "rita", "refused")
    assert approval.state == "refused"
    with pytest.raises(Conflict):
        _decide(approval, cast, "lucia")


def test_of_one_of_two_the_second_may_still_approve(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=1)))
    _decide(approval, cast, "rita", "refused")
    assert approval.state == "waiting"
    _decide(approval, cast, "lucia")
    assert approval.state == "approved"


def test_two_of_three_are_refused_once_two_refuse(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", "beto", needed=2)))
    _decide(approval, cast, "rita", "refused")
    assert approval.state == "waiting"
    _decide(approval, cast, "beto", "refused")
    assert approval.state == "refused"


def test_stages_below_the_amount_are_not_asked(cast: Cast) -> None:
    kept = rule(named(cast, "rita"), named(cast, "lucia", from_amount="8000"))
    small, large = begin(cast, kept, amount=7999), begin(cast, kept, amount=8000)
    unknown = begin(cast, kept)
    for approval in (small, large, unknown):
        _decide(approval, cast, "rita")
    assert (small.state, states(small)) == ("approved", ["approved", "skipped"])
    assert asked(large) == asked(unknown) == ["Lúcia"]


def test_what_no_stage_applies_to_is_approved_at_once(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", from_amount="100")), amount=99)
    assert approval.state == "approved"
    assert Event.objects.get(name="ApprovalDecided").data["about_id"] == approval.subject_id


def test_a_refusal_says_why(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    with pytest.raises(Invalid) as refused:
        actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "refused", "  ")
    assert "reason" in refused.value.fields
    with pytest.raises(Invalid):
        actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "perhaps")
    assert asked(approval) == ["Rita"]


def test_nobody_decides_what_they_were_not_asked(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    ask = ask_of(approval, cast, "rita")
    outside = cast.actor("rita").wearing(Hat.EXTERNAL)
    for actor in (cast.actor("ana"), cast.actor("beto"), cast.actor("joao"), outside, NOBODY):
        with pytest.raises(NotFound):
            actions.decide(actor, ask.pk, "approved")


def test_who_asks_never_approves_it(cast: Cast) -> None:
    """Neither as one of many nor as their own manager's only choice: who is above them is asked."""
    manage(cast, "rita", "lucia")
    approval = begin(cast, rule(named(cast, "rita", "beto", needed=2)), "rita")
    assert asked(approval) == ["Beto", "Lúcia"]
    assert "stands_in" in steps(approval)
    ask = ask_of(approval, cast, "beto")
    Ask.objects.filter(pk=ask.pk).update(approver=cast.people["rita"], decider=cast.people["rita"])
    with pytest.raises(Forbidden):
        actions.decide(cast.actor("rita"), ask.pk, "approved")


def test_who_asks_for_another_does_not_approve_it_either(cast: Cast) -> None:
    kept = rule(named(cast, "rita", "beto", needed=1))
    approval = actions.begin(
        cast.actor("rita"),
        kept.pk,
        subject=("thing", 1),
        requester_id=cast.people["ana"].pk,
        summary="Notebook",
    )
    assert asked(approval) == ["Beto"]


def test_the_head_of_a_department_is_who_manages_in_it_and_reports_to_nobody_there(
    cast: Cast,
) -> None:
    from balcao.register.people import actions as people
    from balcao.register.people.models import Relationship

    department = people.add_organization(
        SYSTEM, "Tecnologia", "department", team_id=cast.teams["sac"].pk
    )
    for name in ("ana", "paulo", "beto"):
        Relationship.objects.filter(person=cast.people[name]).update(organization=department)
    own = stage("department_head")
    without = begin(cast, rule(own, name="Sem chefe"))
    assert asked(without) == ["Rita"]  # the supervisor of the team that answers for it
    manage(cast, "ana", "paulo")
    manage(cast, "paulo", "lucia")
    headed = begin(cast, rule(own, name="Com chefe"))
    assert asked(headed) == ["Paulo"]
    named_one = rule(stage("department_head", organization_id=department.pk), name="De fora")
    assert asked(begin(cast, named_one, "marina")) == ["Paulo"]


def test_without_anybody_to_ask_it_waits_for_who_keeps_the_rule(cast: Cast) -> None:
    kept = rule(stage("manager"), team_id=cast.teams["sac"].pk)
    approval = begin(cast, kept)
    assert (approval.state, asked(approval), "stuck" in steps(approval)) == ("waiting", [], True)
    mailed = OutgoingMail.objects.filter(to_address="rita@boapraca.example")
    assert mailed.exists()
    with pytest.raises(NotFound):
        actions.name_approver(cast.actor("marina"), approval.pk, cast.people["lucia"].pk)
    for unfit in ("ana", "joao"):
        with pytest.raises(Invalid):
            actions.name_approver(cast.actor("rita"), approval.pk, cast.people[unfit].pk)
    actions.name_approver(cast.actor("rita"), approval.pk, cast.people["lucia"].pk)
    assert asked(approval) == ["Lúcia"]
    with pytest.raises(Conflict):
        actions.name_approver(cast.actor("rita"), approval.pk, cast.people["beto"].pk)
    _decide(approval, cast, "lucia")
    assert approval.state == "approved"


def test_an_approver_who_leaves_is_replaced_by_who_is_above_them(cast: Cast) -> None:
    manage(cast, "ana", "rita")
    manage(cast, "rita", "lucia")
    approval = begin(cast, rule(stage("manager")))
    dead = link(approval, cast, "rita")
    leave(cast, "rita")
    assert asked(approval) == ["Lúcia"]
    with pytest.raises(NotFound):
        actions.decide_by_token(dead, "approved")
    with pytest.raises(NotFound):
        actions.decide(cast.actor("rita"), Ask.objects.order_by("pk")[0].pk, "approved")
    _decide(approval, cast, "lucia")
    assert approval.state == "approved"


def test_two_of_two_that_can_not_be_reached_any_more_refuse_nothing(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=2)))
    _decide(approval, cast, "lucia")
    leave(cast, "rita")
    approval.refresh_from_db()
    assert (approval.state, asked(approval)) == ("waiting", [])
    assert "stuck" in steps(approval)
    actions.name_approver(cast.actor("beto"), approval.pk, cast.people["paulo"].pk)
    _decide(approval, cast, "paulo")
    assert approval.state == "approved"


def test_an_approver_who_left_before_decides_nothing(cast: Cast) -> None:
    manage(cast, "rita", "lucia")
    leave(cast, "rita")
    assert asked(begin(cast, rule(named(cast, "rita")))) == ["Lúcia"]


def test_one_thing_waits_once(cast: Cast) -> None:
    kept = rule(named(cast, "rita"))
    approval = begin(cast, kept, subject=("request", 7))
    with pytest.raises(Conflict):
        begin(cast, kept, subject=("request", 7))
    actions.withdraw(cast.actor("ana"), approval.pk)
    assert begin(cast, kept, subject=("request", 7)).state == "waiting"


def test_who_asked_may_take_it_back_and_others_not(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita"), team_id=cast.teams["sac"].pk))
    dead = link(approval, cast, "rita")
    for name in ("marina", "joao"):
        with pytest.raises(NotFound):
            actions.withdraw(cast.actor(name), approval.pk)
    actions.withdraw(cast.actor("ana"), approval.pk)
    approval.refresh_from_db()
    assert (approval.state, states(approval)) == ("withdrawn", ["withdrawn"])
    with pytest.raises(Conflict):
        actions.decide_by_token(dead, "approved")
    with pytest.raises(Conflict):
        actions.withdraw(cast.actor("ana"), approval.pk)


def test_what_is_over_is_decided_no_more(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", days=2)))
    due = approval.stages.get().due_at
    assert due is not None
    with clock.at(due + timedelta(seconds=1)):
        with pytest.raises(Conflict):
            _decide(approval, cast, "rita")
        actions.fire_due(SYSTEM, clock.now())
    approval.refresh_from_db()
    assert (approval.state, states(approval)) == ("expired", ["expired"])


def test_a_rule_that_changes_leaves_what_waits_as_it_began(cast: Cast) -> None:
    kept = rule(named(cast, "rita"), named(cast, "lucia"))
    approval = begin(cast, kept)
    actions.keep_rule(SYSTEM, "Compras", [named(cast, "beto")], rule_id=kept.pk)
    _decide(approval, cast, "rita")
    assert asked(approval) == ["Lúcia"]
    assert asked(begin(cast, kept)) == ["Beto"]
    actions.set_active(SYSTEM, kept.pk, is_active=False)
    with pytest.raises(NotFound):
        begin(cast, kept)


def test_amounts_below_zero_are_refused_by_the_table(cast: Cast) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        begin(cast, rule(named(cast, "rita")), amount=Decimal(-1))
