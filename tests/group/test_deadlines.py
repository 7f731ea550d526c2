"""Deadlines by a real worker, in a process of its own: at their instant, and by the next one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from balcao.core.sql import rows
from balcao.events.models import Event
from balcao.service.sla.models import Alert, Clock
from balcao.service.sla.tests.promising import ALWAYS, calendar, promise
from tests.cast import make_cast

from .desk import until

pytestmark = [pytest.mark.group, pytest.mark.django_db(transaction=True)]
WORK = "import django; django.setup(); from balcao.config.worker import main; main()"
SECOND = timedelta(seconds=1)


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers to be started by the test, and ended with it."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for worker in started:
        worker.kill()
        worker.wait()


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORK])


def _told(percent: int) -> bool:
    return Alert.objects.filter(percent=percent, told_at__isnull=False).exists()


def test_each_step_is_told_within_a_second_and_by_the_next_worker_when_one_dies(
    workers: list[subprocess.Popen[bytes]],
) -> None:
    """Half of eight seconds under the first worker; killed then; the rest under the second."""
    cast = make_cast()
    promise("first_reply", 8 / 3600, calendar=calendar(ALWAYS), alerts_always=True)
    workers.append(_worker())
    until(lambda: rows("SELECT 1 FROM procrastinate_workers"))
    cast.ticket("joao", "sac")
    until(lambda: _told(50))
    workers[0].kill()
    workers.append(_worker())
    until(lambda: _told(100))
    reached = {alert.percent: alert for alert in Alert.objects.all()}
    assert set(reached) == {50, 80, 100}
    assert timedelta() <= reached[50].fired_at - reached[50].at < SECOND
    assert Event.objects.filter(name="PromiseBreached").count() == 1
    assert Clock.objects.get().breached_at == Clock.objects.get().due_at
    assert not any(alert.is_late for alert in reached.values())
