from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core.sql import run


@app.periodic(cron="*/2 * * * *", periodic_id="fold_tally")
@app.task(queue="upkeep", queueing_lock="fold_tally", pass_context=False)
def fold_tally(timestamp: int = 0) -> None:
    """Fold the changes of the tally into one row for each team, status and assignee."""
    run(
        """
        WITH gone AS (DELETE FROM tickets_tally RETURNING team_id, status, assignee_id, change)
        INSERT INTO tickets_tally (team_id, status, assignee_id, change)
        SELECT team_id, status, assignee_id, sum(change) FROM gone
        GROUP BY 1, 2, 3 HAVING sum(change) <> 0
        """
    )
