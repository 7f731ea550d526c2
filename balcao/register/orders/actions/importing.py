"""Files of orders: kept line by line, looked through, shown, and imported when somebody says so."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import Row, rows, run
from balcao.core.tables import Record
from balcao.events.actions import publish
from balcao.events.bulk import together

from ..events import OrdersImported
from ..models import ImportState, LineState, OrderImport
from ..rules import Columns, Table, Told, WrongFile, WrongOrder, read_line, read_table
from .recording import Outcome, Plan, Recorded, plan_all, record_all

BATCH = 250
MOST_LINES = 500_000
REST_SECONDS = 0.05
_LOOKED_AT = {ImportState.CHECKING: ("read",), ImportState.IMPORTING: ("added", "changed", "same")}
_NEXT = """
SELECT id, line, cells FROM orders_importline
WHERE imported_id = %(import)s AND line > %(last)s AND state = ANY(%(states)s)
ORDER BY line LIMIT %(batch)s
"""
_EARLIER = """
SELECT number, min(line) AS line FROM orders_importline
WHERE imported_id = %(import)s AND number = ANY(%(numbers)s) AND line < %(first)s
  AND state <> 'refused' GROUP BY number
"""
_SETTLE = """
UPDATE orders_importline AS l SET state = n.state, number = n.number, registers = n.registers,
       reason = n.reason, about = n.about::jsonb
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(numbers)s::text[], %(registers)s::boolean[],
            %(reasons)s::text[], %(abouts)s::text[]) AS n(id, state, number, registers, reason, about)
WHERE l.id = n.id
"""


@transaction.atomic
def import_orders(
    actor: Actor, file: BinaryIO, name: str, *, source: str = "", starts_at_once: bool = False
) -> OrderImport:
    """Keep a file's lines and have them looked through; nothing else is written yet.

    `starts_at_once` imports them as soon as they were looked through. WrongFile says why a file is
    no table of orders.
    """
    require(actor, Permission.ADMINISTER)
    table = read_table(file)
    made = OrderImport.objects.create(
        file_name=text.safe_file_name(name)[:200],
        source=text.one_line(source, 40),
        person_id=actor.person_id,
        at=clock.now(),
        starts_at_once=starts_at_once,
        columns={"places": dict(table.columns.places), "width": table.columns.width},
        ignored=list(table.columns.ignored),
    )
    made.rows = _keep(made.pk, table)
    if not made.rows:
        raise WrongFile(_("The file names columns, and no order below them."))
    made.save(update_fields=["rows"])
    _defer("orders.check", made.pk)
    return made


@transaction.atomic
def begin_import(actor: Actor, import_id: int) -> OrderImport:
    """Import what was looked through. Conflict when that isn't over, or it was said already."""
    require(actor, Permission.ADMINISTER)
    made = _locked(import_id)
    if made.state != ImportState.CHECKED:
        raise Conflict(_("This file isn't waiting to be imported."))
    _begin(made)
    return made


@transaction.atomic
def discard_import(actor: Actor, import_id: int) -> OrderImport:
    """Put a file aside, and its lines with it. Conflict once it is being imported."""
    require(actor, Permission.ADMINISTER)
    made = _locked(import_id)
    if made.state not in (ImportState.CHECKING, ImportState.CHECKED):
        raise Conflict(_("This file isn't waiting to be imported."))
    made.state, made.finished_at = ImportState.DISCARDED, clock.now()
    made.save(update_fields=["state", "finished_at"])
    made.lines.all().delete()
    return made


def check_all(import_id: int) -> None:
    """Look through a file to its end; begun again it goes on where it was."""
    _carry(lambda: check_batch(import_id))


def import_all(import_id: int) -> None:
    """Import a file to its end; begun again it goes on where it was."""
    _carry(lambda: import_batch(import_id))


@transaction.atomic
def check_batch(import_id: int) -> bool:
    """Say of the next lines what they would do; False when there are none left."""
    made = _locked(import_id)
    if made.state != ImportState.CHECKING:
        return False
    lines = _next(made)
    told = _told(made, lines)
    plans = iter(plan_all([one for one in told if isinstance(one, Told)]))
    found = [next(plans) if isinstance(one, Told) else one for one in told]
    _settle(made, lines, told, found)
    return _went_on(made, lines, ImportState.CHECKED)


@transaction.atomic
def import_batch(import_id: int) -> bool:
    """Write the orders of the next lines; False when there are none left."""
    made = _locked(import_id)
    if made.state != ImportState.IMPORTING:
        return False
    lines = _next(made)
    told = _told(made, lines)
    with together():
        done = iter(record_all(_as_bringer(made), [one for one in told if isinstance(one, Told)]))
    found = [next(done) if isinstance(one, Told) else one for one in told]
    _settle(made, lines, told, found)
    return _went_on(made, lines, ImportState.DONE)


def _keep(import_id: int, table: Table) -> int:
    kept = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY orders_importline (imported_id, line, cells, number, state, registers, reason, about)"
            " FROM STDIN"
        ) as copy,
    ):
        for record in table.records:
            kept += 1
            if kept > MOST_LINES:
                raise WrongFile(_("The file has more than 500,000 lines: split it."))
            copy.write_row(_row(import_id, record))
    return kept


