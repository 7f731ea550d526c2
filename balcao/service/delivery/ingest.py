"""`balcao ingest`: mails from files, each told in one line of JSON once it is settled."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from balcao.core import clock, sql
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, row
from balcao.service.inboxes.queries import usable_by_address

from . import inbound, keeping, rules
from .mailboxes import Found, Unreadable, mails, missing
from .models import RawState, Source
from .waking import gathered

OURS_FOR = timedelta(seconds=60)

SETTLED = """
SELECT r.outcome, r.reason, r.state, r.attempts, r.last_error, t.protocol
FROM delivery_rawmail r LEFT JOIN tickets_message m ON m.id = r.message_id
LEFT JOIN tickets_ticket t ON t.id = m.ticket_id WHERE r.id = %(id)s
"""

TRIED = "UPDATE delivery_rawmail SET attempts = attempts + 1 WHERE id = %(id)s"


def run(paths: Sequence[str], inbox: str | None, archive: bool) -> int:
    """Take in every mail that the paths name, in order; 0 when each got its line.

    1 when one of them could not be settled, 2 when a path or the inbox doesn't exist: then
    nothing is taken in.
    """
    lost = missing(list(paths))
    for path in lost:
        print(f"There is no {path}.", file=sys.stderr)
    told_inbox = usable_by_address(SYSTEM, inbox) if inbox else None
    if inbox and told_inbox is None:
        print(f"{inbox} is no inbox of this desk.", file=sys.stderr)
    if lost or (inbox and told_inbox is None):
        return 2
    number = told_inbox["id"] if told_inbox else None
    failed = 0
    for path in paths:
        try:
            with gathered():
                for found in mails(path, settings.MAIL_MAX_BYTES):
                    failed += not _take_in(found, number, is_archive=archive)
        except Unreadable as refusal:
            print(refusal, file=sys.stderr)
            failed += 1
    return 1 if failed else 0


def _take_in(found: Found, told_inbox: int | None, *, is_archive: bool) -> bool:
    """Keep one mail, settle it here and now, and tell it; False when it has to wait."""
    named = found.source if found.index is None else f"{found.source} [{found.index}]"
    try:
        number = keeping.keep(
            found.data,
            source=Source.INGEST,
            is_archive=is_archive,
            told_inbox=told_inbox,
            # The worker leaves it to this process, and takes it over should this one be cut off.
            not_before=clock.now() + OURS_FOR,
            size=found.size,
        )
        settled = _settled(number)
    except DatabaseError as error:
        connection.close()
        print(f"{named}: {error}", file=sys.stderr)
        return False
    if settled["state"] == RawState.PENDING:
        print(f"{named}: kept, but not settled yet: {settled['last_error']}", file=sys.stderr)
        return False
    _tell(found, settled)
    return True


def _settled(number: int) -> Row:
    """What became of a mail, tried again a few times when it broke."""
    for attempt in range(rules.INTAKE_TRIES):
        if attempt:
            time.sleep(0.2 * attempt)
            sql.run(TRIED, {"id": number})
        ended = inbound.take_in(number)
        if ended is not None:
            return {
                "state": RawState.SETTLED,
                "outcome": ended.outcome,
                "reason": ended.reason,
                "protocol": ended.protocol,
            }
    found = row(SETTLED, {"id": number})
    assert found is not None
    if found["state"] == RawState.PENDING and found["attempts"] >= rules.INTAKE_TRIES:
        inbound.give_up(number, found["last_error"])
        found = row(SETTLED, {"id": number})
        assert found is not None
    return found


def _tell(found: Found, settled: Row) -> None:
    line: dict[str, Any] = {"source": found.source}
    if found.index is not None:
        line["index"] = found.index
    line |= {name: settled[name] for name in ("outcome", "protocol", "reason")}
    line["outcome"] = str(line["outcome"])
    print(json.dumps(line, ensure_ascii=False), flush=True)
