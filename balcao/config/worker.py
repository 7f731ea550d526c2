"""The job worker: every queue, a few jobs at once, and the jobs of a dead worker freed."""

from __future__ import annotations

import asyncio
import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException, ProcrastinateException, UniqueViolation
from procrastinate.jobs import Job, Status

CONCURRENCY = 4
HEARTBEAT_SECONDS = 5
DEAD_AFTER_SECONDS = 20
LOOK_SECONDS = 10
DEADLINE_SECONDS = 0.2  # how soon a job is seen whose instant has come
GRACE_SECONDS = 4

logger = logging.getLogger(__name__)


def main() -> None:
    """Work until told to stop, or until the database goes: whoever runs this starts it again."""
    for name in ("procrastinate.worker.worker", "procrastinate.utils"):
        logging.getLogger(name).addFilter(_shorten)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    asyncio.run(_work())


def _shorten(record: logging.LogRecord) -> bool:
    """A lost database is told in a line, not by its whole way up."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, ConnectorException):
        record.msg, record.args = "The database does not answer: %s", (error.__cause__ or error,)
        record.exc_info = record.exc_text = None
    return True


async def _work() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            freeing = asyncio.create_task(_free_for_ever(working))
            try:
                await working.run_worker_async(
                    concurrency=CONCURRENCY,
                    fetch_job_polling_interval=DEADLINE_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=DEAD_AFTER_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                )
            finally:
                freeing.cancel()


async def _free_for_ever(app: App) -> None:
    while True:
        await free_cut_off_jobs(app)
        await asyncio.sleep(LOOK_SECONDS)


async def free_cut_off_jobs(app: App, silent_seconds: float = DEAD_AFTER_SECONDS) -> int:
    """Put back the jobs whose worker gave no sign of life for that long; how many."""
    freed = 0
    try:
        stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds)
        for job in stalled:
            await _free(app, job)
            freed += 1
    except ProcrastinateException:
        logger.exception("Jobs that were cut off can't be looked for.")
    return freed


async def _free(app: App, job: Job) -> None:
    """Start a cut-off job again; one whose like waits already only makes way for it.

    A job waiting under the same queueing lock forbids the first, and may wait for its lock.
    """
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        logger.warning("Job %s (%s) was cut off; the next one follows.", job.id, job.task_name)
    else:
        logger.warning("Job %s (%s) was cut off and starts again.", job.id, job.task_name)
