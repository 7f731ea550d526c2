"""The catalog as it is written, for those who offer something."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.register.people.models import Handle
from balcao.register.people.queries import own_handle

from .. import rules, scope
from ..models import State

_ITEM = f"""
SELECT i.id, i.service_id, i.inbox_id, i.audience, i.state, i.icon, i.position, i.content,
    i.revision, i.published_revision, i.rule_id, i.code_above,
    coalesce(u.is_active, true) AS is_rule_in_use, v.number AS version, x.audience AS inbox_audience,
    x.name AS inbox, t.id AS team_id, t.name AS team, s.names AS service, i.owner_id, o.name AS owner,
    (SELECT h.value FROM people_handle h WHERE h.person_id = o.id AND h.is_work
     AND h.channel = 'email' ORDER BY h.is_primary DESC, h.id LIMIT 1) AS owner_address,
    o.id IS NOT NULL AND NOT EXISTS (SELECT FROM people_relationship r WHERE r.person_id = o.id
        AND r.kind <> 'customer' AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s)) AS owner_left,
    (SELECT count(*) FROM catalog_request q JOIN catalog_itemversion w ON w.id = q.version_id
     WHERE w.item_id = i.id) AS requests
FROM catalog_item i JOIN inboxes_inbox x ON x.id = i.inbox_id JOIN teams_team t ON t.id = x.team_id
JOIN catalog_service s ON s.id = i.service_id
LEFT JOIN catalog_itemversion v ON v.id = i.version_id
LEFT JOIN people_person o ON o.id = i.owner_id
LEFT JOIN approvals_rule u ON u.id = i.rule_id
WHERE {scope.KEEPS}
"""


def may_offer(actor: Actor) -> bool:
    """True for whoever offers something, somewhere."""
    return actor.may_anywhere(Permission.OFFER)


def shelves(actor: Actor) -> list[Row]:
    """Areas with their services, each with the items that the actor writes, in order."""
    scope.require_offering(actor)
    params = _params(actor)
    areas = rows(
        "SELECT a.id, a.names, a.icon, a.team_id FROM catalog_area a"
        f" LEFT JOIN teams_team t ON t.id = a.team_id WHERE {scope.SEES_SHELF}"
        " ORDER BY a.position, a.id",
        params,
    )
    services = rows(
        "SELECT s.id, s.area_id, s.names, s.team_id FROM catalog_service s"
        f" LEFT JOIN teams_team t ON t.id = s.team_id WHERE {scope.SEES_SHELF}"
        " ORDER BY s.position, s.id",
        params,
    )
    items = [_told(one) for one in rows(_ITEM + " ORDER BY i.position, i.id", params)]
    for service in services:
        service["items"] = [one for one in items if one["service_id"] == service["id"]]
    for area in areas:
        area["services"] = [one for one in services if one["area_id"] == area["id"]]
    return areas


def item_to_write(actor: Actor, item_id: int) -> Row:
    """One item as it is written, with what keeps it from being offered; NotFound outside the scope."""
    found = row(_ITEM + " AND i.id = %(item)s", {**_params(actor), "item": item_id})
    if found is None:
        raise NotFound()
    return _told(found)


def versions(actor: Actor, item_id: int) -> list[Row]:
    """What was offered of an item from when on, newest first."""
    item_to_write(actor, item_id)
    return rows(
        "SELECT v.number, v.published_at, p.name AS published_by,"
        " (SELECT count(*) FROM catalog_request q WHERE q.version_id = v.id) AS requests"
        " FROM catalog_itemversion v LEFT JOIN people_person p ON p.id = v.published_by_id"
        " WHERE v.item_id = %(item)s ORDER BY v.number DESC",
        {"item": item_id},
    )


def inboxes_to_offer(actor: Actor) -> list[Row]:
    """The inboxes that requests may go to: those of teams whose catalog the actor writes."""
    return rows(
        "SELECT x.id, x.name, x.address, x.audience, t.name AS team FROM inboxes_inbox x"
        f" JOIN teams_team t ON t.id = x.team_id WHERE x.is_active AND t.is_active AND {scope.KEEPS}"
        " ORDER BY t.name, x.name",
        _params(actor),
    )


def rules_to_choose(actor: Actor, found: Row) -> list[Row]:
    """The approval rules in use that this item may ask for: its team's and the company's."""
    return rows(
        "SELECT id, name FROM approvals_rule WHERE is_active AND (team_id IS NULL"
        " OR team_id = %(team)s) ORDER BY name",
        {"team": found["team_id"]},
    )


def handle_to_try(actor: Actor) -> Handle | None:
    """The address under which a form is tried by who writes it; None where they have none."""
    try:
        return own_handle(actor)
    except NotFound:
        return None


def teams_to_name(actor: Actor) -> dict[int, str]:
    """The teams that an audience may name, by id."""
    found = rows(
        f"SELECT t.id, t.name FROM teams_team t WHERE t.is_active AND {scope.SEES_SHELF}"
        " ORDER BY t.name",
        _params(actor),
    )
    return {team["id"]: team["name"] for team in found}


def _params(actor: Actor) -> dict[str, Any]:
    return {**scope.params(actor), "today": clock.today()}


def _told(found: Row) -> Row:
    content = rules.content_of(found["content"])
    problems = rules.in_the_way(
        content,
        found["audience"],
        found["inbox_audience"],
        has_owner=found["owner_id"] is not None,
        is_rule_in_use=found["is_rule_in_use"],
    )
    is_offered = found["state"] == State.LIVE and found["revision"] == found["published_revision"]
    return {
        **found,
        "content": content,
        "form": found["content"]["form"],
        "problems": problems,
        "is_changed": not is_offered,
        "told_audience": audiences.told(found["audience"], {}),
    }
