"""XML written piece by piece, every text escaped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from balcao.core.text import clean


class Document:
    """A document being written."""

    def __init__(self) -> None:
        self._told = io.StringIO()
        self._xml = XMLGenerator(self._told, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @contextmanager
    def element(self, name: str, **attributes: str) -> Iterator[None]:
        """An element around what is written meanwhile; `xml_lang` is written as xml:lang."""
        told = {key.replace("_", ":"): value for key, value in attributes.items()}
        self._xml.startElement(name, AttributesImpl(told))
        yield
        self._xml.endElement(name)

    def empty(self, name: str, **attributes: str) -> None:
        """An element that holds nothing."""
        with self.element(name, **attributes):
            pass

    def words(self, name: str, words: str) -> None:
        """An element that holds a text."""
        with self.element(name):
            self._xml.characters(clean(words))

    def content(self) -> bytes:
        """The whole document."""
        return self._told.getvalue().encode()
