"""Test clients share one chain of middleware: each of its own would list every static file again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test.client import ClientHandler

_PARTS = (
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
    "_middleware_chain",
)


def share_middleware() -> None:
    """From now on a chain is made once for each list of middleware that settings name."""
    load = ClientHandler.load_middleware
    made: dict[tuple[str, ...], dict[str, Any]] = {}

    def load_once(handler: ClientHandler, is_async: bool = False) -> None:
        names = tuple(settings.MIDDLEWARE)
        if names not in made:
            load(handler, is_async)
            made[names] = {part: getattr(handler, part) for part in _PARTS}
        vars(handler).update(made[names])

    ClientHandler.load_middleware = load_once  # type: ignore[assignment, method-assign]
