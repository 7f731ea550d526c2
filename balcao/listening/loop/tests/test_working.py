"""A task is taken, given, gone through and ended; its clock is told once; who answered is asked back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.answers import actions as answers
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.loop import actions, queries, telling
from balcao.listening.loop.models import FollowUpSurvey, Task
from balcao.register.access import actions as access
from balcao.service.delivery.models import OutgoingMail
from balcao.service.notifications.models import Notification
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .closing import LATER, task, token

pytestmark = pytest.mark.django_db
DONE = "Trocamos o sofá e ligamos."
SOON = LATER + timedelta(minutes=5)


def rita(cast: Cast) -> Actor:
    """Rita, as she is signed in today."""
    return cast.actor("rita")


def finished(cast: Cast, made: Task) -> Invited:
    """The invitation by which João is asked back, sent."""
    with clock.at(SOON):
        actions.finish(rita(cast), made.pk, DONE)
        asking.send_all(SOON)
    return Invited.objects.get(subject_type="task")


def test_a_step_begins_the_task_and_a_tick_goes_away_again(cast: Cast) -> None:
    made = task(cast)
    actions.tick(rita(cast), made.pk, 2, is_done=True)
    actions.tick(rita(cast), made.pk, 0, is_done=True)
    actions.tick(rita(cast), made.pk, 0, is_done=True)
    made.refresh_from_db()
    assert (made.ticked, made.state, made.touched_at is not None) == ([0, 2], "doing", True)
    assert actions.tick(rita(cast), made.pk, 2, is_done=False).ticked == [0]
    assert Event.objects.filter(name="StepTicked").count() == 3
    with pytest.raises(NotFound):
        actions.tick(rita(cast), made.pk, 5, is_done=True)


def test_only_who_arranges_gives_it_away_and_only_to_somebody_of_the_team(cast: Cast) -> None:
    made, marina = task(cast), cast.people["marina"].pk
    with pytest.raises(Invalid):
        actions.give(rita(cast), made.pk, cast.people["ana"].pk)
    with pytest.raises(NotFound):
        actions.take(cast.actor("marina"), made.pk)
    assert actions.give(rita(cast), made.pk, marina).owner_id == marina
    with pytest.raises(Forbidden):
        actions.give(cast.actor("marina"), made.pk, cast.people["rita"].pk)
    told = Notification.objects.filter(kind="task", person_id=marina)
    assert told.count() == 1
    assert actions.take(rita(cast), made.pk).owner_id == cast.people["rita"].pk


def test_an_end_says_what_and_comes_once(cast: Cast) -> None:
    made = task(cast)
    with pytest.raises(Invalid):
        actions.finish(rita(cast), made.pk, " \r\n ")
    actions.finish(rita(cast), made.pk, DONE)
    for again in (actions.finish, actions.drop, actions.note):
        with pytest.raises(Conflict):
            again(rita(cast), made.pk, "outra vez")
    assert Event.objects.filter(name="TaskEnded").count() == 1
    assert DONE not in str(list(Event.objects.values_list("data", flat=True)))


def test_joao_is_asked_once_whether_it_is_solved_and_whoever_did_it_reads_it(cast: Cast) -> None:
    made = task(cast)
    one = finished(cast, made)
    assert one.sent_at is not None
    assert one.next_at is None
    assert OutgoingMail.objects.filter(to_address="joao@cliente.example").count() >= 2
    with clock.at(SOON + timedelta(hours=1)):
        answers.answer(token(one), {"solved": "2", "missing": "Falta a nota."}, language="pt-br")
        actions.act_all()
    told = queries.task(rita(cast), made.pk)
    assert (told["solved"], told["is_asked_back"]) == (2, True)
    assert "Falta a nota." in told["said_back"].values()
    assert Task.objects.count() == 1
    assert Ticket.objects.get().status == "resolved"
    assert Notification.objects.filter(kind="task", person=cast.people["rita"]).count() == 2


def test_the_small_survey_is_made_once_and_rests_nobody(cast: Cast) -> None:
    first, second = task(cast), task(cast)
    for made in (first, second):
        with clock.at(SOON):
            actions.finish(rita(cast), made.pk, DONE)
    with clock.at(SOON):
        asking.send_all(SOON)
    assert FollowUpSurvey.objects.count() == 1
    asked = Invited.objects.filter(subject_type="task")
    assert asked.count() == 2
    assert all(one.sent_at for one in asked)


def test_who_drops_it_asks_nobody(cast: Cast) -> None:
    made = task(cast)
    assert actions.drop(rita(cast), made.pk, "Resposta de teste.").state == "dropped"
    assert not Invited.objects.filter(subject_type="task").exists()


def test_its_time_is_told_at_three_quarters_and_at_the_end_once_each(cast: Cast) -> None:
    made = task(cast)
    assert actions.fire_due(SYSTEM, made.warn_at - timedelta(seconds=1)) == 0
    assert actions.fire_due(SYSTEM, made.warn_at) == 1
    assert actions.fire_due(SYSTEM, made.warn_at) == 0
    assert actions.fire_due(SYSTEM, made.due_at) == 1
    assert actions.fire_due(SYSTEM, made.due_at + timedelta(days=3)) == 0
    made.refresh_from_db()
    assert (made.warned_at, made.late_at) == (made.warn_at, made.due_at)
    steps = Event.objects.filter(name="TaskTimed").order_by("pk").values_list("data", flat=True)
    assert [told["step"] for told in steps] == ["warned", "late"]
    assert Notification.objects.filter(kind="task_due", person=cast.people["rita"]).count() == 2


def test_what_ended_in_time_is_never_late(cast: Cast) -> None:
    made = task(cast)
    with clock.at(SOON):
        actions.finish(rita(cast), made.pk, DONE)
    assert actions.fire_due(SYSTEM, made.due_at + timedelta(days=9)) == 0
    with pytest.raises(Forbidden):
        actions.fire_due(rita(cast), made.due_at)


def test_once_late_the_supervisors_hear_of_it_beside_who_does_it(cast: Cast) -> None:
    made = task(cast)
    actions.give(rita(cast), made.pk, cast.people["marina"].pk)
    actions.fire_due(SYSTEM, made.due_at)
    told = Notification.objects.filter(kind="task_due").values_list("person_id", flat=True)
    assert set(told) == {cast.people["marina"].pk, cast.people["rita"].pk}


def test_a_mail_is_looked_at_again_before_it_leaves(cast: Cast) -> None:
    made = task(cast)
    ana = cast.people["ana"].pk
    Task.objects.filter(pk=made.pk).update(owner=ana, ticket=None, team=None)
    assert telling.mail(made.pk, ana, "given")
    assert OutgoingMail.objects.filter(to_address="ana@boapraca.example").count() == 1
    assert not telling.mail(made.pk, cast.people["rita"].pk, "given")
    Task.objects.filter(pk=made.pk).update(state="done", what_done="x", ended_at=SOON)
    assert not telling.mail(made.pk, ana, "given")
    assert not telling.mail(0, ana, "given")


def test_a_mail_waits_for_the_end_of_quiet_hours(cast: Cast) -> None:
    made = task(cast)
    Task.objects.filter(pk=made.pk).update(owner=cast.people["ana"].pk, ticket=None)
    made.refresh_from_db()
    late = LATER.replace(hour=23)
    with clock.at(late):
        telling.tell(SYSTEM, made, telling.Why.GIVEN)
    waiting = ProcrastinateJob.objects.get(task_name="loop.mail")
    assert waiting.scheduled_at is not None
    assert waiting.scheduled_at >= late + timedelta(hours=8)


def test_a_confidential_team_s_task_is_there_for_its_members_alone(cast: Cast) -> None:
    made = task(cast)
    Task.objects.filter(pk=made.pk).update(team=cast.teams["rh"].pk, ticket=None)
    for name in ("beto", "rita"):
        with pytest.raises(NotFound):
            queries.task(cast.actor(name), made.pk)
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    assert queries.task(cast.actor("paulo"), made.pk)["id"] == made.pk


def test_who_may_edit_the_survey_reads_its_tasks_and_a_client_none(cast: Cast) -> None:
    made = task(cast)
    assert queries.task(cast.actor("beto"), made.pk)["who"] == "João Souza"
    assert [one["id"] for one in queries.tasks(cast.actor("beto"))[0]] == [made.pk]
    for name in ("joao", "zoe", "lucia", "marina"):
        assert queries.tasks(cast.actor(name)) == ([], None)
        with pytest.raises(NotFound):
            queries.history(cast.actor(name), made.pk)


def test_pages_follow_one_another_and_late_ones_stand_in_front(cast: Cast) -> None:
    made = [task(cast).pk for _n in range(3)]
    late = made[2]
    Task.objects.filter(pk=late).update(due_at=LATER - timedelta(days=1))
    found, following = queries.tasks(rita(cast), limit=2)
    assert following is not None
    rest, end = queries.tasks(rita(cast), limit=2, cursor=following)
    assert [one["id"] for one in (*found, *rest)] == [late, made[0], made[1]]
    assert end is None
    with clock.at(SOON):
        assert queries.counts(rita(cast)) == {"mine": 3, "open": 3, "late": 1}
        assert [one["id"] for one in queries.tasks(rita(cast), show="late")[0]] == [late]


def test_a_word_given_back_is_no_task_however_low(cast: Cast) -> None:
    made = task(cast)
    one = finished(cast, made)
    with clock.at(SOON + timedelta(hours=1)):
        answers.answer(token(one), {"solved": "1"}, language="en")
        actions.act_all()
    assert Task.objects.get() == made
