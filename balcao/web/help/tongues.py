"""The help centre's addresses: each language has its own, so that a page is one page for everybody."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

ADDRESSES = 8192


class Tongue(NamedTuple):
    """A language as addresses, documents and people call it."""

    code: str
    tag: str
    name: str
    prefix: str
    suffix: str
    topics: str
    articles: str
    search: str
    helped: str
    news: str


TONGUES = (
    Tongue(
        "pt-br", "pt-BR", "Português", "ajuda/", "", "temas", "artigos", "busca", "resolveu",
        "novidades",
    ),
    Tongue(
        "en", "en", "English", "help/", "_en", "topics", "articles", "search", "helped", "news"
    ),
)  # fmt: skip
_BY_CODE = {tongue.code: tongue for tongue in TONGUES}


def tongue(code: str) -> Tongue:
    """The language of this code, Portuguese for any other."""
    return _BY_CODE.get(code, TONGUES[0])


@lru_cache(maxsize=ADDRESSES)
def address(code: str, name: str, *args: object) -> str:
    """Where a page of the help centre is in this language."""
    return reverse(f"help:{name}{tongue(code).suffix}", args=args or None)


def whole(path: str) -> str:
    """The path with the desk's own address before it, for readers that come from elsewhere."""
    return f"{settings.BASE_URL}{path}"
