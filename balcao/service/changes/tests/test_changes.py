from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.access import actions as access
from balcao.service.approvals import actions as approvals
from balcao.service.approvals.models import Approval
from balcao.service.approvals.tests.approving import ask_of, named, rule
from balcao.service.assets.tests.owning import asset
from balcao.service.changes import actions, queries
from balcao.service.changes.models import Change, Touched
from balcao.service.problems.tests.causing import problem
from tests.cast import Cast
from tests.statements import counted

from .changing import SATURDAY, WORST, change, plan


def _supervisor(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)


def test_the_risk_follows_from_the_answers_once_all_are_given(cast: Cast) -> None:
    made = change(cast, by="ana", answers={"tested": "no", "reach": "nonsense"})
    assert (made.answers, made.risk) == ({"tested": "no"}, None)
    actions.rewrite(cast.actor("ana"), made.pk, plan(answers=WORST))
    made.refresh_from_db()
    assert (made.likelihood, made.impact, made.risk) == (3, 3, 4)


def test_a_standard_change_is_agreed_to_at_once_where_it_is_harmless(cast: Cast) -> None:
    ana = cast.actor("ana")
    made = change(cast, by="ana", kind="standard", answers=WORST)
    with pytest.raises(Invalid) as refused:
        actions.submit(ana, made.pk)
    assert set(refused.value.fields) == {"kind"}
    actions.rewrite(ana, made.pk, plan(kind="standard"))
    assert actions.submit(ana, made.pk).state == "approved"


def test_a_normal_change_waits_for_a_supervisor_who_is_somebody_else(cast: Cast) -> None:
    _supervisor(cast)
    ana, lucia = cast.actor("ana"), cast.actor("lucia")
    made = change(cast, by="ana")
    actions.submit(ana, made.pk)
    for name in ("ana", "marina", "rita"):
        with pytest.raises(Forbidden):
            actions.decide(cast.actor(name), made.pk, is_approved=True)
    with pytest.raises(Invalid):
        actions.decide(lucia, made.pk, is_approved=False, reason=" ")
    refused = actions.decide(lucia, made.pk, is_approved=False, reason="É Black Friday.")
    assert (refused.state, refused.decision_why) == ("refused", "É Black Friday.")
    actions.replan(ana, made.pk)
    actions.submit(ana, made.pk)
    assert actions.decide(lucia, made.pk, is_approved=True).decided_by_id == lucia.person_id
    own = change(cast, by="lucia")
    actions.submit(lucia, own.pk)
    with pytest.raises(Forbidden):
        actions.decide(lucia, own.pk, is_approved=True)


def test_an_approval_decides_where_one_is_named(cast: Cast) -> None:
    _supervisor(cast)
    ana, kept = cast.actor("ana"), rule(named(cast, "rita"), name="Mudanças")
    made = change(cast, by="ana", rule_id=kept.pk)
    actions.submit(ana, made.pk)
    approval = Approval.objects.get(subject_type="change", subject_id=made.pk)
    assert made.plan in approval.details
    assert made.back_out in approval.details
    with pytest.raises(Conflict):
        actions.decide(cast.actor("lucia"), made.pk, is_approved=True)
    approvals.decide(
        cast.actor("rita"), ask_of(approval, cast, "rita").pk, "approved", "Pode fazer."
    )
    made.refresh_from_db()
    assert made.state == "approved"


def test_what_is_taken_back_waits_for_nobody(cast: Cast) -> None:
    ana, kept = cast.actor("ana"), rule(named(cast, "rita"), name="Mudanças")
    made = change(cast, by="ana", rule_id=kept.pk)
    actions.submit(ana, made.pk)
    assert actions.replan(ana, made.pk).state == "draft"
    assert Approval.objects.get().state == "withdrawn"
    actions.submit(ana, made.pk)
    waiting = Approval.objects.get(state="waiting")
    approvals.withdraw(ana, waiting.pk)
    made.refresh_from_db()
    assert made.state == "draft"
    actions.submit(ana, made.pk)
    actions.cancel(ana, made.pk, "Não precisa mais.")
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert not Approval.objects.filter(state="waiting").exists()


def test_an_emergency_is_a_supervisor_s_word_with_its_reason(cast: Cast) -> None:
    _supervisor(cast)
    made = change(cast, by="ana", kind="emergency", answers=WORST)
    lucia = cast.actor("lucia")
    with pytest.raises(Invalid):
        actions.submit(lucia, made.pk)
    actions.rewrite(lucia, made.pk, plan(kind="emergency", urgent_why="Parou.", answers=WORST))
    with pytest.raises(Forbidden):
        actions.submit(cast.actor("ana"), made.pk)
    assert actions.submit(lucia, made.pk).state == "approved"


