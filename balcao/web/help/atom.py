"""A feed in Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from .xml import Document

TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"


class Entry(NamedTuple):
    """One thing that is new; its address is also its name."""

    title: str
    summary: str
    address: str
    updated: datetime
    published: datetime


def written(
    title: str, address: str, home: str, language: str, entries: Iterable[Entry], updated: datetime
) -> bytes:
    """The feed at this address, its newest entry first."""
    told = Document()
    with told.element("feed", xmlns=_NAMESPACE, xml_lang=language):
        told.words("title", title)
        told.words("id", address)
        told.words("updated", updated.isoformat())
        told.empty("link", rel="self", href=address)
        told.empty("link", rel="alternate", href=home)
        with told.element("author"):
            told.words("name", title)
        for entry in entries:
            _write(told, entry)
    return told.content()


def _write(told: Document, entry: Entry) -> None:
    with told.element("entry"):
        told.words("title", entry.title)
        told.words("id", entry.address)
        told.words("updated", entry.updated.isoformat())
        told.words("published", entry.published.isoformat())
        told.empty("link", rel="alternate", href=entry.address)
        if entry.summary:
            told.words("summary", entry.summary)
