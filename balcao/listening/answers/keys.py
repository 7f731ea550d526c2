"""The halves of waves' keys that open what is sealed: files of the data folder, never rows.

They are in no backup, and are gone once their wave was opened: a copy of the database taken at
any moment opens nothing.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from nacl.public import PrivateKey


def folder() -> Path:
    """Where they lie, closed to other users."""
    found = _place()
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def make() -> bytes:
    """A new key: its secret half is on the disk for good, its public half is returned."""
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    folder()
    descriptor = os.open(_file(public), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(private))
        file.flush()
        os.fsync(file.fileno())
    _settle_folder()
    return public


def is_here(public: bytes) -> bool:
    """True while what is sealed by this public half can be opened on this machine."""
    return _file(public).exists()


def opener(public: bytes) -> PrivateKey | None:
    """The secret half; None when it is gone."""
    try:
        return PrivateKey(_file(public).read_bytes())
    except FileNotFoundError:
        return None


def destroy(public: bytes) -> None:
    """Nothing that was sealed by this public half is ever opened again."""
    _file(public).unlink(missing_ok=True)
    _settle_folder()


def _place() -> Path:
    return Path(settings.DATA) / "waves"


def _file(public: bytes) -> Path:
    return _place() / f"{hashlib.sha256(public).hexdigest()}.key"


def _settle_folder() -> None:
    descriptor = os.open(folder(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