def test_it_happens_and_is_looked_back_on_by_other_eyes_where_it_went_wrong(cast: Cast) -> None:
    _supervisor(cast)
    ana, lucia = cast.actor("ana"), cast.actor("lucia")
    made = change(cast, by="ana", kind="standard")
    actions.submit(ana, made.pk)
    with pytest.raises(Conflict):
        actions.finish(ana, made.pk, "success")
    assert actions.begin_change(ana, made.pk).began_at is not None
    with pytest.raises(Invalid):
        actions.finish(ana, made.pk, "well")
    actions.finish(ana, made.pk, "backed_out")
    with pytest.raises(Invalid):
        actions.review(lucia, made.pk, "backed_out", " ")
    with pytest.raises(Forbidden):
        actions.review(ana, made.pk, "backed_out", "Faltou testar.")
    ended = actions.review(lucia, made.pk, "backed_out", "Faltou testar.")
    assert (ended.state, ended.reviewed_by_id) == ("reviewed", lucia.person_id)
    with pytest.raises(Conflict):
        actions.cancel(lucia, made.pk, "x")


def test_what_was_agreed_to_stays_as_it_was(cast: Cast) -> None:
    ana = cast.actor("ana")
    made = change(cast, by="ana", kind="standard")
    actions.submit(ana, made.pk)
    with pytest.raises(Conflict):
        actions.rewrite(ana, made.pk, plan("Outra coisa", kind="standard"))
    draft = change(cast, by="ana")
    actions.rewrite(ana, draft.pk, plan("Nova"), version=1)
    with pytest.raises(Conflict):
        actions.rewrite(ana, draft.pk, plan("Velha"), version=1)


def test_every_agent_reads_it_and_only_its_team_changes_it(cast: Cast) -> None:
    made, hidden = change(cast, by="ana"), change(cast, team="rh", title="Folha")
    for name, seen in {
        "marina": [made.pk],
        "ana": [made.pk],
        "paulo": [made.pk, hidden.pk],
    }.items():
        actor = cast.actor(name)
        assert sorted(one["id"] for one in queries.changes(actor)[0]) == seen
        window = queries.between(actor, SATURDAY, SATURDAY + timedelta(hours=1))
        assert sorted(one["id"] for one in window) == seen
    for name in ("joao", "carlos", "lucia", "beto"):
        assert queries.changes(cast.actor(name))[0] == []
        with pytest.raises(NotFound):
            queries.change(cast.actor(name), made.pk)
    with pytest.raises(Forbidden):
        actions.submit(cast.actor("marina"), made.pk)
    with pytest.raises(NotFound):
        actions.submit(cast.actor("ana"), hidden.pk)


def test_changes_that_touch_the_same_in_the_same_time_meet(cast: Cast) -> None:
    one = change(cast, services=["Emissão de nota"])
    meets = change(
        cast, services=["emissao de NOTA", "ERP"], starts_at=SATURDAY + timedelta(hours=1),
        ends_at=SATURDAY + timedelta(hours=3),
    )  # fmt: skip
    change(cast, services=["Telefonia"])
    change(
        cast, services=["Emissão de nota"], starts_at=SATURDAY + timedelta(hours=2),
        ends_at=SATURDAY + timedelta(hours=3),
    )  # fmt: skip
    (meeting,) = queries.conflicts(cast.actor("marina"), [one.pk])[one.pk]
    assert (meeting.id, meeting.services) == (meets.pk, ["emissao de NOTA"])
    assert (meeting.since, meeting.until) == (
        SATURDAY + timedelta(hours=1),
        SATURDAY + timedelta(hours=2),
    )
    actions.cancel(SYSTEM, meets.pk, "Adiada")
    assert queries.conflicts(cast.actor("marina"), [one.pk]) == {}


def test_changes_to_the_same_asset_meet_and_its_number_is_its_keepers_alone(cast: Cast) -> None:
    known = asset(cast, number="TI-0001")
    one, other = change(cast, assets=["ti-0001"]), change(cast, assets=["TI-0001"])
    assert Touched.objects.filter(asset=known).count() == 2
    (meeting,) = queries.conflicts(cast.actor("ana"), [one.pk])[one.pk]
    assert (meeting.id, meeting.assets) == (other.pk, ["TI-0001"])
    assert queries.conflicts(cast.actor("marina"), [one.pk])[one.pk][0].assets == []
    assert [line["number"] for line in queries.touched(cast.actor("ana"), one.pk)] == ["TI-0001"]
    assert queries.touched(cast.actor("marina"), one.pk) == []
    with pytest.raises(Invalid):
        actions.plan_change(cast.actor("marina"), cast.teams["sac"].pk, plan(assets=["TI-0001"]))


def test_a_hidden_change_is_no_conflict_for_others(cast: Cast) -> None:
    one, hidden = change(cast, services=["ERP"]), change(cast, team="rh", services=["ERP"])
    assert queries.conflicts(cast.actor("ana"), [one.pk]) == {}
    assert queries.conflicts(cast.actor("paulo"), [one.pk])[one.pk][0].id == hidden.pk


