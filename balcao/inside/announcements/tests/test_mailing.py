"""Mails in waves: batch by batch, within each reader's hours, and never what is needless."""

from __future__ import annotations

from datetime import time, timedelta
from unittest.mock import Mock

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.inside.announcements import actions, leaving, mailing, pushing, queries
from balcao.inside.announcements.models import Held, Wave
from balcao.register.people import actions as people
from balcao.service.delivery.models import OutgoingMail
from balcao.service.notifications import actions as notifications
from balcao.service.notifications.tests.pushing import PushService, served, subscribed
from tests.cast import Cast
from tests.statements import counted

from .announcing import MORNING, NIGHT, WORKING, colleagues, content, published

INSIDE = 7


def mailed() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to_address", flat=True))


def test_those_inside_are_mailed_once_at_their_work_address(cast: Cast) -> None:
    with clock.at(WORKING):
        published(cast.actor("beto"), ["internal", "customer"], is_mailed=True)
        assert mailing.walk_all() == INSIDE
        assert mailing.walk_all() == 0
    assert "joao@cliente.example" not in mailed()
    assert len(set(mailed())) == len(mailed()) == INSIDE
    mail = OutgoingMail.objects.filter(to_address="ana@boapraca.example").get()
    assert "Novo horário" in mail.subject
    assert "/comunicados/" in mail.body


def test_of_what_everybody_reads_those_inside_alone_are_mailed(cast: Cast) -> None:
    with clock.at(WORKING):
        published(cast.actor("beto"), ["public"], is_mailed=True)
        assert mailing.walk_all() == INSIDE
        published(cast.actor("beto"), ["customer"], is_mailed=True)
        assert mailing.walk_all() == 0


def test_customers_are_mailed_at_their_own_address_with_a_way_out_and_only_once(cast: Cast) -> None:
    beto, ana = cast.actor("beto"), cast.people["ana"]
    people.begin_relationship(SYSTEM, ana.pk, "customer")
    with clock.at(WORKING):
        published(beto, ["public"], is_mailed=True, mails_customers=True)
        assert mailing.walk_all() == INSIDE + 1
        assert len(set(mailed())) == len(mailed()) == INSIDE + 1
        mail = OutgoingMail.objects.get(to_address="joao@cliente.example")
        token = leaving.token(cast.people["joao"].pk)
        assert mail.unsubscribe.endswith(f"/comunicados/sair/{token}/")
        assert mail.unsubscribe in mail.body
        assert not OutgoingMail.objects.exclude(pk=mail.pk).exclude(unsubscribe="").exists()
        leaving.choose(token, is_wanted=False)
        published(beto, ["internal", "customer"], is_mailed=True, mails_customers=True)
        assert mailing.walk_all() == INSIDE
        leaving.choose(token, is_wanted=True)
        published(beto, ["customer"], mails_customers=True)
        assert mailing.walk_all() == 1
        published(beto, ["internal"], mails_customers=True)
        assert mailing.walk_all() == 0


def test_at_night_no_customer_is_written_down_to_wait(cast: Cast) -> None:
    with clock.at(NIGHT):
        published(cast.actor("beto"), ["customer"], mails_customers=True)
        assert mailing.walk_all() == 0
    assert not Held.objects.exists()
    with clock.at(MORNING):
        assert mailing.walk_all() == 1


