"""Taking mails in: each in a transaction of its own, so that one that breaks holds up no other."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.channels.email.parse import parse
from balcao.core import clock
from balcao.core.sql import row, rows, run
from balcao.core.text import clean, one_line

from . import checks, joining, outbound, rules
from .case import Case, Raw, Settled, quarantined
from .identity import Raced
from .models import RawMail, RawState
from .waking import gathered

BATCH = 25
BEGINNING_BYTES = 65_536
LEASE = timedelta(seconds=25)

Step = Callable[[Case], Settled | None]

STEPS: tuple[Step, ...] = (
    checks.find_proofs,
    checks.refuse_own,
    checks.settle_by_kind,
    checks.check_sender,
    checks.find_inboxes,
    checks.find_sender,
    joining.settle,
)

# Fresh mails are claimed many at once; one that was tried before comes alone, so that a mail that
# kills its worker takes no other along when its tries are over.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM delivery_rawmail
    WHERE state = 'pending' AND next_attempt_at <= %(now)s AND (attempts > 0) = %(again)s
    ORDER BY next_attempt_at, id FOR UPDATE SKIP LOCKED LIMIT %(limit)s)
UPDATE delivery_rawmail r SET attempts = r.attempts + 1, next_attempt_at = %(lease)s
FROM due WHERE r.id = due.id
RETURNING r.id, r.attempts, r.last_error
"""

PENDING = """
SELECT id, data, size, envelope_to, is_archive, is_released, told_inbox_id FROM delivery_rawmail
WHERE id = %(id)s AND state = 'pending' FOR UPDATE SKIP LOCKED
"""

logger = logging.getLogger(__name__)


def take_in_all() -> int:
    """Take in every mail that waits and is due, oldest first; how many were settled.

    When many wait, two go through at once: while one waits for the database the other is read.
    """
    with ThreadPoolExecutor(1) as second:
        beside: Future[int] | None = None
        settled = 0
        while claimed := _claim_some():
            if beside is None and len(claimed) == BATCH:
                beside = second.submit(copy_context().run, _take_in_beside)
            settled += _take_in_some(claimed)
    return settled + (beside.result() if beside else 0)


def _take_in_beside() -> int:
    settled = 0
    try:
        while claimed := _claim_some():
            settled += _take_in_some(claimed)
    finally:
        connection.close()
    return settled


def _take_in_some(claimed: list[tuple[int, int, str]]) -> int:
    with _unhurried(), gathered():
        return sum(_settles(*each) for each in claimed)


@contextlib.contextmanager
def _unhurried() -> Iterator[None]:
    """Commits don't wait for the disk here: a mail was kept before, and is taken in again if the
    machine fails. Whatever follows from it (an answer, a mail handed over) does wait, and what it
    follows from is then on disk too.
    """
    run("SET synchronous_commit = off")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError, InterfaceError):
            run("RESET synchronous_commit")


def _settles(number: int, attempts: int, error: str) -> bool:
    if attempts > rules.INTAKE_TRIES:
        give_up(number, error)
        return False
    return take_in(number) is not None


def take_in(raw_id: int) -> Settled | None:
    """Settle one kept mail; None when it was settled already or has to wait for another try."""
    try:
        try:
            return settle(raw_id)
        except Raced:
            return settle(raw_id)
    except (OperationalError, InterfaceError, OSError) as error:
        _put_off(raw_id, error, counts=False)
    except Exception as error:
        logger.exception("Mail %s could not be taken in.", raw_id)
        _put_off(raw_id, error, counts=True)
    return None


@transaction.atomic
def settle(raw_id: int) -> Settled | None:
    """Carry a mail through every step, all or nothing; None when somebody else has it."""
    found = row(PENDING, {"id": raw_id})
    if found is None:
        return None
    raw = Raw(**found)
    with contextlib.ExitStack() as stack:
        stack.enter_context(translation.override(settings.LANGUAGE_CODE))
        if raw.is_archive:
            stack.enter_context(outbound.silence())
        case = _case(raw)
        ended = _too_large(raw) or _carried(case)
        _write_down(case, ended)
    return ended


