"""What history leaves for jobs is done at once, and in the order in which it was left."""

from __future__ import annotations

import json

from procrastinate.contrib.django import app

from balcao.core.sql import rows
from balcao.listening.results import jobs as results
from balcao.listening.themes import jobs as themes

_TAKE = """
WITH due AS (
    DELETE FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
    RETURNING id, task_name, args
)
SELECT task_name, args, min(id) AS first FROM due GROUP BY task_name, args ORDER BY first
"""


def settle() -> int:
    """Do every job that waits, and those that these leave, each once; how many.

    For a transaction of its own, with no worker beside it.
    """
    done = 0
    while due := rows(_TAKE):
        for job in due:
            told = job["args"]
            app.tasks[job["task_name"]](**(json.loads(told) if isinstance(told, str) else told))
        done += len(due)
    return done


def count_all() -> None:
    """Every number that pages read, as the night's jobs and the minute's would have left it."""
    for job in (
        themes.read,
        results.count,
        results.settle,
        results.drive,
        themes.propose,
        themes.learn,
    ):
        job(0)
    settle()
