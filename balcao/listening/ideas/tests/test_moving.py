"""Boards written before audiences were one: whom each was for is said in the words of the one module."""

from __future__ import annotations

from importlib import import_module

from django.db import connection

from balcao.core.sql import rows, run
from tests.cast import Cast

_moving = import_module("balcao.listening.ideas.migrations.0002_audience")
BEFORE = [
    (1, "customers", [], []),
    (2, "inside", [], []),
    (3, "relationships", ["contractor", "customer"], []),
    (4, "teams", [], [7, 9]),
]
AFTER = [["customer"], ["internal"], ["contractor", "customer"], ["team:7", "team:9"]]


def test_each_audience_stays_what_it_was_there_and_back(cast: Cast) -> None:
    # Tables of the old shape, which hide the real ones until this transaction ends.
    run(
        "CREATE TEMPORARY TABLE ideas_board (id bigint, audience varchar(14),"
        " relationships varchar(12)[], readers varchar(24)[] DEFAULT '{}') ON COMMIT DROP"
    )
    run(
        "CREATE TEMPORARY TABLE ideas_board_teams (board_id bigint, team_id bigint,"
        " UNIQUE (board_id, team_id)) ON COMMIT DROP"
    )
    for number, audience, relationships, teams in BEFORE:
        told = {"id": number, "audience": audience, "kinds": relationships, "teams": teams}
        run("INSERT INTO ideas_board VALUES (%(id)s, %(audience)s, %(kinds)s)", told)
        run("INSERT INTO ideas_board_teams SELECT %(id)s, unnest(%(teams)s::bigint[])", told)
    _run(_moving.MOVE)
    found = rows("SELECT readers FROM ideas_board ORDER BY id")
    assert [one["readers"] for one in found] == AFTER
    run("UPDATE ideas_board SET audience = '', relationships = '{}'")
    run("DELETE FROM ideas_board_teams")
    _run(_moving.BACK)
    found = rows("SELECT id, audience, relationships FROM ideas_board ORDER BY id")
    kept = rows("SELECT board_id, team_id FROM ideas_board_teams ORDER BY team_id")
    assert [one["audience"] for one in found] == [audience for _id, audience, *_rest in BEFORE]
    assert found[2]["relationships"] == ["contractor", "customer"]
    assert [(one["board_id"], one["team_id"]) for one in kept] == [(4, 7), (4, 9)]


def _run(statements: str) -> None:
    """As a migration does: each statement with its per cent signs as they are written for one."""
    with connection.cursor() as cursor:
        for statement in filter(str.strip, statements.split(";")):
            cursor.execute(statement, {})
