"""A file of comma-separated values, whatever its encoding and separator, read line by line.

Nothing here holds more than a few lines in memory.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from . import text
from .errors import Invalid

CHUNK = 65_536
LONGEST_LINE = 20_000
MOST_LINES_A_RECORD = 20
DELIMITERS = (";", ",", "\t")
REPLACED = "\N{REPLACEMENT CHARACTER}"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one line, or none where its quotation marks don't match."""

    line: int
    cells: list[str] | None


class WrongFile(Invalid):
    """A file that is no table we could read, and why."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the names in its first line, and the lines below."""

    names: list[str]
    records: Iterator[Record]


def read_table(file: BinaryIO) -> Table:
    """The file's names of columns and its lines; WrongFile when it is no table.

    UTF-8 with or without its mark, UTF-16 with it, else Windows-1252. The separator is the one
    that stands most often in the first line.
    """
    encoding = _encoding(file)
    file.seek(0)
    lines = _Lines(io.TextIOWrapper(file, encoding, errors="replace", newline=""))
    head, hinted = _head(lines)
    delimiter = hinted or _delimiter(head)
    named = next(_parsed(_Lines(io.StringIO(head)), delimiter), None)
    return Table((named.cells if named else None) or [], _parsed(lines, delimiter))


class _Lines:
    """Lines of a text with their numbers; the last ones can be given back to be read again."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self._since: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        """The next line; csv.Error when one record takes too many of them."""
        if len(self._since) >= MOST_LINES_A_RECORD:
            raise csv.Error("too many lines")
        line = self._again.popleft() if self._again else self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise WrongFile(_("A line is longer than 20,000 characters: this is no table."))
        self.number += 1
        self._since.append(line)
        return text.clean(line)

    def settle(self) -> None:
        """A record ended here."""
        self._since = []

    def give_back(self) -> int:
        """Read all but the first line of this record again; the number of that first one."""
        first = self.number - len(self._since) + 1
        self._again.extendleft(reversed(self._since[1:]))
        self.number, self._since = first, []
        return first


def _parsed(lines: _Lines, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Record(lines.give_back(), None)
            continue
        lines.settle()
        if any(cell.strip() for cell in cells):
            yield Record(first, cells)


def _head(lines: _Lines) -> tuple[str, str]:
    """The first line that says something, and the separator that a spreadsheet hints at."""
    hinted = ""
    for line in lines:
        lines.settle()
        told = line.strip().lower()
        if told.startswith("sep=") and len(told) == 5:
            hinted = told[4]
        elif told:
            return line, hinted
    raise WrongFile(_("The file is empty."))


def _delimiter(head: str) -> str:
    return max(DELIMITERS, key=lambda sign: head.count(sign))


def _encoding(file: BinaryIO) -> str:
    """The encoding of the whole file, read once. WrongFile for what is no text."""
    beginning = file.read(4)
    if beginning.startswith(_UTF16):
        return "utf-16"
    if beginning.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise WrongFile(_("This is a spreadsheet. Save it as CSV and send that."))
    file.seek(0)
    decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    while chunk := file.read(CHUNK):
        if b"\0" in chunk:
            raise WrongFile(_("This is no text file. Save the table as CSV and send that."))
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    return "utf-8-sig" if is_utf8 else "cp1252"