def _row(import_id: int, record: Record) -> tuple[object, ...]:
    is_broken = record.cells is None
    state = LineState.REFUSED if is_broken else LineState.READ
    reason = "quotes" if is_broken else ""
    cells = json.dumps(record.cells or [])
    return (import_id, record.line, cells, "", str(state), False, reason, "{}")


def _next(made: OrderImport) -> list[Row]:
    return rows(
        _NEXT,
        {
            "import": made.pk,
            "last": made.last_line,
            "states": [*_LOOKED_AT[ImportState(made.state)]],
            "batch": BATCH,
        },
    )


def _told(made: OrderImport, lines: Sequence[Row]) -> list[Told | WrongOrder]:
    columns = Columns(made.columns["places"], made.columns["width"])
    told: list[Told | WrongOrder] = []
    for line in lines:
        try:
            told.append(read_line(columns, line["cells"], made.source))
        except WrongOrder as refusal:
            told.append(refusal)
    return _told_once(made, lines, told)


def _told_once(
    made: OrderImport, lines: Sequence[Row], told: list[Told | WrongOrder]
) -> list[Told | WrongOrder]:
    """Each number is told once in a file: what repeats it is refused, not silently preferred."""
    numbers = [one.number for one in told if isinstance(one, Told)]
    if not numbers:
        return told
    asked = {"import": made.pk, "numbers": numbers, "first": lines[0]["line"]}
    seen = {line["number"]: line["line"] for line in rows(_EARLIER, asked)}
    once: list[Told | WrongOrder] = []
    for line, one in zip(lines, told, strict=True):
        if isinstance(one, Told) and one.number in seen:
            once.append(WrongOrder("twice", "number", seen[one.number]))
            continue
        if isinstance(one, Told):
            seen[one.number] = line["line"]
        once.append(one)
    return once


def _settle(
    made: OrderImport,
    lines: Sequence[Row],
    told: Sequence[Told | WrongOrder],
    found: Sequence[Plan | Recorded | WrongOrder],
) -> None:
    if not lines:
        return
    refused = [one if isinstance(one, WrongOrder) else None for one in found]
    states = [_state(one) for one in found]
    registers = [_registers(one) for one in found]
    run(
        _SETTLE,
        {
            "ids": [line["id"] for line in lines],
            "states": states,
            "numbers": [one.number if isinstance(one, Told) else "" for one in told],
            "registers": registers,
            "reasons": [one.reason if one else "" for one in refused],
            "abouts": [json.dumps(one.about if one else {}) for one in refused],
        },
    )
    made.added += states.count(LineState.ADDED)
    made.changed += states.count(LineState.CHANGED)
    made.same += states.count(LineState.SAME)
    made.refused += states.count(LineState.REFUSED)
    made.registered += sum(registers)


def _state(found: Plan | Recorded | WrongOrder) -> str:
    return str(LineState.REFUSED if isinstance(found, WrongOrder) else _STATES[found.outcome])


def _registers(found: Plan | Recorded | WrongOrder) -> bool:
    if isinstance(found, Plan):
        return found.registers
    return isinstance(found, Recorded) and found.has_registered


_STATES = {
    Outcome.ADDED: LineState.ADDED,
    Outcome.CHANGED: LineState.CHANGED,
    Outcome.SAME: LineState.SAME,
}


def _went_on(made: OrderImport, lines: Sequence[Row], then: ImportState) -> bool:
    """Keep how far it is; at the end go on to what comes then. False at the end."""
    is_over = len(lines) < BATCH
    made.done += len(lines)
    if lines:
        made.last_line = lines[-1]["line"]
    if is_over:
        _end(made, then)
    made.save()
    return not is_over


def _end(made: OrderImport, then: ImportState) -> None:
    made.state = then
    if then is ImportState.CHECKED:
        broken = made.lines.filter(reason="quotes").count()
        made.refused += broken
        made.done += broken
        if made.starts_at_once:
            _begin(made)
        return
    made.finished_at = clock.now()
    run(
        "DELETE FROM orders_importline WHERE imported_id = %(import)s AND state <> 'refused'",
        {"import": made.pk},
    )
    told = OrdersImported(made.pk, made.added, made.changed, made.refused)
    publish(_as_bringer(made), told)


def _as_bringer(made: OrderImport) -> Actor:
    """The desk, in the name of whoever brought the file and might do so then."""
    return Actor(person_id=made.person_id, is_system=True)


def _begin(made: OrderImport) -> None:
    made.state, made.last_line = ImportState.IMPORTING, 0
    made.done = made.refused
    made.added = made.changed = made.same = made.registered = 0
    made.save()
    _defer("orders.import", made.pk)


def _carry(step: Callable[[], bool]) -> None:
    """Batch by batch; after each it rests as long as that took, or a little."""
    began = time.monotonic()
    while step():
        time.sleep(min(REST_SECONDS, time.monotonic() - began))
        began = time.monotonic()


def _locked(import_id: int) -> OrderImport:
    made = OrderImport.objects.select_for_update().filter(pk=import_id).first()
    if made is None:
        raise NotFound()
    return made


def _defer(name: str, import_id: int) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(name, queue="upkeep", lock="orders.import").defer(import_id=import_id)
