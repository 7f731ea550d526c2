"""Tables as files for spreadsheets: in the reader's own notation, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise

from balcao.core import clock

Cell = str | Promise | int | float | date | datetime | None
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(
    name: str, heads: Sequence[Cell], lines: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """A CSV file to be saved: UTF-8 with its mark, semicolons and decimal commas in Portuguese."""
    is_comma = (translation.get_language() or "").startswith("en")
    response = StreamingHttpResponse(
        _written(chain([heads], lines), separator="," if is_comma else ";", point=is_comma),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today()}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _written(lines: Iterable[Sequence[Cell]], *, separator: str, point: bool) -> Iterator[bytes]:
    told = io.StringIO()
    writer = csv.writer(told, delimiter=separator, lineterminator="\r\n")
    yield MARK.encode()
    for line in lines:
        writer.writerow([_shown(cell, point=point) for cell in line])
        yield told.getvalue().encode()
        told.seek(0)
        told.truncate()


def _shown(cell: Cell, *, point: bool) -> str:
    """A cell as text; words that a spreadsheet would take for a formula begin with an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool | int):
        return str(int(cell))
    if isinstance(cell, float):
        told = f"{cell:.6g}"
        return told if point else told.replace(".", ",")
    words = str(cell).replace("\x00", "")
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words
