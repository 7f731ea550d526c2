"""Facts told in bulk: numbered one by one, written down in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from balcao.core.sql import rows, run

from .models import Event

_AT_ONCE = 100
_NUMBERS = """
SELECT nextval(pg_get_serial_sequence('events_event', 'id')) AS number
FROM generate_series(1, %(count)s)
"""

_WRITE = """
INSERT INTO events_event (id, at, name, subject_type, subject_id, actor_id, data)
SELECT told.id, told.at, told.name, told.type, told.subject, told.actor, told.data::jsonb
FROM unnest(%(ids)s::bigint[], %(ats)s::timestamptz[], %(names)s::text[], %(types)s::text[],
    %(subjects)s::bigint[], %(actors)s::bigint[], %(data)s::text[])
    AS told (id, at, name, type, subject, actor, data)
"""


class Bundle:
    """Facts that have their numbers already, and wait to be written."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._numbers: Iterator[int] = iter(())

    def keep(self, event: Event) -> int:
        """Keep the fact back; its number."""
        number = next(self._numbers, None)
        if number is None:
            self._numbers = (line["number"] for line in rows(_NUMBERS, {"count": _AT_ONCE}))
            number = next(self._numbers)
        event.pk = number
        self.events.append(event)
        return number

    def write(self) -> None:
        """All of them, in one statement that the server knows already."""
        told = self.events
        if told:
            values = {
                "ids": [event.pk for event in told],
                "ats": [event.at for event in told],
                "names": [event.name for event in told],
                "types": [event.subject_type for event in told],
                "subjects": [event.subject_id for event in told],
                "actors": [event.actor_id for event in told],
                "data": [json.dumps(event.data) for event in told],
            }
            run(_WRITE, values)


_open: ContextVar[Bundle | None] = ContextVar("bundle", default=None)


def bundle() -> Bundle | None:
    """Where facts are kept back now; None when each is written as it is told."""
    return _open.get()


@contextmanager
def together() -> Iterator[None]:
    """Within it facts are kept back, and written at its end.

    For history, told inside one transaction: nothing may read its facts meanwhile.
    """
    opened = Bundle()
    token = _open.set(opened)
    try:
        yield
    finally:
        _open.reset(token)
    opened.write()
