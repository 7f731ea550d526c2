"""Mails out of what a path names: one file, an mbox, a maildir, a folder, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate
from pathlib import Path
from typing import BinaryIO

STDIN = "-"
_FROM = b"From "
_HEADERS = 65_536


@dataclass(frozen=True, slots=True)
class Found:
    """One mail: the path as given, its place there (from 0; None for a file that is one mail).

    `size` is its whole size in bytes.
    Of a mail above the limit only the beginning is read.
    """

    source: str
    index: int | None
    data: bytes
    size: int


class Unreadable(Exception):
    """What a path names can't be read, and why."""


def missing(paths: list[str]) -> list[str]:
    """Those of the paths that don't exist."""
    return [path for path in paths if path != STDIN and not Path(path).exists()]


def mails(path: str, limit: int) -> Iterator[Found]:
    """Every mail that a path names, in order; Unreadable when the system refuses."""
    try:
        if path == STDIN:
            yield from _of_stream(path, sys.stdin.buffer, limit)
        elif Path(path).is_dir():
            members = (
                found for file in _files_of(Path(path)) for found in _of_file(path, file, limit)
            )
            for index, found in enumerate(members):
                yield replace(found, index=index)
        else:
            yield from _of_file(path, Path(path), limit)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error


def _files_of(folder: Path) -> list[Path]:
    """A maildir's mails, new and read, by name (which begins with the time); else every file."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        found = [file for name in ("cur", "new") for file in (folder / name).iterdir()]
        return sorted((file for file in found if file.is_file()), key=lambda file: file.name)
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _of_file(source: str, file: Path, limit: int) -> Iterator[Found]:
    with file.open("rb") as stream:
        if _is_mbox(file, stream):
            stream.seek(0)
            yield from _of_mbox(source, stream, limit)
            return
        stream.seek(0)
        size = file.stat().st_size
        yield Found(source, None, stream.read(limit + 1 if size <= limit else _HEADERS), size)


def _of_stream(source: str, stream: BinaryIO, limit: int) -> Iterator[Found]:
    data = stream.read(limit + 1)
    size = len(data)
    while more := (stream.read(1_048_576) if size > limit else b""):
        size += len(more)
    yield Found(source, None, data if size <= limit else data[:_HEADERS], size)


def _is_mbox(file: Path, stream: BinaryIO) -> bool:
    """By its name, or by a second line that begins a mail in an mbox."""
    if file.suffix.lower() == ".mbox":
        return True
    if not stream.readline(1000).startswith(_FROM):
        return False
    return any(_begins_mail(before, line) for before, line in _pairs(stream))


def _pairs(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    before = b"x"
    while line := stream.readline(65_536):
        yield before, line
        before = line


def _begins_mail(before: bytes, line: bytes) -> bool:
    """True for `From sender date` below an empty line, the date being one."""
    if not line.startswith(_FROM) or before.strip(b"\r\n"):
        return False
    told = line[len(_FROM) :].decode("ascii", "replace").split(None, 1)
    return len(told) == 2 and parsedate(told[1]) is not None


def _of_mbox(source: str, stream: BinaryIO, limit: int) -> Iterator[Found]:
    """Each mail without its From line, `>From ` in the text as it stood before."""
    lines: list[bytes] = []
    size, index, before = 0, 0, b""
    first = True
    while line := stream.readline(65_536):
        if line.startswith(_FROM) and (first or _begins_mail(before, line)):
            if any(each.strip() for each in lines):
                yield _member(source, index, lines, size, limit)
                index += 1
            lines, size, first = [], 0, False
        else:
            unquoted = line[1:] if _is_quoted(line) else line
            size += len(unquoted)
            if size <= limit or not lines:
                lines.append(unquoted)
        before = line
    if any(each.strip() for each in lines):
        yield _member(source, index, lines, size, limit)


def _is_quoted(line: bytes) -> bool:
    return line.startswith(b">") and line.lstrip(b">").startswith(_FROM)


def _member(source: str, index: int, lines: list[bytes], size: int, limit: int) -> Found:
    data = b"".join(lines)
    if data.endswith((b"\n\n", b"\n\r\n")):
        cut = 2 if data.endswith(b"\r\n") else 1
        data, size = data[:-cut], size - cut
    return Found(source, index, data if size <= limit else data[:_HEADERS], size)
