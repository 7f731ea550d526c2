"""Codes on paper that a phone's camera reads."""

from __future__ import annotations

import segno
from markupsafe import Markup


def code(address: str, says: str) -> Markup:
    """A QR code of an address as SVG, dark on white whatever the theme; `says` is read aloud.

    Error correction M (15 %): it is still read with a scratch or a bent corner.
    """
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup('<span class="qr-frame" role="img" aria-label="{}">{}</span>').format(
        says,
        Markup(drawn),  # noqa: S704 - drawn from numbers alone
    )
