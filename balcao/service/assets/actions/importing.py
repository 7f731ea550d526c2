"""Files of assets: kept line by line, looked through, shown, and imported when somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.importing import BROKEN, Lines
from balcao.core.sql import Row, row
from balcao.core.tables import WrongFile, read_table
from balcao.events.actions import publish
from balcao.events.bulk import together

from .. import scope
from ..events import AssetsImported
from ..models import AssetImport, FileState, LineState
from ..rules import Columns, Told, WrongAsset, columns_of, read_line
from .lookups import types
from .recording import Outcome, Plan, plan_all, record_all, require_keeper

BATCH = 250
MOST_LINES = 50_000
_LOOKED_AT = {FileState.CHECKING: ("read",), FileState.IMPORTING: ("added", "changed", "same")}
_LINES = Lines(
    "assets_assetline",
    WrongAsset,
    lambda line: WrongAsset("twice", "number", line),
    MOST_LINES,
    _("The file has more than 50,000 lines: split it."),
)


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
    made.rows = _LINES.keep(made.pk, table.records)
    if not made.rows:
        raise WrongFile(_("The file names columns, and no asset below them."))
    made.save(update_fields=["rows"])
    _defer("assets.check", made.pk)
    return made


@transaction.atomic
def begin_import(actor: Actor, import_id: int) -> AssetImport:
    """Import what was looked through. Conflict when that isn't over, or it was said already."""
    made = _keeping(actor, import_id)
    if made.state != FileState.CHECKED:
        raise Conflict(_("This file isn't waiting to be imported."))
    made.state, made.last_line, made.done = FileState.IMPORTING, 0, made.refused
    made.added = made.changed = made.same = 0
    made.save()
    _defer("assets.import", made.pk)
    return made


@transaction.atomic
def discard_import(actor: Actor, import_id: int) -> AssetImport:
    """Put a file aside, and its lines with it. Conflict once it is being imported."""
    made = _keeping(actor, import_id)
    if made.state not in (FileState.CHECKING, FileState.CHECKED):
        raise Conflict(_("This file isn't waiting to be imported."))
    made.state, made.finished_at = FileState.DISCARDED, clock.now()
    made.save(update_fields=["state", "finished_at"])
    made.lines.all().delete()
    return made


def check_all(import_id: int) -> None:
    """Look through a file to its end; begun again it goes on where it was."""
    while _step(import_id, FileState.CHECKING, plan_all, FileState.CHECKED):
        pass


def import_all(import_id: int) -> None:
    """Import a file to its end; begun again it goes on where it was."""
    while _step(import_id, FileState.IMPORTING, record_all, FileState.DONE):
        pass


@transaction.atomic
def _step(
    import_id: int,
    during: FileState,
    doing: Callable[[Actor, int, Sequence[Told]], list[Plan | WrongAsset]],
    then: FileState,
) -> bool:
    """Deal with the next lines; False when there are none left."""
    made = _locked(import_id)
    if made.state != during:
        return False
    lines = _LINES.following(made.pk, made.last_line, _LOOKED_AT[during], BATCH)
    columns = Columns(made.columns["places"], made.columns["width"], made.columns["own"])
    told = _LINES.told(made.pk, lines, lambda cells: read_line(columns, cells))
    with together():
        found = _LINES.done(told, lambda them: doing(_as_bringer(made), made.team_id, them))
    _settle(made, lines, told, found)
    return _went_on(made, lines, then)


def _settle(
    made: AssetImport,
    lines: Sequence[Row],
    told: Sequence[Told | WrongAsset],
    found: Sequence[Plan | WrongAsset],
) -> None:
    if not lines:
        return
    states = [
        str(LineState.REFUSED if isinstance(one, WrongAsset) else _STATES[one.outcome])
        for one in found
    ]
    _LINES.settle(lines, told, found, states)
    made.added += states.count(LineState.ADDED)
    made.changed += states.count(LineState.CHANGED)
    made.same += states.count(LineState.SAME)
    made.refused += states.count(LineState.REFUSED)


_STATES = {
    Outcome.ADDED: LineState.ADDED,
    Outcome.CHANGED: LineState.CHANGED,
    Outcome.SAME: LineState.SAME,
}


def _went_on(made: AssetImport, lines: Sequence[Row], then: FileState) -> bool:
    """Keep how far it is; at the end go on to what comes then. False at the end."""
    is_over = len(lines) < BATCH
    made.done += len(lines)
    if lines:
        made.last_line = lines[-1]["line"]
    if is_over:
        made.state = then
        if then is FileState.CHECKED:
            broken = made.lines.filter(reason=BROKEN).count()
            made.refused += broken
            made.done += broken
        else:
            _end(made)
    made.save()
    return not is_over


def _end(made: AssetImport) -> None:
    made.finished_at = clock.now()
    _LINES.drop_settled(made.pk)
    told = AssetsImported(made.pk, made.added, made.changed, made.refused)
    publish(_as_bringer(made), told)


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
    made = _locked(import_id)
    if not scope.may_write(actor, made.team_id):
        raise Forbidden()
    return made


def _locked(import_id: int) -> AssetImport:
    made = AssetImport.objects.select_for_update().filter(pk=import_id).first()
    if made is None:
        raise NotFound()
    return made


def _defer(name: str, import_id: int) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(name, queue="upkeep", lock="assets.import").defer(import_id=import_id)
