"""A low score becomes a task at once: whose, until when, by which steps, and never twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.events.models import Event
from balcao.listening.answers.tests.test_by_link import drawn, give, opened
from balcao.listening.asking.tests.asking import here
from balcao.listening.loop import actions, queries
from balcao.listening.loop.models import Task
from balcao.listening.loop.opening import open_for_answer
from balcao.listening.loop.rules import Terms
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from balcao.register.access import actions as access
from balcao.register.people import actions as people
from balcao.service.notifications.models import Notification
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .closing import LATER, MONDAY, answer, task

pytestmark = pytest.mark.django_db


def test_joaos_three_becomes_ritas_task(cast: Cast) -> None:
    given = answer(cast, 3, nps_why="O sofá veio riscado.")
    made = Task.objects.get()
    assert made.answer == given
    assert made.owner_id == cast.people["rita"].pk
    assert made.team_id == cast.teams["sac"].pk
    assert made.ticket_id == Ticket.objects.get().pk
    assert (made.score, made.threshold, made.state) == (Decimal(3), Decimal(6), "open")
    assert made.playbook["key"] == "detractor"
    assert len(made.playbook["steps"]) == 5
    told = Event.objects.get(name="TaskOpened").data
    assert told["owner_id"] == cast.people["rita"].pk
    assert "riscado" not in str(list(Event.objects.values_list("data", flat=True)))


def test_its_time_is_counted_in_business_days(cast: Cast) -> None:
    made = task(cast)
    assert made.opened_at == LATER
    assert made.due_at == here("2040-11-07T18:00")
    assert made.warn_at == here("2040-11-07T11:00")


@pytest.mark.parametrize(("item", "score"), [("nps", 6), ("csat", 2), ("ces", 3)])
def test_the_highest_low_score_is_a_task_and_the_next_is_none(
    cast: Cast, item: str, score: int
) -> None:
    assert task(cast, score, item).kind == item
    answer(cast, score + 1, item)
    assert Task.objects.count() == 1


def test_one_answer_is_one_task_however_often_it_is_told(cast: Cast) -> None:
    made = task(cast)
    assert open_for_answer(made.answer_id or 0) is None
    assert Task.objects.count() == 1


def test_two_low_scores_of_one_answer_are_one_task_of_the_graver(cast: Cast) -> None:
    made = task(cast, 1, "csat", "nps", nps="2")
    assert (made.kind, made.score) == ("nps", Decimal(2))


def test_inside_no_single_answer_becomes_a_task(cast: Cast) -> None:
    given = answer(cast, 9)
    Survey.objects.filter(pk=given.survey_id).update(side="internal")
    given.values = dict.fromkeys(given.values, 0)
    given.save()
    assert open_for_answer(given.pk) is None


def test_the_supervisor_with_fewest_open_tasks_gets_it_and_rather_not_who_handled_it(
    cast: Cast,
) -> None:
    for name in ("marina", "lucia"):
        access.set_membership(SYSTEM, cast.people[name].pk, cast.teams["sac"].pk, Role.SUPERVISOR)
    owners = [task(cast).owner_id for _n in range(3)]
    assert set(owners) == {cast.people[name].pk for name in ("marina", "rita", "lucia")}


def test_nobody_takes_care_of_their_own_complaint(cast: Cast) -> None:
    people.begin_relationship(SYSTEM, cast.people["joao"].pk, "employee")
    access.set_membership(SYSTEM, cast.people["joao"].pk, cast.teams["sac"].pk, Role.SUPERVISOR)
    made = [task(cast).owner_id for _n in range(2)]
    assert made == [cast.people["rita"].pk] * 2


def test_without_a_supervisor_it_falls_to_who_looks_after_the_survey_else_to_nobody_yet(
    cast: Cast,
) -> None:
    access.set_membership(SYSTEM, cast.people["rita"].pk, cast.teams["sac"].pk, Role.AGENT)
    assert task(cast).owner_id is None
    given = answer(cast, 9)
    surveys.change_survey(SYSTEM, given.survey_id, {"owner_id": cast.people["lucia"].pk})
    given.values = dict.fromkeys(given.values, 0)
    given.save()
    made = open_for_answer(given.pk)
    assert made is not None
    assert made.owner_id == cast.people["lucia"].pk


def test_who_left_the_company_gets_none(cast: Cast) -> None:
    tie = cast.people["rita"].relationships.get()
    tie.since_on = MONDAY.date() - timedelta(days=90)
    tie.save()
    people.end_relationship(SYSTEM, tie.pk, clock.today() - timedelta(days=1))
    assert task(cast).owner_id is None


def test_a_rule_of_the_survey_outweighs_the_companys_and_that_the_shipped_one(cast: Cast) -> None:
    company = Terms(Decimal(8), target_hours=4, owner_id=cast.people["marina"].pk)
    actions.set_rule(SYSTEM, None, "nps", company)
    made = task(cast, 8)
    assert made.owner_id == cast.people["marina"].pk
    assert made.due_at == LATER + timedelta(hours=4)
    assert made.playbook == {}
    given = answer(cast, 9)
    own = Terms(Decimal(2), target_days=1, is_active=False)
    actions.set_rule(SYSTEM, given.survey_id, "nps", own)
    given.values = dict.fromkeys(given.values, 0)
    given.save()
    assert open_for_answer(given.pk) is None


def test_the_owner_hears_of_it_by_the_bell_and_whoever_is_not_in_the_team_by_mail(
    cast: Cast,
) -> None:
    task(cast)
    rung = Notification.objects.get(kind="task")
    assert rung.person_id == cast.people["rita"].pk
    assert rung.ticket_id == Ticket.objects.get().pk
    company = Terms(Decimal(6), target_days=1, owner_id=cast.people["ana"].pk)
    actions.set_rule(SYSTEM, None, "nps", company)
    assert task(cast).owner_id == cast.people["ana"].pk
    assert Notification.objects.filter(kind="task").count() == 1
    assert ProcrastinateJob.objects.filter(task_name="loop.mail").count() == 1


def test_who_came_by_a_link_is_nobody_and_asked_nothing_back(cast: Cast) -> None:
    made, secret = opened("qr", "nps")
    give(secret, drawn(made), nps="3")
    actions.act_all()
    found = Task.objects.get()
    assert (found.ticket_id, found.owner_id, found.team_id) == (None, None, None)
    told = queries.task(cast.actor("beto"), found.pk)
    assert (told["who"], told["address"], told["protocol"]) == (None, None, None)
    ended = actions.finish(cast.actor("beto"), found.pk, "Mais um caixa aberto.")
    assert (ended.owner_id, ended.follow_up_id) == (cast.people["beto"].pk, None)


def test_a_task_goes_by_the_playbook_as_it_was_when_it_began(cast: Cast) -> None:
    before = task(cast)
    step = {"pt-br": "Ligue", "en": "Call"}
    actions.keep_playbook(cast.actor("beto"), "detractor", step, [step])
    after = task(cast)
    before.refresh_from_db()
    assert (before.playbook["version"], len(before.playbook["steps"])) == (0, 5)
    assert (after.playbook["version"], after.playbook["steps"]) == (1, [step])
