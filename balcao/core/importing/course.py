"""The way of a file: looked through batch by batch, shown, and imported once somebody says so.

A batch and how far it came are one transaction, so whoever dies in between deals with no line twice.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..errors import Conflict, NotFound
from ..sql import Row
from ..tables import Record, WrongFile
from .files import ImportedFile, State
from .lines import REFUSED, Lines, Refused, Told, Wrong

BATCH = 250
REST_SECONDS = 0.05
WAITS_FOR = timedelta(days=7)
REFUSED_FOR = timedelta(days=30)
_THEN = {State.CHECKING: State.CHECKED, State.IMPORTING: State.DONE}
_WAITS = frozenset({State.CHECKING, State.CHECKED})


class Outcome(StrEnum):
    """What a line does to what we know."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


class Settled(Protocol):
    """What becomes of a line."""

    @property
    def outcome(self) -> Outcome:
        """Which of these."""


_LOOKED_AT = {State.CHECKING: ("read",), State.IMPORTING: tuple(Outcome)}
File = TypeVar("File", bound=ImportedFile)


class Course(ABC, Generic[File, Told, Wrong]):
    """The way of the files in one table. A room says how a line is read, what it would do, what it
    does, and what is told at the end."""

    files: type[File]
    lines: Lines[Wrong]
    empty: ClassVar[str | Promise]

    @abstractmethod
    def wake(self, stage: str, import_id: int) -> None:
        """Have a job go on with this file: `check` or `import`."""

    @abstractmethod
    def read(self, made: File, cells: list[str]) -> Told:
        """What a line says; raises the room's refusal."""

    @abstractmethod
    def planned(self, made: File, told: list[Told]) -> Sequence[Settled | Wrong]:
        """What these lines would do; nothing is written."""

    @abstractmethod
    def recorded(self, made: File, told: list[Told]) -> Sequence[Settled | Wrong]:
        """What these lines did."""

    @abstractmethod
    def ended(self, made: File) -> None:
        """Tell that the file is imported."""

    def noted(
        self, made: File, found: Sequence[Settled | Wrong]
    ) -> Mapping[str, Sequence[bool]] | None:
        """The room's own flags of these lines, counted where the room counts them."""
        return None

    def looked_through(self, made: File) -> None:
        """What comes after the last line was looked at: a word is waited for."""

    def keep(self, made: File, records: Iterable[Record]) -> File:
        """Keep the lines of a new file and have them looked through; WrongFile without any."""
        made.rows = self.lines.keep(made.pk, records)
        if not made.rows:
            raise WrongFile(self.empty)
        made.save(update_fields=["rows"])
        self.wake("check", made.pk)
        return made

    def locked(self, import_id: int) -> File:
        """The file, while nobody else goes on with it; NotFound for none."""
        made = self.files._default_manager.select_for_update().filter(pk=import_id).first()
        if made is None:
            raise NotFound()
        return made

    def begin(self, made: File) -> File:
        """Import what was looked through. Conflict when that isn't over, or it was said already."""
        if made.state != State.CHECKED:
            raise Conflict(_("This file isn't waiting to be imported."))
        self.start(made)
        return made

    def start(self, made: File) -> None:
        """Go through the file once more, now writing."""
        made.state, made.last_line, made.done = State.IMPORTING, 0, made.refused
        made.added = made.changed = made.same = 0
        made.save()
        self.wake("import", made.pk)

    def discard(self, made: File) -> File:
        """Put a file aside, and its lines with it. Conflict once it is being imported."""
        if made.state not in _WAITS:
            raise Conflict(_("This file isn't waiting to be imported."))
        made.state, made.finished_at = State.DISCARDED, clock.now()
        made.save(update_fields=["state", "finished_at"])
        self.lines.drop(made.pk)
        return made

    def check_all(self, import_id: int) -> None:
        """Look through a file to its end; begun again it goes on where it was."""
        _carry(lambda: self.check_batch(import_id))

    def import_all(self, import_id: int) -> None:
        """Import a file to its end; begun again it goes on where it was."""
        _carry(lambda: self.import_batch(import_id))

    def check_batch(self, import_id: int) -> bool:
        """Say of the next lines what they would do; False when there are none left."""
        return self._step(import_id, State.CHECKING, self.planned)

    def import_batch(self, import_id: int) -> bool:
        """Write what the next lines say; False when there are none left."""
        return self._step(import_id, State.IMPORTING, self.recorded)

    @transaction.atomic
    def forget(self) -> int:
        """Put aside files nobody imported in a week, drop refused lines after a month; how many files."""
        now, files = clock.now(), self.files._default_manager
        waiting = files.filter(state=State.CHECKED, at__lt=now - WAITS_FOR)
        forgotten = waiting.update(state=State.DISCARDED, finished_at=now)
        over = files.filter(state=State.DISCARDED) | files.filter(
            state=State.DONE, finished_at__lt=now - REFUSED_FOR
        )
        self.lines.drop(*over.values_list("pk", flat=True))
        return forgotten

    @transaction.atomic
    def _step(
        self,
        import_id: int,
        during: State,
        doing: Callable[[File, list[Told]], Sequence[Settled | Wrong]],
    ) -> bool:
        made = self.locked(import_id)
        if made.state != during:
            return False
        lines = self.lines.following(made.pk, made.last_line, _LOOKED_AT[during], BATCH)
        told = self.lines.told(made.pk, lines, lambda cells: self.read(made, cells))
        found = self.lines.done(told, lambda them: doing(made, them))
        if lines:
            self._settle(made, lines, told, found)
        if len(lines) < BATCH:
            self._end(made, _THEN[during])
        made.save()
        return len(lines) == BATCH

    def _settle(
        self, made: File, lines: list[Row], told: list[Told | Wrong], found: list[Any]
    ) -> None:
        states = [REFUSED if isinstance(one, Refused) else str(one.outcome) for one in found]
        self.lines.settle(lines, told, found, states, self.noted(made, found))
        made.done += len(lines)
        made.last_line = lines[-1]["line"]
        made.added += states.count(Outcome.ADDED)
        made.changed += states.count(Outcome.CHANGED)
        made.same += states.count(Outcome.SAME)
        made.refused += states.count(REFUSED)

    def _end(self, made: File, then: State) -> None:
        made.state = then
        if then is State.CHECKED:
            broken = self.lines.broken(made.pk)
            made.refused += broken
            made.done += broken
            self.looked_through(made)
            return
        made.finished_at = clock.now()
        self.lines.drop_settled(made.pk)
        self.ended(made)


def _carry(step: Callable[[], bool]) -> None:
    """Batch by batch; after each it rests as long as that took, or a little."""
    began = time.monotonic()
    while step():
        time.sleep(min(REST_SECONDS, time.monotonic() - began))
        began = time.monotonic()