def give_up(raw_id: int, error: str) -> None:
    """A mail that can't be taken in, however often it is tried, is kept for somebody to look at."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("It could not be taken in: %(why)s") % {"why": error or _("it was cut off")}
    RawMail.objects.filter(pk=raw_id, state=RawState.PENDING).update(
        state=RawState.QUARANTINED,
        outcome="quarantined",
        reason=reason,
        steps=[reason],
        settled_at=clock.now(),
    )


def _case(raw: Raw) -> Case:
    data = bytes(raw.data)
    mail = parse(data if raw.size <= settings.MAIL_MAX_BYTES else data[:BEGINNING_BYTES])
    envelope = () if raw.told_inbox_id else tuple(each.lower() for each in raw.envelope_to)
    named = (clean(address) for address in (*mail.recipients, *envelope))
    return Case(raw, mail, tuple(dict.fromkeys(named)))


def _carried(case: Case) -> Settled:
    for step in STEPS:
        ended = step(case)
        if ended is not None:
            return ended
    raise AssertionError("the last step settles every mail")


def _too_large(raw: Raw) -> Settled | None:
    if raw.size <= settings.MAIL_MAX_BYTES or raw.is_released:
        return None
    return quarantined(
        _("It has %(size)d bytes; %(limit)d are allowed.")
        % {"size": raw.size, "limit": settings.MAIL_MAX_BYTES}
    )


WRITE_DOWN = """
UPDATE delivery_rawmail SET state = %(state)s, outcome = %(outcome)s, reason = %(reason)s,
    steps = %(steps)s::jsonb, message_id = %(message)s, sender_id = %(sender)s,
    message_id_header = %(message_id_header)s, from_address = %(from_address)s,
    subject = %(subject)s, inbox_ids = %(inboxes)s, settled_at = %(now)s, last_error = ''
WHERE id = %(id)s
"""


def _write_down(case: Case, ended: Settled) -> None:
    if not case.meant and ended.state == RawState.QUARANTINED:
        checks.read_inboxes(case)
    if not case.why or case.why[-1] != ended.reason:
        case.note(ended.reason)
    run(
        WRITE_DOWN,
        {
            "id": case.raw.id,
            "state": ended.state,
            "outcome": ended.outcome,
            "reason": ended.reason,
            "steps": json.dumps(case.why),
            "message": ended.message_id,
            "sender": case.sender.pk if case.sender else None,
            "message_id_header": clean(case.mail.message_id or "")[:998],
            "from_address": one_line(case.from_address, 320),
            "subject": one_line(case.mail.subject, 300),
            "inboxes": [each.inbox.pk for each in case.meant],
            "now": clock.now(),
        },
    )


def _claim_some() -> list[tuple[int, int, str]]:
    return _claim(BATCH, again=False) or _claim(1, again=True)


def _claim(limit: int, *, again: bool) -> list[tuple[int, int, str]]:
    instant = clock.now()
    told = {"now": instant, "lease": instant + LEASE, "again": again, "limit": limit}
    found = rows(CLAIM, told)
    return sorted((line["id"], line["attempts"], line["last_error"]) for line in found)


def _put_off(raw_id: int, error: Exception, *, counts: bool) -> None:
    """Wait before the next try; what is no fault of the mail (database, disk) costs it no try."""
    if isinstance(error, OperationalError | InterfaceError):
        connection.close()
    found = row("SELECT attempts FROM delivery_rawmail WHERE id = %(id)s", {"id": raw_id})
    attempts = max(1, found["attempts"] if found else 1)
    RawMail.objects.filter(pk=raw_id, state=RawState.PENDING).update(
        attempts=attempts if counts else attempts - 1,
        next_attempt_at=clock.now() + rules.intake_pause(attempts),
        last_error=f"{type(error).__name__}: {error}"[:500].replace("\0", ""),
    )