def test_readers_of_the_status_page_are_told_their_own_and_no_more(cast: Cast) -> None:
    words = {"pt-br": "O site para às 22h.", "en": ""}
    made = change(cast, kind="standard", audience=["customer"], notice=words)
    change(cast, kind="standard", audience=["public"], notice=words, title="Rascunho")
    joao, marina = cast.actor("joao"), cast.actor("marina")
    until = SATURDAY + timedelta(days=1)
    assert queries.announced(joao, SATURDAY, until) == []
    actions.submit(SYSTEM, made.pk)
    (told,) = queries.announced(joao, SATURDAY, until)
    assert told["notice"]["pt-br"] == words["pt-br"]
    assert not {"title", "plan", "team"} & set(told)
    for other in (marina, NOBODY, cast.actor("zoe")):
        assert queries.announced(other, SATURDAY, until) == []
    with pytest.raises(Invalid):
        change(cast, audience=["public"])
    with pytest.raises(Invalid):
        change(cast, audience=["friends"], notice=words)


def test_tickets_and_problems_are_told_to_who_may_read_them(cast: Cast) -> None:
    ticket, cause = cast.ticket("joao", "sac", "Sem nota"), problem(cast, team="rh")
    made = change(cast, problem_id=cause.pk)
    with pytest.raises(NotFound):
        actions.link_ticket(cast.actor("ana"), made.pk, ticket.protocol)
    actions.link_ticket(cast.actor("marina"), made.pk, ticket.protocol)
    marina, paulo = cast.actor("marina"), cast.actor("paulo")
    assert [one["subject"] for one in queries.tickets(marina, made.pk)] == ["Sem nota"]
    assert queries.tickets(paulo, made.pk) == []
    assert queries.of_ticket(marina, ticket.pk)[0]["id"] == made.pk
    assert queries.of_ticket(paulo, ticket.pk) == []
    assert queries.change(marina, made.pk)["problem"] is None
    assert queries.change(paulo, made.pk)["problem"] == cause.title
    with pytest.raises(NotFound):
        actions.plan_change(cast.actor("ana"), cast.teams["ti"].pk, plan(problem_id=cause.pk))


def test_the_calendar_costs_as_many_statements_for_two_as_for_many(cast: Cast) -> None:
    until, ana = SATURDAY + timedelta(days=1), cast.actor("ana")
    for _n in range(2):
        change(cast, services=["ERP"])
    few = counted(lambda: queries.between(ana, SATURDAY, until))
    for _n in range(8):
        change(cast, services=["ERP"])
    assert counted(lambda: queries.between(ana, SATURDAY, until)) == few
    assert counted(lambda: queries.changes(ana)) == 1
    page, after = queries.changes(ana, limit=6)
    assert len(page) == 6
    assert len(queries.changes(ana, limit=6, cursor=after or "")[0]) == 4


def test_wrong_plans_are_refused_in_words(cast: Cast) -> None:
    ana, team = cast.actor("ana"), cast.teams["ti"].pk
    for wrong, name in (
        (plan(" "), "title"),
        (plan(ends_at=None), "starts_at"),
        (plan(ends_at=SATURDAY), "ends_at"),
        (plan(kind="urgent"), "kind"),
        (plan(rule_id=987654), "rule"),
        (plan(plan="x" * 9000), "plan"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.plan_change(ana, team, wrong)
        assert name in refused.value.fields
    with pytest.raises(Invalid):
        actions.plan_change(ana, cast.teams["rh"].pk, plan())
    bare = actions.plan_change(ana, team, replace(plan(), answers={}, plan="", back_out=""))
    with pytest.raises(Invalid) as refused:
        actions.submit(ana, bare.pk)
    assert set(refused.value.fields) == {"answers", "plan", "back_out"}
    assert Change.objects.get().answers == {}


def test_what_is_ahead_stands_by_its_window_and_what_was_missed_apart(cast: Cast) -> None:
    week = timedelta(days=7)
    none = change(cast, starts_at=None, ends_at=None)
    late = change(cast, starts_at=SATURDAY + week, ends_at=SATURDAY + week + timedelta(hours=2))
    first = change(cast)
    with clock.at(SATURDAY - timedelta(days=1)):
        found, following = queries.changes(SYSTEM, show="ahead", limit=2)
        rest, _end = queries.changes(SYSTEM, show="ahead", limit=2, cursor=following or "")
        assert queries.counts(SYSTEM)["missed"] == 0
    assert [one["id"] for one in (*found, *rest)] == [first.pk, late.pk, none.pk]
    with clock.at(SATURDAY + timedelta(hours=2)):
        assert [one["id"] for one in queries.changes(SYSTEM, show="missed")[0]] == [first.pk]
        assert queries.counts(SYSTEM) == {
            "ahead": 2, "waiting": 0, "missed": 1, "review": 0, "ended": 0,
        }  # fmt: skip
