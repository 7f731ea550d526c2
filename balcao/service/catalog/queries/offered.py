"""What is offered to whom, and what was asked for."""

from __future__ import annotations

from typing import Any

from balcao.core import clock, forms
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold
from balcao.register.access import audiences
from balcao.service.tickets import scope as tickets

from .. import rules, scope
from ..models import Item, ItemVersion

MOST_LISTED = 2000
_OWNER = """LEFT JOIN people_person o ON o.id = i.owner_id AND EXISTS (
    SELECT FROM people_relationship r WHERE r.person_id = o.id AND r.kind <> 'customer'
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))"""
_OFFERED = f"""
SELECT i.id, i.icon, i.audience, v.id AS version_id, v.number AS version, v.published_at, v.content,
    s.id AS service_id, s.names AS service, a.id AS area_id, a.names AS area, a.icon AS area_icon,
    t.public_name AS team, x.audience AS inbox_audience, i.rule_id, i.rule_id IS NOT NULL AS needs_approval,
    coalesce(nullif(o.preferred_name, ''), split_part(o.name, ' ', 1)) AS owner
FROM catalog_item i JOIN catalog_itemversion v ON v.id = i.version_id
JOIN catalog_service s ON s.id = i.service_id JOIN catalog_area a ON a.id = s.area_id
JOIN inboxes_inbox x ON x.id = i.inbox_id JOIN teams_team t ON t.id = x.team_id
{_OWNER}
WHERE {scope.OFFERED}
"""
_OUTLINE = f"""
SELECT s.id AS service_id, s.names AS service, a.id AS area_id, a.names AS area, a.icon AS area_icon,
    count(*) AS items
FROM catalog_item i JOIN catalog_service s ON s.id = i.service_id
JOIN catalog_area a ON a.id = s.area_id
WHERE {scope.OFFERED}
GROUP BY s.id, a.id ORDER BY a.position, a.id, s.position, s.id
"""
_IN_ORDER = " ORDER BY a.position, a.id, s.position, s.id, i.position, i.id LIMIT %(most)s"


def items(actor: Actor, *, area_id: int | None = None, most: int = MOST_LISTED) -> list[Row]:
    """What is offered to this reader, of one area or all, in the order of the catalog: one statement."""
    found = rows(
        f"{_OFFERED} AND (%(area)s::bigint IS NULL OR a.id = %(area)s::bigint) {_IN_ORDER}",
        {**_params(actor), "area": area_id, "most": most},
    )
    return [_listed(one) for one in found]


def outline(actor: Actor) -> list[Row]:
    """The services in which something is offered to this reader, with their area and how many `items`."""
    return rows(_OUTLINE, _params(actor))


def searched(actor: Actor, words: str) -> list[Row]:
    """The items offered to this reader that hold all of these words, accents or not."""
    wanted = fold(words).split()[:10]
    if not wanted:
        return []
    found = rows(
        _OFFERED + " AND (SELECT bool_and(position(w IN i.folded) > 0)"
        " FROM unnest(%(wanted)s::text[]) w)" + _IN_ORDER,
        {**_params(actor), "wanted": wanted},
    )
    return [_listed(one) for one in found]


def item(actor: Actor, item_id: int) -> Row:
    """One item offered to this reader; NotFound for any other, and for what is offered no longer."""
    found = row(_OFFERED + " AND i.id = %(item)s", {**_params(actor), "item": item_id})
    if found is None:
        raise NotFound()
    return _told(found)


def open_item(actor: Actor, item_id: int) -> tuple[Item, ItemVersion]:
    """The item and what is offered of it, held until the request is written; NotFound as `item`."""
    item(actor, item_id)
    found = (
        Item.objects.select_for_update(of=("self",), no_key=True)
        .select_related("inbox__team", "rule")
        .get(pk=item_id)
    )
    assert found.version_id is not None
    return found, ItemVersion.objects.get(pk=found.version_id)


def request_of(actor: Actor, ticket: Row) -> Row | None:
    """What was filled in for a ticket that the actor sees: `lines` of label and value, `for_whom`; None for none.

    Read by the version that was offered then, whatever became of the item.
    """
    found = row(
        f"""
        SELECT coalesce(nullif(w.preferred_name, ''), w.name) AS for_whom,
            r.values, r.names, r.price, r.amount, v.content, v.number AS version, v.item_id,
            v.number < coalesce(c.number, 0) OR i.state = 'retired' AS is_past
        FROM catalog_request r JOIN catalog_itemversion v ON v.id = r.version_id
        JOIN catalog_item i ON i.id = v.item_id
        LEFT JOIN catalog_itemversion c ON c.id = i.version_id
        JOIN tickets_ticket t ON t.id = r.ticket_id
        LEFT JOIN people_person w ON w.id = r.for_person_id
        WHERE r.ticket_id = %(ticket)s AND {tickets.VISIBLE}
        """,
        {**tickets.params(actor), "ticket": ticket["id"]},
    )
    if found is None:
        return None
    content = rules.content_of(found["content"])
    lines = forms.told(content.fields, found["values"], actor.language, found["names"])
    return {**found, "content": content, "lines": lines}


def _params(actor: Actor) -> dict[str, Any]:
    return {**audiences.params(actor), "today": clock.today(), "most": MOST_LISTED}


def _listed(found: Row) -> Row:
    """The row with its content read but for its form, which a list does not need."""
    return {**found, "content": rules.content_of({**found["content"], "form": []})}


def _told(found: Row) -> Row:
    return {**found, "content": rules.content_of(found["content"])}
