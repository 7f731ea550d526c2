"""Where the cluster and its socket lie, decided once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import owner as owners
from .owner import Owner, ServerFailed
from .programs import STATE

ELSEWHERE = "postgres.at"
SOCKET_AT = "postgres.socket"
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET = 107


def home(data: Path) -> Path:
    """The folder of the cluster: `postgres` in the data folder, or where its pointer file says."""
    told = data / ELSEWHERE
    return Path(told.read_text().strip()) if told.exists() else data / "postgres"


def socket_folder(data: Path) -> Path:
    """The folder of the server's socket: BALCAO_SOCKET_DIR, the one kept, or the cluster's home."""
    told = os.environ.get("BALCAO_SOCKET_DIR", "").strip()
    if told:
        return Path(told).absolute()
    kept = data / SOCKET_AT
    return Path(kept.read_text().strip()) if kept.exists() else home(data)


def settle(data: Path, say: Callable[[str], None]) -> Owner:
    """Make the cluster's home and the socket's folder, 0700 and the owner's; return the owner."""
    if not data.exists():
        data.mkdir(parents=True)
        os.chmod(data, 0o711 if os.geteuid() == 0 else 0o700)
    place = home(data)
    if place.exists():
        owner = owners.of(place.stat().st_uid)
        _refuse_a_copy(data, place)
    else:
        owner = owners.choose()
        place = _new_home(data, owner, say)
    _settle_socket(data, owner)
    return owner


def _new_home(data: Path, owner: Owner, say: Callable[[str], None]) -> Path:
    place = data / "postgres"
    if not owner.is_self and not owner.may("-x", data):
        STATE.mkdir(mode=0o711, parents=True, exist_ok=True)
        place = STATE / secrets.token_hex(8)
        say(
            f"{data} is closed to the user {owner.name}, who runs the database: "
            f"it lies in {place} instead. Keep the two together."
        )
    place.mkdir(mode=0o700)
    owner.take(place, 0o700)
    if place.parent == STATE:
        (place / "belongs-to").write_text(f"{data}\n")
        (data / ELSEWHERE).write_text(f"{place}\n")
    return place


def _refuse_a_copy(data: Path, place: Path) -> None:
    told = place / "belongs-to"
    if not told.exists():
        return
    first = Path(told.read_text().strip())
    if first == data:
        return
    pointer = first / ELSEWHERE
    if pointer.exists() and pointer.read_text().strip() == str(place):
        raise ServerFailed(
            f"{data} is a copy of {first}, and both name the database in {place}. "
            "Use `balcao backup` and `balcao restore` to make a second one."
        )
    told.write_text(f"{data}\n")


def _settle_socket(data: Path, owner: Owner) -> None:
    folder = socket_folder(data)
    if folder == home(data):
        if _is_good(folder):
            return
        folder = _short_folder(data)
    elif not folder.exists():
        if os.environ.get("BALCAO_SOCKET_DIR", "").strip():
            folder.mkdir(mode=0o700, parents=True)
        else:
            folder = _short_folder(data)
    elif _is_ours(folder, owner):
        return
    if not _is_good(folder):
        raise ServerFailed(
            f"{folder} is no path for a socket, too long or with a comma. Set BALCAO_SOCKET_DIR to another."
        )
    if not _is_ours(folder, owner) and folder.lstat().st_uid != os.geteuid():
        raise ServerFailed(
            f"{folder} belongs to somebody else. Set BALCAO_SOCKET_DIR to a folder of your own."
        )
    owner.take(folder, 0o700)


def _is_good(folder: Path) -> bool:
    """Whether a socket fits there, and clients don't read its path as a list of several."""
    return len(os.fsencode(folder / SOCKET_FILE)) <= LONGEST_SOCKET and "," not in str(folder)


def _short_folder(data: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="balcao-", dir="/tmp"))
    (data / SOCKET_AT).write_text(f"{folder}\n")
    return folder


def _is_ours(folder: Path, owner: Owner) -> bool:
    known = folder.lstat()
    return (
        stat.S_ISDIR(known.st_mode)
        and known.st_uid == owner.uid
        and stat.S_IMODE(known.st_mode) == 0o700
    )
