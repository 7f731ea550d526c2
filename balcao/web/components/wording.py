"""The interface's fixed sentences, looked up and marked as safe once in each language."""

from __future__ import annotations

from functools import cache

from django.utils import translation
from markupsafe import Markup

from .words import number


def gettext(message: str, **values: object) -> Markup:
    """The sentence in the reader's language; `values` are escaped into it."""
    language = translation.get_language() or ""
    return _known(message, language) % values if values else _whole(message, language)


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> Markup:
    """The sentence for so many, `num` among its values with the reader's separators."""
    told = Markup(translation.ngettext(singular, plural, count))  # noqa: S704 - as below
    return told % {"num": count if -1000 < count < 1000 else number(count), **values}


@cache  # as many as templates hold
def _known(message: str, _language: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 - templates and the catalogue are ours


@cache
def _whole(message: str, language: str) -> Markup:
    """Without values a doubled percent sign is still one, as with them."""
    return _known(message, language) % {}
