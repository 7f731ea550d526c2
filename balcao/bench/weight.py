"""What the first page weighs on the wire: itself and all it asks for before it can be read."""

from __future__ import annotations

import re

from .folder import Desk
from .load import Failed
from .wire import Visitor, Wire

# Styles, scripts and preloaded fonts that the page names; a chart's script comes only with a chart.
_LINKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"[^>]*>')
_ENCODINGS = "gzip, br"


async def of_page(desk: Desk, visitor: Visitor, path: str) -> int:
    """Bytes that travel, compressed where the server compresses, for a page with an empty cache."""
    wire = Wire(desk.host, desk.port)
    page = await wire.ask(visitor.get(path, accept_encoding=_ENCODINGS))
    if page.status != 200:
        raise Failed(f"{path} answered {page.status}.")
    total = len(page.body)
    if "content-encoding" in page.headers:
        plain = await wire.ask(visitor.get(path))
        text = plain.body.decode()
    else:
        text = page.body.decode()
    for linked in sorted(set(_LINKED.findall(text))):
        part = await wire.ask(visitor.get(linked, accept_encoding=_ENCODINGS))
        if part.status != 200:
            raise Failed(f"{linked} answered {part.status}.")
        total += len(part.body)
    wire.close()
    return total
