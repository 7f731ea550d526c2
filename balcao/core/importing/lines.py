"""The lines of a file that is imported: kept as they were written, read, dealt with and settled batch
by batch. A room names the table of its lines, says how one is read and what is done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.db import connection
from django.utils.functional import Promise

from ..errors import Invalid
from ..sql import Row, row, rows, run
from ..tables import Record, WrongFile

BROKEN = "quotes"
READ, REFUSED = "read", "refused"


class Numbered(Protocol):
    """What a line says of one thing, which has a number."""

    @property
    def number(self) -> str:
        """The number; each is told once in a file."""


class Refused(Invalid):
    """A line that can't be taken; `reason` is one of the room's, `about` names column and value."""

    reason: str
    about: Mapping[str, str]

    def __init__(self, reason: str, about: Mapping[str, str], words: str, column: str = "") -> None:
        self.reason, self.about = reason, about
        super().__init__(words, {column: words} if column else None)


Told = TypeVar("Told", bound=Numbered)
Wrong = TypeVar("Wrong", bound=Refused)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Lines(Generic[Wrong]):
    """The lines in one table, with imported_id, line, cells, number, state, reason, about, and flags of
    the room's own; `twice` refuses a number that an earlier line told, `most` lines a file may have, and
    `too_many` says so."""

    table: str
    wrong: type[Wrong]
    twice: Callable[[int], Wrong]
    most: int
    too_many: str | Promise
    flags: tuple[str, ...] = ()

    def keep(self, import_id: int, records: Iterable[Record]) -> int:
        """Write the lines of a file down and say how many; WrongFile for too many."""
        flags = "".join(f", {flag}" for flag in self.flags)
        no_flags = (False,) * len(self.flags)
        kept = 0
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f"COPY {self.table} (imported_id, line, cells, number, state, reason, about{flags})"
                " FROM STDIN"
            ) as copy,
        ):
            for record in records:
                kept += 1
                if kept > self.most:
                    raise WrongFile(self.too_many)
                copy.write_row((*_row(import_id, record), *no_flags))
        return kept

    def following(self, import_id: int, last: int, states: Sequence[str], batch: int) -> list[Row]:
        """The next lines after `last` in one of these states: id, line and cells."""
        return rows(
            f"""SELECT id, line, cells FROM {self.table}
            WHERE imported_id = %(import)s AND line > %(last)s AND state = ANY(%(states)s)
            ORDER BY line LIMIT %(batch)s""",
            {"import": import_id, "last": last, "states": [*states], "batch": batch},
        )

    def told(
        self, import_id: int, lines: Sequence[Row], read: Callable[[list[str]], Told]
    ) -> list[Told | Wrong]:
        """What each line says, or why it is refused; a number that was told before is, too."""
        told: list[Told | Wrong] = []
        for line in lines:
            try:
                told.append(read(line["cells"]))
            except self.wrong as refusal:
                told.append(refusal)
        return self._once(import_id, lines, told)

    def done(
        self, told: Sequence[Told | Wrong], doing: Callable[[list[Told]], Iterable[Found | Wrong]]
    ) -> list[Found | Wrong]:
        """What came of each line: what was readable is dealt with together, in its order."""
        found = iter(doing([one for one in told if not isinstance(one, Refused)]))
        return [one if isinstance(one, Refused) else next(found) for one in told]

    def settle(
        self,
        lines: Sequence[Row],
        told: Sequence[Told | Wrong],
        found: Sequence[object],
        states: Sequence[str],
        flags: Mapping[str, Sequence[bool]] | None = None,
    ) -> None:
        """Write down what became of the lines."""
        refused = [one if isinstance(one, Refused) else None for one in found]
        own = flags or {}
        run(
            self._settling(),
            {
                "ids": [line["id"] for line in lines],
                "states": [*states],
                "numbers": ["" if isinstance(one, Refused) else one.number for one in told],
                "reasons": [one.reason if one else "" for one in refused],
                "abouts": [json.dumps(one.about if one else {}) for one in refused],
                **{flag: [*own[flag]] for flag in self.flags},
            },
        )

    def drop_settled(self, import_id: int) -> None:
        """Only what was refused is kept once a file is over."""
        run(
            f"DELETE FROM {self.table} WHERE imported_id = %(import)s AND state <> 'refused'",
            {"import": import_id},
        )

    def drop(self, *import_ids: int) -> None:
        """Nothing of these files is kept."""
        run(
            f"DELETE FROM {self.table} WHERE imported_id = ANY(%(imports)s::bigint[])",
            {"imports": [*import_ids]},
        )

    def broken(self, import_id: int) -> int:
        """How many lines could not be told apart: their quotation marks don't match."""
        found = row(
            f"SELECT count(*) AS n FROM {self.table}"
            " WHERE imported_id = %(import)s AND reason = %(broken)s",
            {"import": import_id, "broken": BROKEN},
        )
        return int(found["n"]) if found else 0

    def _once(
        self, import_id: int, lines: Sequence[Row], told: list[Told | Wrong]
    ) -> list[Told | Wrong]:
        """Each number is told once in a file: what repeats it is refused, not silently preferred."""
        numbers = [one.number for one in told if not isinstance(one, Refused)]
        if not numbers:
            return told
        earlier = rows(
            f"""SELECT number, min(line) AS line FROM {self.table}
            WHERE imported_id = %(import)s AND number = ANY(%(numbers)s) AND line < %(first)s
              AND state <> 'refused' GROUP BY number""",
            {"import": import_id, "numbers": numbers, "first": lines[0]["line"]},
        )
        seen = {line["number"]: line["line"] for line in earlier}
        once: list[Told | Wrong] = []
        for line, one in zip(lines, told, strict=True):
            if isinstance(one, Refused):
                once.append(one)
            elif one.number in seen:
                once.append(self.twice(seen[one.number]))
            else:
                seen[one.number] = line["line"]
                once.append(one)
        return once

    def _settling(self) -> str:
        setting = "".join(f", {flag} = n.{flag}" for flag in self.flags)
        given = "".join(f", %({flag})s::boolean[]" for flag in self.flags)
        names = "".join(f", {flag}" for flag in self.flags)
        return f"""
        UPDATE {self.table} AS l SET state = n.state, number = n.number, reason = n.reason,
               about = n.about::jsonb{setting}
        FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(numbers)s::text[], %(reasons)s::text[],
                    %(abouts)s::text[]{given}) AS n(id, state, number, reason, about{names})
        WHERE l.id = n.id"""


def _row(import_id: int, record: Record) -> tuple[object, ...]:
    is_broken = record.cells is None
    state, reason = (REFUSED, BROKEN) if is_broken else (READ, "")
    return (import_id, record.line, json.dumps(record.cells or []), "", state, reason, "{}")
