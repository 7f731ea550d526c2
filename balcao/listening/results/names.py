"""What groups are called that are kept by the id of something in the register."""

from __future__ import annotations

from collections.abc import Iterable

from balcao.core.sql import rows

from . import rules
from .rules import Cut

_NAMES = """
SELECT cut, id::text AS id, name FROM (
    SELECT 'team' AS cut, id, name FROM teams_team WHERE %(cut)s = 'team'
    UNION ALL SELECT 'department', id, name FROM people_organization
        WHERE %(cut)s = ANY('{department,unit}')
    UNION ALL SELECT 'link', id, label FROM asking_link WHERE %(cut)s = 'link'
) named WHERE id::text = ANY(%(ids)s::text[])
"""


def labelled(cut: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """These groups of one cut, each with what it is called, in the order of a reader."""
    ids = sorted(set(values))
    names = {}
    if cut in rules.NAMED and ids:
        names = {one["id"]: one["name"] for one in rows(_NAMES, {"cut": cut, "ids": ids})}
    found = [(value, rules.value_label(cut, value, names) or value) for value in ids]
    if cut == Cut.TENURE:
        return sorted(found, key=lambda one: rules.tenure_place(one[0]))
    return sorted(found, key=lambda one: one[1].casefold())
