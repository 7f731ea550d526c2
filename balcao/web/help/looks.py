"""The company's colour and logo, from addresses of their own that change whenever they do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.brand import queries as brand
from balcao.register.brand.rules import rgb, tones

_YEAR = 31_536_000
_PAINT = """:root {{
  --tblr-primary: {fill};
  --tblr-primary-rgb: {parts};
  --tblr-primary-fg: {on_fill};
  --tblr-primary-darken: {deeper};
  --primary-ink: light-dark({ink_light}, {ink_dark});
  --primary-wash: light-dark({wash_light}, {wash_dark});
  --tblr-link-color: var(--primary-ink);
  --tblr-link-hover-color: var(--primary-ink);
  --focus-ring: light-dark({ink_light}, {ink_dark});
}}
"""


@require_safe
def paint(request: HttpRequest) -> HttpResponse:
    """The colour of the brand as a style sheet; an empty one where none was chosen."""
    look = brand.look(NOBODY)
    made = HttpResponse(_painted(look["colour"]), content_type="text/css; charset=utf-8")
    return _kept(made, request, look)


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The logo; NotFound where there is none."""
    found = brand.logo(NOBODY)
    if found is None:
        raise NotFound()
    content, kind = found
    return _kept(HttpResponse(content, content_type=kind), request, brand.look(NOBODY))


def _painted(colour: str) -> str:
    if not colour:
        return ""
    parts = ", ".join(str(part) for part in rgb(colour))
    return _PAINT.format(parts=parts, **tones(colour)._asdict())


def _kept(response: HttpResponse, request: HttpRequest, look: Row) -> HttpResponse:
    """Kept for a year under the address that bears its version, hardly at all under another."""
    is_versioned = request.GET.get("v") == str(look["version"])
    age = f"{_YEAR}, immutable" if is_versioned else "60"
    response["Cache-Control"] = f"public, max-age={age}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