def test_a_batch_that_was_cut_off_is_mailed_once_and_only_while_there_is_room(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "AT_A_TIME", 3)
    monkeypatch.setattr(mailing, "BACKLOG_MOST", 4)
    with clock.at(WORKING):
        published(cast.actor("beto"), is_mailed=True)
        with monkeypatch.context() as killed:
            killed.setattr(Wave, "save", Mock(side_effect=KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                mailing.walk_once()
        assert (mailing.walk_all(), mailing.walk_all()) == (6, 0)
        OutgoingMail.objects.update(state="sent", body="", unsubscribe="")
        assert mailing.walk_all() == INSIDE - 6
    assert len(set(mailed())) == len(mailed()) == INSIDE


def test_browsers_that_stand_by_are_told_in_the_same_hours(cast: Cast) -> None:
    service = PushService()
    subscribed(cast, service)
    with clock.at(NIGHT):
        made = published(cast.actor("beto"), is_mailed=True)
        mailing.walk_all()
    assert not pushes()
    with clock.at(MORNING):
        mailing.walk_all()
        assert pushes() == [{"announcement_id": made.pk, "people": [cast.people["marina"].pk]}]
    marina = [cast.people["marina"].pk]
    assert pushing.push_now(made.pk, marina, served(service)) == 1
    actions.withdraw(cast.actor("beto"), made.pk)
    assert pushing.push_now(made.pk, marina, served(service)) == 0
    told = service.read()
    assert (told["body"], told["address"]) == ("Novo horário", f"/comunicados/{made.pk}/")


def pushes() -> list[dict[str, object]]:
    jobs = ProcrastinateJob.objects.filter(task_name="announcements.push")
    return list(jobs.order_by("pk").values_list("args", flat=True))


def test_whoever_has_quiet_hours_is_mailed_when_they_end(cast: Cast) -> None:
    with clock.at(NIGHT - timedelta(days=1)):
        notifications.set_rest(
            cast.actor("marina"),
            time(1, 0),
            time(2, 0),
            is_quiet_at_weekends=False,
            digest_at=[time(8)],
        )
    with clock.at(NIGHT):
        published(cast.actor("beto"), is_mailed=True)
        assert mailing.walk_all() == 1
        assert mailed() == ["marina@boapraca.example"]
        assert Held.objects.count() == INSIDE - 1
    with clock.at(MORNING - timedelta(minutes=1)):
        assert mailing.walk_all() == 0
    with clock.at(MORNING):
        assert mailing.walk_all() == INSIDE - 1
    assert Held.objects.count() == 0
    assert Wave.objects.get().mailed == INSIDE


def test_what_was_read_or_withdrawn_meanwhile_is_not_mailed(cast: Cast) -> None:
    beto = cast.actor("beto")
    with clock.at(NIGHT):
        first = published(beto, is_mailed=True)
        published(beto, title="Outro", is_mailed=True)
        mailing.walk_all()
        actions.see(cast.actor("ana"), first.pk)
        actions.withdraw(beto, first.pk)
    with clock.at(MORNING):
        assert mailing.walk_all() == INSIDE
    assert OutgoingMail.objects.filter(subject__contains="Outro").count() == INSIDE
    assert not OutgoingMail.objects.filter(subject__contains="Novo horário").exists()


def test_a_batch_after_another_takes_as_many_statements_and_misses_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleagues(13)
    monkeypatch.setattr(mailing, "AT_A_TIME", 5)
    with clock.at(WORKING):
        published(cast.actor("beto"), is_mailed=True)
        counts = [counted(mailing.walk_once) for _batch in range(4)]
        assert mailing.walk_once() == 0 or Wave.objects.get().ended_at
    assert len(mailed()) == INSIDE + 13
    assert max(counts) - min(counts) <= 1


def test_whoever_has_not_confirmed_is_reminded_and_nobody_else(cast: Cast) -> None:
    beto = cast.actor("beto")
    with clock.at(WORKING):
        made = published(beto, needs_confirmation=True, is_mailed=True, remind_days=2)
        mailing.walk_all()
        for name in ("ana", "marina", "carlos"):
            actions.confirm(cast.actor(name), made.pk, edition=1)
        actions.see(cast.actor("rita"), made.pk)
    OutgoingMail.objects.all().delete()
    with clock.at(WORKING + timedelta(days=2)):
        assert mailing.walk_all() == INSIDE - 3
    assert "rita@boapraca.example" in mailed()
    assert "ana@boapraca.example" not in mailed()
    waves = queries.waves(beto, made.pk)
    assert [one["kind"] for one in waves] == ["first", "reminder", "reminder", "reminder"]


def test_reminders_that_were_missed_come_once(cast: Cast) -> None:
    with clock.at(WORKING):
        published(cast.actor("beto"), needs_confirmation=True, is_mailed=True, remind_days=1)
        mailing.walk_all()
    OutgoingMail.objects.all().delete()
    with clock.at(WORKING + timedelta(days=7)):
        mailing.walk_all()
    assert len(set(mailed())) == len(mailed()) == INSIDE


def test_no_reminder_is_planned_for_when_it_is_over(cast: Cast) -> None:
    with clock.at(WORKING):
        published(
            cast.actor("beto"),
            needs_confirmation=True,
            is_mailed=True,
            remind_days=3,
            expires_at=WORKING + timedelta(days=4),
        )
    assert Wave.objects.count() == 2


def test_an_author_reminds_by_hand_once_a_day(cast: Cast) -> None:
    beto = cast.actor("beto")
    with clock.at(WORKING):
        made = published(beto, needs_confirmation=True)
        actions.remind(beto, made.pk)
        assert mailing.walk_all() == INSIDE
        with pytest.raises(Conflict):
            actions.remind(beto, made.pk)
        with pytest.raises(Conflict):
            actions.remind(beto, published(beto).pk)
    with clock.at(WORKING + timedelta(days=1)):
        actions.remind(beto, made.pk)


def test_a_new_edition_mails_again_only_where_it_asks_again(cast: Cast) -> None:
    beto = cast.actor("beto")
    with clock.at(WORKING):
        made = published(beto, is_mailed=True)
        mailing.walk_all()
        actions.revise(beto, made.pk, content("Vírgula"), asks_again=False)
        assert mailing.walk_all() == 0
        actions.revise(beto, made.pk, content("Outro horário"), asks_again=True)
        assert mailing.walk_all() == INSIDE


def test_a_confidential_teams_title_stays_on_the_page(cast: Cast) -> None:
    with clock.at(WORKING):
        made = published(SYSTEM, title="Reajuste", team_id=cast.teams["rh"].pk, is_mailed=True)
        mailing.walk_all()
    assert made.team_id == cast.teams["rh"].pk
    assert OutgoingMail.objects.exists()
    for mail in OutgoingMail.objects.all():
        assert "Reajuste" not in mail.subject + mail.body
