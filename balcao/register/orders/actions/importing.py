"""Files of orders: kept line by line, looked through, shown, and imported when somebody says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, NotFound
from balcao.core.importing import BROKEN, Lines
from balcao.core.sql import Row
from balcao.events.actions import publish
from balcao.events.bulk import together

from ..events import OrdersImported
from ..models import ImportState, LineState, OrderImport
from ..rules import Columns, Told, WrongFile, WrongOrder, read_line, read_table
from .recording import Outcome, Plan, Recorded, plan_all, record_all

BATCH = 250
MOST_LINES = 500_000
REST_SECONDS = 0.05
_LOOKED_AT = {ImportState.CHECKING: ("read",), ImportState.IMPORTING: ("added", "changed", "same")}
_LINES = Lines(
    "orders_importline",
    WrongOrder,
    lambda line: WrongOrder("twice", "number", line),
    MOST_LINES,
    _("The file has more than 500,000 lines: split it."),
    ("registers",),
)


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
    made.rows = _LINES.keep(made.pk, table.records)
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
    lines, told = _read(made)
    _settle(made, lines, told, _LINES.done(told, plan_all))
    return _went_on(made, lines, ImportState.CHECKED)


@transaction.atomic
def import_batch(import_id: int) -> bool:
    """Write the orders of the next lines; False when there are none left."""
    made = _locked(import_id)
    if made.state != ImportState.IMPORTING:
        return False
    lines, told = _read(made)
    with together():
        found = _LINES.done(told, lambda them: record_all(_as_bringer(made), them))
    _settle(made, lines, told, found)
    return _went_on(made, lines, ImportState.DONE)


def _read(made: OrderImport) -> tuple[list[Row], list[Told | WrongOrder]]:
    """The next lines, and what each says or why it is refused."""
    states = _LOOKED_AT[ImportState(made.state)]
    lines = _LINES.following(made.pk, made.last_line, states, BATCH)
    columns = Columns(made.columns["places"], made.columns["width"])
    return lines, _LINES.told(made.pk, lines, lambda cells: read_line(columns, cells, made.source))


def _settle(
    made: OrderImport,
    lines: Sequence[Row],
    told: Sequence[Told | WrongOrder],
    found: Sequence[Plan | Recorded | WrongOrder],
) -> None:
    if not lines:
        return
    registers = [_registers(one) for one in found]
    states = [_state(one) for one in found]
    _LINES.settle(lines, told, found, states, {"registers": registers})
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
        broken = made.lines.filter(reason=BROKEN).count()
        made.refused += broken
        made.done += broken
        if made.starts_at_once:
            _begin(made)
        return
    made.finished_at = clock.now()
    _LINES.drop_settled(made.pk)
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
