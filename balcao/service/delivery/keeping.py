"""Keeping a mail as it came, before anything is made of it; for Django and for the bare receiver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.sql import row

KEEP = """
INSERT INTO delivery_rawmail
    (received_at, source, is_archive, is_released, told_inbox_id, envelope_from, envelope_to, data,
     size, message_id_header, from_address, subject, inbox_ids, state, outcome, reason, steps,
     attempts, next_attempt_at, last_error)
VALUES
    (%(received_at)s, %(source)s, %(is_archive)s, false, %(told_inbox)s, %(envelope_from)s,
     %(envelope_to)s, %(data)s, %(size)s, '', '', '', '{}', 'pending', '', '', '[]', 0,
     %(next_attempt_at)s, '')
RETURNING id
"""


def values(
    data: bytes,
    *,
    source: str,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    is_archive: bool = False,
    told_inbox: int | None = None,
    not_before: datetime | None = None,
    size: int | None = None,
) -> dict[str, Any]:
    """The parameters of KEEP for one mail; nobody else takes it in before `not_before`.

    `size` is the mail's own, in bytes, where `data` is only its beginning.
    """
    instant = clock.now()
    return {
        "received_at": instant,
        "source": source,
        "is_archive": is_archive,
        "told_inbox": told_inbox,
        "envelope_from": envelope_from.replace("\0", ""),
        "envelope_to": [address.replace("\0", "") for address in envelope_to],
        "data": data,
        "size": len(data) if size is None else size,
        "next_attempt_at": not_before or instant,
    }


def keep(data: bytes, **told: Any) -> int:
    """Keep one mail in the caller's transaction, as `values` says; its id."""
    found = row(KEEP, values(data, **told))
    assert found is not None
    return int(found["id"])
