"""The built front end: hashed addresses from its manifest, icons from its sprite."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from markupsafe import Markup, escape

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
ADDRESS = "/static/dist/"


@cache
def _manifest() -> dict[str, dict[str, object]]:
    try:
        return dict(json.loads((DIST / "manifest.json").read_text()))
    except FileNotFoundError:
        raise ImproperlyConfigured("The front end is not built: run `make setup`.") from None


def asset(source: str) -> str:
    """The address of a built file, by the name of its source (`main.ts`, `icons.svg`)."""
    return f"{ADDRESS}{_manifest()[source]['file']}"


def content(source: str) -> bytes:
    """What a built file holds, for the one that is served from an address of its own."""
    return (DIST / str(_manifest()[source]["file"])).read_bytes()


def stylesheets(source: str) -> list[str]:
    """The addresses of the styles that a script brings along."""
    styles = _manifest()[source].get("css", [])
    return [f"{ADDRESS}{path}" for path in styles] if isinstance(styles, list) else []


@cache
def font() -> str:
    """The address of the one font file that every page needs."""
    suffix = "inter-latin-wght-normal.woff2"
    return next(asset(source) for source in _manifest() if source.endswith(suffix))


@cache
def icon(name: str, extra: str = "") -> Markup:
    """One icon of the sprite, silent for screen readers: the words beside it say what it means."""
    classes = f"icon {escape(extra)}".strip()
    address = f"{asset('icons.svg')}#{escape(name)}"
    return Markup(  # noqa: S704 - every part is ours or escaped
        f'<svg class="{classes}" aria-hidden="true" focusable="false"><use href="{address}"/></svg>'
    )
