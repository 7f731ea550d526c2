"""Sending what is queued: claimed in a transaction of its own, handed over outside of any.

A mail claimed by a worker that died is sent again with the same Message-ID: at least once, and
never silently not at all.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import OperationalError, connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, row, run
from balcao.service.tickets.actions import mark_delivery
from balcao.service.tickets.models import DeliveryState

from . import rules
from .models import OutgoingState, Purpose
from .transport import PutOff, Refused, WrittenMail, understood
from .writing import write

SETTLE_TRIES = 5
TIMEOUT_SECONDS = 20

FREE = """
UPDATE delivery_outgoingmail SET state = 'queued', claimed_by = NULL
WHERE state = 'sending' AND claimed_at < %(now)s - interval '20 seconds'
    AND NOT EXISTS (SELECT FROM pg_stat_activity a
                    WHERE a.pid = claimed_by AND a.backend_start <= claimed_at)
"""

# While mail pours in, taking in comes before confirming: an acknowledgement waits so long at first,
# then they pass one by one, each followed by a pause that leaves the intake most of the time.
ACK_WAITS = timedelta(seconds=3)
ACK_PAUSE_SECONDS = 0.01

POURING = """EXISTS (SELECT FROM delivery_rawmail r WHERE r.state = 'pending'
    AND r.attempts < 2 AND r.received_at < %(now)s - interval '1 second')"""

# Mails of one ticket leave in the order they were written, one put off lets the next pass; what
# people wrote goes before what confirms.
DUE = """
SELECT o.id FROM delivery_outgoingmail o
WHERE o.state = 'queued' AND o.next_attempt_at <= %(now)s AND {which}
    AND NOT EXISTS (SELECT FROM delivery_outgoingmail s
                    WHERE s.ticket_id = o.ticket_id AND s.state = 'sending')
ORDER BY o.next_attempt_at, o.id FOR UPDATE SKIP LOCKED LIMIT 1
"""
WRITTEN = DUE.replace("{which}", "o.purpose <> 'ack'")
CONFIRMING = DUE.replace(
    "{which}", f"o.purpose = 'ack' AND (o.created_at < %(held)s OR NOT {POURING})"
)
CLAIM = f"""
UPDATE delivery_outgoingmail SET state = 'sending', attempts = attempts + 1,
    claimed_at = %(now)s, claimed_by = pg_backend_pid()
WHERE id = coalesce(({WRITTEN}), ({CONFIRMING}))
RETURNING *, purpose = 'ack' AND {POURING} AS is_in_turn
"""

# What is over keeps no words: its links would stay somebody's right to act.
SETTLE = """
UPDATE delivery_outgoingmail SET state = %(state)s, error = %(error)s, claimed_by = NULL,
    next_attempt_at = %(next)s, sent_at = %(sent)s,
    body = CASE WHEN %(is_over)s THEN '' ELSE body END,
    unsubscribe = CASE WHEN %(is_over)s THEN '' ELSE unsubscribe END
WHERE id = %(id)s AND state = 'sending'
"""

OF_MESSAGE = """
SELECT count(*) FILTER (WHERE state IN ('queued', 'sending')) AS waiting,
    string_agg(to_address || ': ' || error, '; ' ORDER BY id) FILTER (WHERE state = 'failed') AS why
FROM delivery_outgoingmail WHERE message_id = %(message)s AND purpose = 'reply'
"""

logger = logging.getLogger(__name__)


def send_all() -> int:
    """Send every mail that is due, in order; how many were sent."""
    run(FREE, {"now": clock.now()})
    sent = 0
    with _opened() as transport:
        while (mail := _claim()) is not None:
            problem = _hand_over(transport, mail)
            _settle(mail, problem)
            sent += problem is None
            if isinstance(problem, PutOff) and problem.everything:
                break
            if mail["is_in_turn"]:
                time.sleep(ACK_PAUSE_SECONDS)
    return sent


def _claim() -> Row | None:
    instant = clock.now()
    return row(CLAIM, {"now": instant, "held": instant - ACK_WAITS})


@contextlib.contextmanager
def _opened() -> Iterator[Any]:
    """One connection to the transport for many mails; the first mail opens it."""
    transport = get_connection()
    if hasattr(transport, "timeout") and transport.timeout is None:
        transport.timeout = TIMEOUT_SECONDS
    try:
        yield transport
    finally:
        with contextlib.suppress(OSError):
            transport.close()


def _hand_over(transport: Any, mail: Row) -> Refused | PutOff | None:
    try:
        letter = WrittenMail(write(mail), was_tried=mail["attempts"] > 1)
        transport.open()
        transport.send_messages([letter])
    except Exception as error:
        with contextlib.suppress(Exception):
            transport.close()
        problem = understood(error)
        logger.warning("Mail %s was not sent: %s", mail["id"], problem)
        return problem
    return None


def _settle(mail: Row, problem: Refused | PutOff | None) -> None:
    """Write down what became of it, also when the database has just come back."""
    for attempt in range(1, SETTLE_TRIES + 1):
        try:
            with transaction.atomic():
                _write_down(mail, problem)
            return
        except OperationalError:
            connection.close()
            if attempt == SETTLE_TRIES:
                raise
            time.sleep(attempt)


def _write_down(mail: Row, problem: Refused | PutOff | None) -> None:
    gone = problem is not None and (
        isinstance(problem, Refused) or mail["attempts"] >= rules.SEND_TRIES
    )
    state = OutgoingState.FAILED if gone else OutgoingState.QUEUED
    pause = rules.send_pause(mail["attempts"])
    run(
        SETTLE,
        {
            "id": mail["id"],
            "state": state if problem else OutgoingState.SENT,
            "is_over": problem is None or gone,
            "error": str(problem or ""),
            "next": clock.now() + pause if problem else mail["next_attempt_at"],
            "sent": None if problem else clock.now(),
        },
    )
    if mail["purpose"] == Purpose.REPLY and (problem is None or gone):
        _tell_message(mail["message_id"])


def _tell_message(message_id: int) -> None:
    """The message is sent when all its mails are, and not delivered when one of them failed."""
    found = row(OF_MESSAGE, {"message": message_id})
    assert found is not None
    if found["why"]:
        mark_delivery(SYSTEM, message_id, DeliveryState.FAILED, found["why"])
    elif not found["waiting"]:
        mark_delivery(SYSTEM, message_id, DeliveryState.SENT)
