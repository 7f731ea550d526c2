"""Files of assets: kept line by line, looked through, shown, and imported when somebody says so."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, NotFound
from balcao.core.importing import Course, Lines
from balcao.core.sql import row
from balcao.core.tables import read_table
from balcao.events.actions import publish
from balcao.events.bulk import together

from .. import scope
from ..events import AssetsImported
from ..models import AssetImport
from ..rules import Columns, Told, WrongAsset, columns_of, read_line
from .lookups import types
from .recording import Plan, plan_all, record_all, require_keeper


class _Assets(Course[AssetImport, Told, WrongAsset]):
    files = AssetImport
    lines = Lines(
        "assets_assetline",
        WrongAsset,
        lambda line: WrongAsset("twice", "number", line),
        50_000,
        _("The file has more than 50,000 lines: split it."),
    )
    empty = _("The file names columns, and no asset below them.")

    def wake(self, stage: str, import_id: int) -> None:
        from procrastinate.contrib.django import app

        job = app.configure_task(f"assets.{stage}", queue="upkeep", lock="assets.import")
        job.defer(import_id=import_id)

    def read(self, made: AssetImport, cells: list[str]) -> Told:
        told = made.columns
        return read_line(Columns(told["places"], told["width"], told["own"]), cells)

    def planned(self, made: AssetImport, told: list[Told]) -> list[Plan | WrongAsset]:
        return plan_all(_as_bringer(made), made.team_id, told)

    def recorded(self, made: AssetImport, told: list[Told]) -> list[Plan | WrongAsset]:
        with together():
            return record_all(_as_bringer(made), made.team_id, told)

    def ended(self, made: AssetImport) -> None:
        told = AssetsImported(made.pk, made.added, made.changed, made.refused)
        publish(_as_bringer(made), told)


COURSE = _Assets()
check_all = COURSE.check_all
import_all = COURSE.import_all
forget_old_imports = COURSE.forget


@transaction.atomic
def import_assets(actor: Actor, team_id: int, file: BinaryIO, name: str) -> AssetImport:
    """Keep a file's lines for a team and have them looked through; nothing else is written yet.

    WrongFile says why a file is no table of assets.
    """
    require_keeper(actor, team_id)
    table = read_table(file)
    own = {key for kind in types(actor, team_id).values() for key in kind.keys}
    columns = columns_of(table.names, own)
    made = AssetImport.objects.create(
        file_name=text.safe_file_name(name)[:200],
        team_id=team_id,
        person_id=actor.person_id,
        at=clock.now(),
        columns={
            "places": dict(columns.places),
            "width": columns.width,
            "own": dict(columns.own),
            "ignored": list(columns.ignored),
        },
    )
    return COURSE.keep(made, table.records)


@transaction.atomic
def begin_import(actor: Actor, import_id: int) -> AssetImport:
    """Import what was looked through. Conflict when that isn't over, or it was said already."""
    return COURSE.begin(_keeping(actor, import_id))


@transaction.atomic
def discard_import(actor: Actor, import_id: int) -> AssetImport:
    """Put a file aside, and its lines with it. Conflict once it is being imported."""
    return COURSE.discard(_keeping(actor, import_id))


def _as_bringer(made: AssetImport) -> Actor:
    """The desk, in the name of whoever brought the file and might do so then."""
    return Actor(person_id=made.person_id, is_system=True)


def _keeping(actor: Actor, import_id: int) -> AssetImport:
    found = row(
        f"SELECT i.id FROM assets_assetimport i WHERE i.id = %(id)s AND {scope.kept('i')}",
        {**scope.params(actor), "id": import_id},
    )
    if found is None:
        raise NotFound()
    made = COURSE.locked(import_id)
    if not scope.may_write(actor, made.team_id):
        raise Forbidden()
    return made
