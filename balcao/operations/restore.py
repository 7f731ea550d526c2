"""A backup brought back into an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from balcao.config.postgres import ServerFailed, places, running

from .backup import DUMP, FORMAT, KEPT, MANIFEST, run_program

LOCKS = {"up.lock", "postgres.lock", "postgres.users"}

Say = Callable[[str], None]


class NotRestored(Exception):
    """The backup can't be brought back here, and why."""


def read(data: Path, file: Path, say: Say) -> None:
    """Restore the backup; NotRestored when the folder or its database is filled, or the file wrong.

    When it fails half-way, what it made is removed again.
    """
    if data.exists() and {entry.name for entry in data.iterdir()} - LOCKS:
        raise NotRestored(f"{data} is not empty: nothing was touched.")
    data.mkdir(parents=True, exist_ok=True)
    os.chmod(data, 0o711 if os.geteuid() == 0 else 0o700)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as made:
        folder = Path(made)
        try:
            with tarfile.open(file, "r:") as archive:
                _extract(archive, folder)
        except tarfile.TarError as error:
            raise NotRestored(f"{file} is no backup: {error}.") from None
        _require_format(folder, file)
        placed = [name for name in KEPT if (folder / name).exists()]
        for name in placed:
            (folder / name).rename(data / name)
        try:
            with running(data, say=say):
                _restore_database(folder / DUMP, say)
        except BaseException:
            _remove(data, placed)
            raise


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Take out plain files and folders of the known names only, each closed to other users."""
    for entry in archive:
        path = PurePosixPath(entry.name)
        if path.is_absolute() or ".." in path.parts or path.parts[0] not in {MANIFEST, DUMP, *KEPT}:
            raise NotRestored(f"The backup holds {entry.name!r}, which no backup of ours does.")
        target = folder / path
        if entry.isdir():
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif entry.isfile() and (content := archive.extractfile(entry)) is not None:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("wb") as file:
                os.fchmod(file.fileno(), 0o600)
                shutil.copyfileobj(content, file)
            os.utime(target, (entry.mtime, entry.mtime))
        else:
            raise NotRestored(f"The backup holds {entry.name!r}, which is no plain file.")


def _require_format(folder: Path, file: Path) -> None:
    try:
        told = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise NotRestored(f"{file} is no backup: it says nothing about itself.") from None
    if told.get("format") != FORMAT or not (folder / DUMP).exists():
        raise NotRestored(
            f"{file} was made by version {told.get('version')} and can't be read here."
        )


def _restore_database(dump: Path, say: Say) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balcao.config.settings")
    django.setup()
    from django.db import OperationalError, connections

    from balcao.config import prepare

    try:
        if "people_person" in connections["default"].introspection.table_names():
            raise NotRestored("The database is filled: nothing was touched.")
        say("Restoring the database")
        run_program("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(dump))
        prepare.tables(say)
    except OperationalError as error:
        raise ServerFailed(f"The database does not answer: {error}") from None
    finally:
        connections.close_all()


def _remove(data: Path, placed: list[str]) -> None:
    home = places.home(data)
    for path in (home, *(data / name for name in (*placed, "secret-keys", "prepared"))):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    (data / places.ELSEWHERE).unlink(missing_ok=True)
