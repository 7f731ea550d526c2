from __future__ import annotations

from typing import Any

from ninja import Query, Router

from balcao.register.people import queries

from .bearer import Request
from .pages import read_name_cursor, write_name_cursor
from .shapes import REFUSALS, Page, PeopleFilter, Person

router = Router(tags=["people"])


@router.get("/people", response={200: Page[Person], **REFUSALS})
def list_people(request: Request, told: Query[PeopleFilter]) -> dict[str, Any]:
    """People in one's scope who hold this address, phone or document, in order of name."""
    after, after_id = read_name_cursor(told.cursor)
    found = queries.by_handle(
        request.actor, told.handle, after=after, after_id=after_id, limit=told.limit + 1
    )
    shown, more = found[: told.limit], len(found) > told.limit
    last = shown[-1] if more else None
    return {
        "items": [
            {"id": row["id"], "name": row["name"], "handles": row["handles"]} for row in shown
        ],
        "next": write_name_cursor(last["name"], last["id"]) if last else None,
    }
