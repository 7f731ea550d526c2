"""Several at once: one wave, one mail, one answer, and no answer after the close."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.core.sql import run
from balcao.listening.asking import actions
from balcao.listening.asking.models import Invited, Wave
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions as tickets
from tests.cast import make_cast

from .asking import occasion, survey

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("joao", "zoe")


def at_once(works: Iterable[Callable[[], object]]) -> list[BaseException]:
    """Do all of these in threads of their own, begun together; what they raised."""
    told = list(works)
    gate, raised = threading.Barrier(len(told)), list[BaseException]()

    def do(work: Callable[[], object]) -> None:
        try:
            gate.wait(20)
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[work]) for work in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def invited() -> Invited:
    cast = make_cast()
    occasion(survey(), "resolved")
    tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
    actions.send_all(clock.now())
    return Invited.objects.get()


def test_tickets_that_end_together_open_one_wave() -> None:
    cast = make_cast()
    occasion(survey(), "resolved", quarantine_days=0)
    found = [cast.ticket(name, "sac").pk for name in NAMES for _n in range(2)]
    assert at_once([partial(tickets.resolve, SYSTEM, pk) for pk in found]) == []
    assert Wave.objects.count() == 1
    assert Invited.objects.count() == 4


def test_jobs_that_run_together_send_each_mail_once() -> None:
    cast = make_cast()
    occasion(survey(), "resolved", quarantine_days=0)
    for name in NAMES:
        for _n in range(3):
            tickets.resolve(SYSTEM, cast.ticket(name, "sac").pk)
    now = clock.now()
    assert at_once([lambda: actions.send_all(now)] * 3) == []
    assert Invited.objects.exclude(sent_at=None).count() == 6
    assert OutgoingMail.objects.filter(purpose="notice").count() == 6


def test_two_devices_answer_once() -> None:
    one = invited()
    mark = transaction.atomic(partial(actions.mark_answered, one.pk))
    raised = at_once([mark] * 3)
    assert [type(error) for error in raised] == [Conflict, Conflict]
    assert Invited.objects.get().has_answered


def test_a_wave_waits_for_the_answer_that_is_being_written() -> None:
    one = invited()
    held, looked = threading.Event(), threading.Event()

    def answer() -> None:
        with transaction.atomic():
            actions.mark_answered(one.pk)
            held.set()
            assert looked.wait(20)

    def close() -> None:
        assert held.wait(20)
        try:
            with transaction.atomic():
                run("SET LOCAL lock_timeout = '50ms'")
                with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                    actions.close_due(one.wave.closes_at)
        finally:
            looked.set()

    assert at_once([answer, close]) == []
    assert actions.close_due(one.wave.closes_at) == 1
    assert Invited.objects.get().has_answered
