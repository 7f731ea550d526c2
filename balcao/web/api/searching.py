from __future__ import annotations

from typing import Any

from ninja import Query, Router

from balcao.insights.search.queries import search

from .bearer import Request
from .shapes import REFUSALS, Hit, Page, SearchFilter

router = Router(tags=["search"])


@router.get("/search", response={200: Page[Hit], **REFUSALS})
def list_hits(request: Request, told: Query[SearchFilter]) -> dict[str, Any]:
    """People, assets, what one may ask for and tickets in one's scope that hold every word."""
    found = search(request.actor, told.q, cursor=told.cursor, limit=told.limit)
    return {"items": found.items, "next": found.next}
