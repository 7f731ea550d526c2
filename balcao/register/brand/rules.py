"""A colour that words stay legible on, whichever was chosen, and what sort of picture a file is.

Contrast is that of WCAG 2.2 (relative luminance of sRGB).
"""

from __future__ import annotations

import re
from typing import NamedTuple

COLOUR_LENGTH = 7
LEGIBLE = 4.5
LOGO_MAX_BYTES = 262_144
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_LIGHT, _DARK = (255, 255, 255), (31, 38, 41)  # the surfaces of the two themes
_WASHES = {_LIGHT: 0.07, _DARK: 0.16}
_AROUND = {
    _LIGHT: (240, 244, 244),
    _DARK: (40, 48, 52),
}  # what lies beside them, and under a pointer
_STEP = 0.02
_SIGNS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}

Rgb = tuple[int, int, int]


class Tones(NamedTuple):
    """A colour of the brand as pages need it, each as #rrggbb."""

    fill: str
    on_fill: str
    deeper: str
    ink_light: str
    ink_dark: str
    wash_light: str
    wash_dark: str


def colour(told: str) -> str | None:
    """The colour as #rrggbb; None for what is none."""
    bare = told.strip().lower()
    bare = bare if bare.startswith("#") else f"#{bare}"
    return bare if _COLOUR.fullmatch(bare) else None


def tones(told: str) -> Tones:
    """What pages are painted with, from a colour as #rrggbb: words on it and of it stay legible."""
    own = rgb(told)
    on = max((_WHITE, _BLACK), key=lambda each: contrast(each, own))
    light, dark = _wash(own, _LIGHT), _wash(own, _DARK)
    return Tones(
        fill=told,
        on_fill=_told(on),
        deeper=_told(_mixed(own, _BLACK if on == _WHITE else _WHITE, 0.14)),
        ink_light=_told(_legible(own, _BLACK, (_LIGHT, _AROUND[_LIGHT], light))),
        ink_dark=_told(_legible(own, _WHITE, (_DARK, _AROUND[_DARK], dark))),
        wash_light=_told(light),
        wash_dark=_told(dark),
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (alike) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def picture_type(content: bytes) -> str | None:
    """The type of a picture that pages may show: PNG, JPEG or WebP; None for all else.

    A drawing in SVG may hold a script, so none is taken.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), None)


def _legible(own: Rgb, towards: Rgb, grounds: tuple[Rgb, ...]) -> Rgb:
    """The colour, moved only as far as words in it need to be read on these grounds."""
    share, found = 0.0, own
    while any(contrast(found, ground) < LEGIBLE for ground in grounds):
        share += _STEP
        found = _mixed(own, towards, min(1.0, share))
    return found


def _wash(own: Rgb, ground: Rgb) -> Rgb:
    return _mixed(ground, own, _WASHES[ground])


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(of: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in of)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(told: str) -> Rgb:
    """Red, green and blue of #rrggbb, each from 0 to 255."""
    return int(told[1:3], 16), int(told[3:5], 16), int(told[5:7], 16)


def _told(of: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*of)
