"""How far an announcement came: counted, never guessed; by department where that tells of nobody."""

from __future__ import annotations

from typing import Any, NamedTuple

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences

from .. import rules, scope

# Each person is in one department at most: that of their oldest tie inside that lasts.
_PEOPLE = """
FROM people_person p
JOIN announcements_announcement a ON a.id = %(id)s
LEFT JOIN (
    SELECT x.person_id, max(x.confirmed_at) AS confirmed_at,
        (array_agg(x.was_right ORDER BY y.number DESC)
            FILTER (WHERE x.was_right IS NOT NULL))[1] AS was_right
    FROM announcements_reading x JOIN announcements_edition y ON y.id = x.edition_id
    JOIN announcements_announcement b ON b.id = y.announcement_id
    WHERE b.id = %(id)s AND y.number >= b.asks_from GROUP BY x.person_id
) told ON told.person_id = p.id
LEFT JOIN LATERAL (
    SELECT o.id, o.name FROM people_relationship r
    JOIN people_organization o ON o.id = r.organization_id AND o.kind = 'department'
    WHERE r.person_id = p.id AND r.kind = ANY(%(internal)s) AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s)
    ORDER BY r.id LIMIT 1) d ON true
WHERE p.merged_into_id IS NULL
"""
_IN_AUDIENCE = f"AND {audiences.contains('a.audience')}"
_COUNTED = """
count(*) AS asked, count(told.person_id) AS read, count(told.confirmed_at) AS confirmed,
count(told.was_right) AS answered, count(*) FILTER (WHERE told.was_right) AS right
"""
_OF_ALL_READERS = "AND told.person_id IS NOT NULL"


class Group(NamedTuple):
    """A department, or all of them that are too small to stand alone (without a name)."""

    name: str
    asked: int
    read: int
    confirmed: int


class Reach(NamedTuple):
    """How many are in the audience today, have read, confirmed, and answered rightly at once.

    `asked` is None where the audience is everybody; `recipients` counted those of the day it was
    published. `answered` and `right` are None under five answers.
    """

    asked: int | None
    recipients: int | None
    read: int
    confirmed: int
    answered: int | None
    right: int | None
    groups: tuple[Group, ...]
    is_small: bool


def reach(actor: Actor, announcement_id: int) -> Reach:
    """How far an announcement came, for who looks after it; NotFound else.

    Everybody in the audience is counted, so there is no margin of error. Departments of fewer than
    five people stand together, and with the smallest other one where even that would be fewer.
    Under five people in all, nothing but confirmations (see `named`) is told.
    """
    found = _kept(actor, announcement_id)
    is_public = audiences.PUBLIC in found["audience"]
    counted = rows(
        f"SELECT coalesce(d.name, '') AS name, {_COUNTED} {_PEOPLE}"
        f" {_OF_ALL_READERS if is_public else _IN_AUDIENCE} GROUP BY d.name ORDER BY d.name",
        {"id": announcement_id, **audiences.today()},
    )
    total = {
        name: sum(line[name] for line in counted)
        for name in ("asked", "read", "confirmed", "answered", "right")
    }
    is_small = not is_public and total["asked"] < rules.GROUP_LEAST
    has_answers = total["answered"] >= rules.GROUP_LEAST
    return Reach(
        None if is_public else total["asked"],
        found["recipients"],
        0 if is_small else total["read"],
        total["confirmed"],
        total["answered"] if has_answers else None,
        total["right"] if has_answers else None,
        () if is_public or is_small else _groups(counted),
        is_small,
    )


def named(
    actor: Actor,
    announcement_id: int,
    *,
    waiting: bool = False,
    after: tuple[str, int] = ("", 0),
    limit: int = 50,
) -> tuple[list[Row], tuple[str, int] | None]:
    """Who confirmed, with when, or whose confirmation is waited for, by name; and what follows.

    For who looks after an announcement that asks for confirmation, and says so to its readers:
    NotFound for any other. What they answered is not among it.
    """
    found = _kept(actor, announcement_id)
    if not found["needs_confirmation"]:
        raise NotFound()
    listed = rows(
        f"""
        SELECT p.id, p.name, p.folded_name, d.name AS department, told.confirmed_at {_PEOPLE}
            {_IN_AUDIENCE} AND (told.confirmed_at IS NULL) = %(waiting)s
            AND (p.folded_name, p.id) > (%(name)s::text, %(last)s::bigint)
        ORDER BY p.folded_name, p.id LIMIT %(limit)s
        """,
        {
            "id": announcement_id,
            **audiences.today(),
            "waiting": waiting,
            "name": after[0],
            "last": after[1],
            "limit": limit + 1,
        },
    )
    shown = listed[:limit]
    end = shown[-1] if len(listed) > limit else None
    return shown, (end["folded_name"], end["id"]) if end else None


def waves(actor: Actor, announcement_id: int) -> list[Row]:
    """The rounds of mails of an announcement one looks after, in order: when, why, to how many."""
    return rows(
        f"""
        SELECT w.kind, w.side, w.starts_at, w.ended_at, w.mailed,
            (SELECT count(*) FROM announcements_held h WHERE h.wave_id = w.id) AS held
        FROM announcements_wave w JOIN announcements_announcement a ON a.id = w.announcement_id
        WHERE a.id = %(id)s AND {scope.KEEPS} ORDER BY w.starts_at, w.id
        """,
        {**scope.params(actor), "id": announcement_id},
    )


def _kept(actor: Actor, announcement_id: int) -> Row:
    """An announcement that has been published and that one looks after."""
    found = row(
        "SELECT a.audience, a.needs_confirmation, a.recipients FROM announcements_announcement a"
        f" WHERE a.id = %(id)s AND a.edition > 0 AND {scope.KEEPS}",
        {**scope.params(actor), "id": announcement_id},
    )
    if found is None:
        raise NotFound()
    return found


def _groups(counted: list[Row]) -> tuple[Group, ...]:
    """The departments that may stand alone, then the rest as one; none where there is only the rest."""
    sizes: dict[str, int] = {line["name"]: line["asked"] for line in counted if line["name"]}
    rest = sum(line["asked"] for line in counted if not line["name"])
    shown = rules.shown_groups(sizes, rest)
    if not shown:
        return ()
    told = [_group(line["name"], [line]) for line in counted if line["name"] in shown]
    others = [line for line in counted if line["name"] not in shown]
    return (*told, *([_group("", others)] if others else []))


def _group(name: str, lines: list[dict[str, Any]]) -> Group:
    told = (sum(line[what] for line in lines) for what in ("asked", "read", "confirmed"))
    return Group(name, *told)
