from __future__ import annotations

from collections.abc import Sequence

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .boards import board as seen_board
from .boards import named
from .counting import FROM, IDEA, blinded, own_votes, params

_GROUP = "(SELECT d.id FROM ideas_idea d WHERE d.id = ANY(%(ideas)s) OR d.root_id = ANY(%(ideas)s))"


def idea(actor: Actor, idea_id: int) -> tuple[Row, Row]:
    """The board and the idea; NotFound for whoever does not see it. One that is hidden is seen by
    its author and by who looks after the board, and where nobody knows its author by all, empty."""
    where = row("SELECT board_id FROM ideas_idea WHERE id = %(idea)s", {"idea": idea_id})
    if where is None:
        raise NotFound()
    board = seen_board(actor, where["board_id"])
    told = {**params(actor, board), "idea": idea_id}
    told.pop("board"), told.pop("kept")
    found = row(f"SELECT {IDEA} {FROM} WHERE i.id = %(idea)s", told)
    assert found is not None
    shown = blinded(actor, board, found, own_votes(actor, board))
    if found["hidden_at"] is not None and not shown["title"] and not board["is_anonymous"]:
        raise NotFound()
    shown["called"] = named(actor, board, found)
    return board, shown


def comments(actor: Actor, board: Row, idea_ids: Sequence[int]) -> dict[int, list[Row]]:
    """What was said about these ideas of a board and their duplicates, oldest first, by idea.

    A hidden one is empty but for its author and who looks after the board.
    """
    found = rows(
        f"""
        SELECT c.id, coalesce(i.root_id, i.id) AS idea_id, c.words, c.is_official, c.author_id,
            c.hidden_at, c.hidden_why, c.created_at, a.name AS author, a.preferred_name AS preferred
        FROM ideas_comment c JOIN ideas_idea i ON i.id = c.idea_id
        LEFT JOIN people_person a ON a.id = c.author_id
        WHERE c.idea_id IN {_GROUP} ORDER BY c.id
        """,
        {"ideas": list(idea_ids)},
    )
    told: dict[int, list[Row]] = {one: [] for one in idea_ids}
    for one in found:
        one["is_own"] = one["author_id"] is not None and one["author_id"] == actor.person_id
        if one["hidden_at"] is not None and not (board["is_kept"] or one["is_own"]):
            one["words"] = ""
        one["called"] = named(actor, board, one)
        told.setdefault(one["idea_id"], []).append(one)
    return told


def changes(actor: Actor, idea_ids: Sequence[int]) -> dict[int, list[Row]]:
    """How ideas that one sees went on, with the reasons and by whom, oldest first, by idea."""
    found = rows(
        "SELECT c.idea_id, c.before, c.after, c.reason, c.at,"
        " coalesce(nullif(p.preferred_name, ''), split_part(p.name, ' ', 1)) AS by"
        " FROM ideas_change c LEFT JOIN people_person p ON p.id = c.by_id"
        " WHERE c.idea_id = ANY(%(ideas)s) ORDER BY c.id",
        {"ideas": list(idea_ids)},
    )
    told: dict[int, list[Row]] = {one: [] for one in idea_ids}
    for one in found:
        told[one["idea_id"]].append(one)
    return told


def experiments(actor: Actor, idea_ids: Sequence[int]) -> dict[int, list[Row]]:
    """How ideas that one sees were tried and what came of it, oldest first, by idea."""
    found = rows(
        "SELECT x.id, x.idea_id, x.expects, x.measure, x.survey_id, x.question_id, x.starts_on,"
        " x.ends_on, x.before, x.after, x.change, x.result, x.decision, x.decided_at,"
        " s.name AS survey, q.words AS question,"
        " coalesce(nullif(p.preferred_name, ''), split_part(p.name, ' ', 1)) AS owner"
        " FROM ideas_experiment x LEFT JOIN surveys_survey s ON s.id = x.survey_id"
        " LEFT JOIN surveys_question q ON q.id = x.question_id"
        " LEFT JOIN people_person p ON p.id = x.owner_id"
        " WHERE x.idea_id = ANY(%(ideas)s) ORDER BY x.id",
        {"ideas": list(idea_ids)},
    )
    told: dict[int, list[Row]] = {one: [] for one in idea_ids}
    for one in found:
        told[one["idea_id"]].append(one)
    return told


def merged(actor: Actor, idea_ids: Sequence[int]) -> dict[int, list[Row]]:
    """What was merged into ideas that one sees, by idea; of anonymous ones with their own bands."""
    found = rows(
        "SELECT i.id, i.root_id, i.merged_into_id, i.title FROM ideas_idea i"
        " WHERE i.root_id = ANY(%(ideas)s) AND i.hidden_at IS NULL ORDER BY i.id",
        {"ideas": list(idea_ids)},
    )
    told: dict[int, list[Row]] = {one: [] for one in idea_ids}
    for one in found:
        told[one["root_id"]].append(one)
    return told
