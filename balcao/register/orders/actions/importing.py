"""Files of orders: kept line by line, looked through, shown, and imported when somebody says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.importing import Course, Lines
from balcao.events.actions import publish
from balcao.events.bulk import together

from ..events import OrdersImported
from ..models import OrderImport
from ..rules import Columns, Told, WrongOrder, read_line, read_table
from .recording import Plan, Recorded, plan_all, record_all


class _Orders(Course[OrderImport, Told, WrongOrder]):
    files = OrderImport
    lines = Lines(
        "orders_importline",
        WrongOrder,
        lambda line: WrongOrder("twice", "number", line),
        500_000,
        _("The file has more than 500,000 lines: split it."),
        ("registers",),
    )
    empty = _("The file names columns, and no order below them.")

    def wake(self, stage: str, import_id: int) -> None:
        from procrastinate.contrib.django import app

        job = app.configure_task(f"orders.{stage}", queue="upkeep", lock="orders.import")
        job.defer(import_id=import_id)

    def read(self, made: OrderImport, cells: list[str]) -> Told:
        columns = Columns(made.columns["places"], made.columns["width"])
        return read_line(columns, cells, made.source)

    def planned(self, made: OrderImport, told: list[Told]) -> list[Plan | WrongOrder]:
        return plan_all(told)

    def recorded(self, made: OrderImport, told: list[Told]) -> list[Recorded | WrongOrder]:
        with together():
            return record_all(_as_bringer(made), told)

    def noted(self, made: OrderImport, found: Sequence[Any]) -> Mapping[str, Sequence[bool]]:
        registers = [_registers(one) for one in found]
        made.registered += sum(registers)
        return {"registers": registers}

    def looked_through(self, made: OrderImport) -> None:
        if made.starts_at_once:
            self.start(made)

    def start(self, made: OrderImport) -> None:
        made.registered = 0
        super().start(made)

    def ended(self, made: OrderImport) -> None:
        told = OrdersImported(made.pk, made.added, made.changed, made.refused)
        publish(_as_bringer(made), told)


COURSE = _Orders()
check_all = COURSE.check_all
import_all = COURSE.import_all
forget_old_imports = COURSE.forget


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
    return COURSE.keep(made, table.records)


@transaction.atomic
def begin_import(actor: Actor, import_id: int) -> OrderImport:
    """Import what was looked through. Conflict when that isn't over, or it was said already."""
    require(actor, Permission.ADMINISTER)
    return COURSE.begin(COURSE.locked(import_id))


@transaction.atomic
def discard_import(actor: Actor, import_id: int) -> OrderImport:
    """Put a file aside, and its lines with it. Conflict once it is being imported."""
    require(actor, Permission.ADMINISTER)
    return COURSE.discard(COURSE.locked(import_id))


def _registers(found: Plan | Recorded | WrongOrder) -> bool:
    if isinstance(found, Plan):
        return found.registers
    return isinstance(found, Recorded) and found.has_registered


def _as_bringer(made: OrderImport) -> Actor:
    """The desk, in the name of whoever brought the file and might do so then."""
    return Actor(person_id=made.person_id, is_system=True)
