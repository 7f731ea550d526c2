"""Everything in one file: the database as of one instant, files, outbox, keys."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.db import connection

from balcao import __version__
from balcao.config.postgres import ServerFailed, program
from balcao.core import clock

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEPT = ("secret-keys", "demo.json", "files", "outbox")


def write(data: Path, file: Path) -> None:
    """Write the backup beside its place and then rename it: there is a whole one or none.

    The database is dumped first and in one snapshot, so that every file it names is in the copy.
    Files kept outside the folder (S3) are not part of it.
    """
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as folder:
        dump, whole = Path(folder) / DUMP, Path(folder) / "whole"
        dump_database(dump)
        with whole.open("wb") as target:
            os.fchmod(target.fileno(), 0o600)
            with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
                _add_words(archive, MANIFEST, json.dumps(_manifest()))
                archive.add(dump, DUMP)
                for name in KEPT:
                    if (data / name).exists():
                        archive.add(data / name, name)
            target.flush()
            os.fsync(target.fileno())
        whole.rename(file)


def dump_database(target: Path) -> None:
    """Dump Django's database by pg_dump; ServerFailed with its words."""
    run_program("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def run_program(name: str, *options: str) -> None:
    """Run one of PostgreSQL's programs on Django's database; ServerFailed with its words."""
    told = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    address = {theirs: str(told[ours]) for ours, theirs in names.items() if told.get(ours)}
    for option, value in told["OPTIONS"].items():
        if option in {"sslmode", "sslrootcert", "sslcert", "sslkey"}:
            address[f"PG{option.upper()}"] = str(value)
    done = subprocess.run(
        [str(program(name)), f"--dbname={told['NAME']}", *options],
        env={**os.environ, **address},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServerFailed(f"{name} failed: {done.stderr.strip()}")


def _manifest() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    made = clock.now().isoformat()
    return {"format": FORMAT, "version": __version__, "postgresql": server, "made_at": made}


def _add_words(archive: tarfile.TarFile, name: str, words: str) -> None:
    content = words.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
