"""Killed without a word between the two stores: an answer is whole or not there, a wave opened or not."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from balcao.core import clock
from balcao.core.sql import rows, run
from balcao.events.models import Event
from balcao.listening.answers import actions, keys
from balcao.listening.answers.jobs import SWEEP
from balcao.listening.answers.models import Ballot, Key, Sealed
from balcao.listening.answers.tests.responding import links, wave
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave

from .desk import until
from .test_deadlines import WORK

pytestmark = [pytest.mark.group, pytest.mark.django_db(transaction=True)]
ANSWER = """
import sys, django
django.setup()
from balcao.listening.answers.actions import answer
answer(sys.argv[1], {"enps": 9}, language="en")
"""
WAITING = """
SELECT 1 FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND query ILIKE %(what)s AND pid <> pg_backend_pid()
"""


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes to be started by the test, and ended with it."""
    found: list[subprocess.Popen[bytes]] = []
    yield found
    for process in found:
        process.kill()
        process.wait()


@contextlib.contextmanager
def nobody_writes(table: str) -> Iterator[None]:
    """Until the end of the block whoever writes into this table waits."""
    held, over = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            run(f'LOCK TABLE "{table}" IN SHARE MODE')
            held.set()
            over.wait(120)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(30)
    try:
        yield
    finally:
        over.set()
        holder.join()


def python(program: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", program, *words])


def kill_while_it_waits(process: subprocess.Popen[bytes], what: str) -> None:
    """SIGKILL, in the middle of the transaction that has come to this statement."""
    until(lambda: rows(WAITING, {"what": f"%{what}%"}))
    process.kill()
    process.wait()


def nobody_waits(what: str) -> bool:
    return not rows(WAITING, {"what": f"%{what}%"})


def asked_now(people: int) -> tuple[Wave, list[str]]:
    """An anonymous wave that takes answers by the clock on the wall, and its links."""
    made = wave("enps", people=people, at=clock.now())
    Invited.objects.filter(wave=made).update(sent_at=clock.now(), next_at=None)
    return made, links(made)


def test_an_answer_cut_off_while_it_is_sealed_is_not_there_and_can_be_given_again(
    started: list[subprocess.Popen[bytes]],
) -> None:
    _made, tokens = asked_now(12)
    actions.answer(tokens[0], {"enps": 3}, language="en")
    with nobody_writes("answers_sealed"):
        started.append(python(ANSWER, tokens[1]))
        kill_while_it_waits(started[0], "INSERT INTO answers_sealed")
    until(lambda: nobody_waits("answers_sealed"))
    assert Invited.objects.filter(has_answered=True).count() == Sealed.objects.count() == 1
    again = python(ANSWER, tokens[1])
    started.append(again)
    assert again.wait(60) == 0
    assert Invited.objects.filter(has_answered=True).count() == Sealed.objects.count() == 2


def test_a_worker_killed_between_the_two_stores_leaves_all_to_the_next(
    started: list[subprocess.Popen[bytes]],
) -> None:
    made, tokens = asked_now(12)
    for number, token in enumerate(tokens[:7]):
        actions.answer(token, {"enps": number}, language="en")
    public = bytes(Key.objects.get().public)
    with nobody_writes("answers_ballot"):
        asking.close_due(made.closes_at)
        started.append(python(WORK))
        kill_while_it_waits(started[0], "INSERT INTO answers_ballot")
    until(lambda: nobody_waits("answers_ballot"))
    assert (Sealed.objects.count(), Ballot.objects.count()) == (7, 0)
    assert keys.is_here(public)
    with contextlib.suppress(
        AlreadyEnqueued
    ):  # the one that was killed may have set it down itself
        app.configure_task(SWEEP, queue="upkeep").defer(timestamp=0)
    started.append(python(WORK))
    until(lambda: Ballot.objects.count() == 7)
    until(lambda: not keys.is_here(public))
    assert not Sealed.objects.exists()
    assert sorted(v for one in Ballot.objects.all() for v in one.values.values()) == [*range(7)]
    assert Event.objects.filter(name="BallotsSettled").count() == 1
