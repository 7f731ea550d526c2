"""Items of a library out of a file, JSON or CSV: what is good, and why the rest is not."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.core.text import one_line

from .asked import Kind
from .options import read_options, read_words

MOST_BYTES = 1_000_000
MOST_ITEMS = 500
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
COLUMNS = ("key", "kind", "pt-br", "en")


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it was read, ready to be kept."""

    key: str
    kind: Kind
    words: Mapping[str, str]
    help: Mapping[str, str]
    options: Mapping[str, Any]
    source: str


class Refused(NamedTuple):
    """A line or entry that was not taken, counted from 1, and why."""

    line: int
    reason: str | Promise


class WrongFile(Invalid):
    """The file as a whole can't be read as items."""


def read_items(content: bytes) -> tuple[list[NewItem], list[Refused]]:
    """The items of a file, and what was refused, line by line. WrongFile when it holds none."""
    if len(content) > MOST_BYTES:
        raise WrongFile(_("This file is too big: 1 MB is the most."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile(_("This file is not in UTF-8.")) from None
    is_table = text.lstrip()[:1] not in ("[", "{")
    entries = _csv(text) if is_table else _json(text)
    found: list[NewItem] = []
    refused: list[Refused] = []
    for line, entry in entries:
        if len(found) == MOST_ITEMS:
            refused.append(Refused(line, _("500 items are the most at once.")))
            break
        try:
            item = read_item(_of_line(entry) if is_table else entry)
            if any(item.key == other.key for other in found):
                raise Invalid(_("This key is there twice."))
            found.append(item)
        except Invalid as why:
            refused.append(Refused(line, why.message))
    if not found and not refused:
        raise WrongFile(_("There is no item in this file."))
    return found, refused


def _json(text: str) -> Iterator[tuple[int, Any]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise WrongFile(_("This is no JSON that can be read.")) from None
    listed = told.get("items") if isinstance(told, dict) else told
    if not isinstance(listed, list):
        raise WrongFile(_("A list of items is expected."))
    return enumerate(listed, start=1)


def _csv(text: str) -> Iterator[tuple[int, Any]]:
    head = text.split("\n", 1)[0]
    comma = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        if missing := [name for name in COLUMNS if name not in names]:
            raise WrongFile(_("The column %(name)s is missing.") % {"name": missing[0]})
        reader.fieldnames = names
        return iter([(reader.line_num, line) for line in reader])
    except csv.Error:
        raise WrongFile(_("This is no table that can be read.")) from None


def _of_line(line: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: (value or "").strip() for name, value in line.items() if isinstance(value, str)}
    pairs = _pairs(told.get("options pt-br", ""), told.get("options en", ""))
    kind = told.get("kind", "")
    options: dict[str, Any] = {}
    if kind == Kind.SCALE:
        options = {"labels": pairs}
    elif pairs and kind != Kind.MATRIX:
        options = {"choices": [{"words": words} for words in pairs]}
    elif kind == Kind.MATRIX:
        lines = _pairs(told.get("lines pt-br", ""), told.get("lines en", ""))
        options = {"labels": pairs, "rows": [{"words": words} for words in lines]}
    return {
        "key": told.get("key"),
        "kind": kind,
        "words": {"pt-br": told.get("pt-br", ""), "en": told.get("en", "")},
        "help": {"pt-br": told.get("help pt-br", ""), "en": told.get("help en", "")},
        "options": options,
        "source": told.get("source", ""),
    }


def _pairs(first: str, second: str) -> list[dict[str, str]]:
    """Words of both languages side by side out of two lists with bars between."""
    left = [one.strip() for one in first.split("|")] if first else []
    right = [one.strip() for one in second.split("|")] if second else []
    if left and right and len(left) != len(right):
        raise Invalid(_("Both languages need the same number of options."))
    longest = max(len(left), len(right))
    return [
        {"pt-br": left[n] if left else "", "en": right[n] if right else ""} for n in range(longest)
    ]


def read_item(entry: Any) -> NewItem:
    """One item as it is kept; Invalid says what is wrong with it."""
    if not isinstance(entry, Mapping):
        raise Invalid(_("This is no item."))
    key, kind = entry.get("key"), entry.get("kind")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Invalid(_("A key begins with a letter: small letters, digits and _ alone."))
    if not isinstance(kind, str) or kind not in set(Kind):
        raise Invalid(_("There is no such kind of question."))
    words = read_words(entry.get("words"))
    if not words:
        raise Invalid(_("The question has no words."))
    return NewItem(
        key,
        Kind(kind),
        words,
        read_words(entry.get("help")),
        read_options(kind, entry.get("options")),
        one_line(str(entry.get("source") or ""), 200),
    )
