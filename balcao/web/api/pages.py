"""Pages of lists that the domain reads whole, or in order of name."""

from __future__ import annotations

import base64
import json

from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.errors import Invalid
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row


def cut(found: list[Row], cursor: str, limit: int) -> tuple[list[Row], str | None]:
    """The rows behind the cursor, at most so many, and the cursor of the next page, if any.

    Rows come in order of `id` and have `created_at`. Invalid for a foreign cursor.
    """
    if cursor:
        _at, last = read_cursor(cursor)
        found = [row for row in found if row["id"] > last]
    if len(found) <= limit:
        return found, None
    last_shown = found[limit - 1]
    return found[:limit], write_cursor(last_shown["created_at"], last_shown["id"])


def write_name_cursor(name: str, row_id: int) -> str:
    """An opaque cursor behind this row of a list in order of folded names."""
    told = json.dumps([text.fold(name), row_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_name_cursor(cursor: str) -> tuple[str, int]:
    """The folded name and id in a cursor, the beginning for an empty one; Invalid when foreign."""
    if not cursor:
        return "", 0
    try:
        name, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(name, str) or not 0 <= int(row_id) < 2**63:
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Invalid(_("This cursor is not one of ours.")) from None
    return text.clean(name), int(row_id)
