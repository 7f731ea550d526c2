from __future__ import annotations

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, rows
from balcao.register.people.queries import SCOPE, scope

from .rules import NAMES


def facts(actor: Actor, person_id: int) -> list[Row]:
    """Every fact a profile has, known or not, for who may see the person; in a fixed order.

    An unknown one has a value of None; a known one its origin, method, date and lawful basis.
    """
    known = {
        line["name"]: line
        for line in rows(
            f"""
            SELECT f.name, f.value, f.origin, f.method, f.lawful_basis, f.known_at
            FROM profile_fact f JOIN people_person p ON p.id = f.person_id
            WHERE f.person_id = %(id)s AND f.superseded_at IS NULL AND f.value <> '' AND {SCOPE}
            """,
            {**scope(actor), "id": person_id},
        )
    }
    empty = {"value": None, "origin": "", "method": "", "lawful_basis": "", "known_at": None}
    return [
        {**empty, **known.get(name, {}), "name": name, "label": label}
        for name, label in NAMES.items()
    ]


def history(actor: Actor, person_id: int, name: str) -> list[Row]:
    """Every value a fact has had, newest first: for oneself and administrators."""
    if actor.person_id != person_id and not actor.may(Permission.ADMINISTER):
        return []
    return rows(
        "SELECT value, origin, method, lawful_basis, known_at, superseded_at FROM profile_fact"
        " WHERE person_id = %(id)s AND name = %(name)s ORDER BY id DESC",
        {"id": person_id, "name": name},
    )


def refusals(actor: Actor, person_id: int) -> list[Row]:
    """What a person does not want to be written to about, by side: matter, side, origin, told_at.

    For oneself, administrators, and who handles tickets of theirs on that very side.
    """
    return rows(
        """
        SELECT r.matter, r.side, r.origin, r.told_at FROM profile_preference r
        WHERE r.person_id = %(id)s AND r.superseded_at IS NULL AND NOT r.is_wanted AND (
            %(all)s OR (r.person_id = %(me)s::bigint AND r.side = ANY(%(sides)s))
            OR EXISTS (SELECT FROM people_acquaintance a WHERE a.person_id = r.person_id
                AND a.side = r.side AND a.team_id = ANY(%(teams)s)))
        ORDER BY r.side, r.matter
        """,
        {
            "id": person_id,
            "all": actor.is_system or actor.may(Permission.ADMINISTER),
            "me": actor.person_id,
            "sides": actor.sides,
            "teams": actor.teams_where(Permission.READ_TICKET),
        },
    )
