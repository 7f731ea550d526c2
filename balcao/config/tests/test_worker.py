"""A job whose worker died is put back; one that is being worked on is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from balcao.config.worker import free_cut_off_jobs
from tests import loops


def job_of_a_worker(last_beat_seconds_ago: int) -> int:
    """A job begun by a worker whose last sign of life was that long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [last_beat_seconds_ago],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)"
            " VALUES ('default', 'any', NULL, '{}', 'doing', %s) RETURNING id",
            [worker],
        )
        return int(cursor.fetchone()[0])


def status_of(job: int) -> str:
    """Where the job stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


async def look() -> int:
    """What the worker does every few seconds."""
    from procrastinate.contrib.django import app

    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            return await free_cut_off_jobs(working)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_dead_worker_starts_again_and_a_living_ones_does_not() -> None:
    dead, living = job_of_a_worker(60), job_of_a_worker(1)
    assert loops.run(look()) == 1
    assert status_of(dead) == "todo"
    assert status_of(living) == "doing"


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_forgotten_starts_again() -> None:
    job = job_of_a_worker(60)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert loops.run(look()) == 1
    assert status_of(job) == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_cut_off_job_makes_way_for_its_like_that_waits_already() -> None:
    dead, other = job_of_a_worker(60), job_of_a_worker(60)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET lock = 'one', queueing_lock = 'one' WHERE id = %s",
            [dead],
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)"
            " VALUES ('default', 'any', 'one', 'one', '{}') RETURNING id"
        )
        waiting = int(cursor.fetchone()[0])
    assert loops.run(look()) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [(other, "todo"), (waiting, "todo")]
