"""What all pages of strangers have alike, drawn once for each language and look of the company.

A piece is known by all that it is made of; whoever brings a session, or is still to be told
something, gets theirs drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from balcao.core.sql import Row

from . import marks

LOOKS = 16

Draw = Callable[[], str]
Pieces = dict[str, Markup]


def keeper(request: HttpRequest, language: str, look: Row) -> Callable[..., str]:
    """For templates: `{% call kept("name") %}…{% endcall %}` is drawn once for all strangers."""
    if not marks.is_stranger(request):
        return _drawn_anew
    known = _known(language, tuple(look.items()))

    def kept(name: str, caller: Draw) -> str:
        piece = known.get(name)
        if piece is None:
            piece = known[name] = Markup(caller())  # noqa: S704 - a template's own, escaped there
        return piece

    return kept


def _drawn_anew(name: str, caller: Draw) -> str:
    return caller()


@lru_cache(maxsize=LOOKS)
def _known(_language: str, _look: tuple[tuple[str, Any], ...]) -> Pieces:
    return {}
