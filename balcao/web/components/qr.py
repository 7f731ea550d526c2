"""Codes on paper that a phone's camera reads."""

from __future__ import annotations

import segno
from markupsafe import Markup


def code(address: str, says: str, *, mask: int | None = None) -> Markup:
    """A QR code of an address as SVG, dark on white whatever the theme; `says` is read aloud.

    Error correction M (15 %): it is still read with a scratch or a bent corner. Without a `mask` (0 to
    7) the best of them is looked for.
    """
    drawn = segno.make(address, error="m", micro=False, mask=mask).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup('<span class="qr-frame" role="img" aria-label="{}">{}</span>').format(
        says,
        Markup(drawn),  # noqa: S704 - drawn from numbers alone
    )


def mask_of(address: str) -> int:
    """The mask that suits the code of an address best, 0 to 7."""
    return int(segno.make(address, error="m", micro=False).mask)
