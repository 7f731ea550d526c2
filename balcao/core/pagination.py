"""Keyset pages: a cursor holds the sort values of the last row shown."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from .errors import Invalid


def write_cursor(at: datetime, row_id: int) -> str:
    """An opaque cursor that stands behind this row."""
    told = json.dumps([at.isoformat(), row_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """The instant and id in a cursor; Invalid when it is none of ours."""
    try:
        at, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None or not 0 <= int(row_id) < 2**63:
            raise ValueError
        return instant, int(row_id)
    except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError):
        raise Invalid(_("This cursor is not one of ours.")) from None
