"""Words stay legible on whichever colour was chosen; only pictures pass for pictures."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balcao.register.brand import rules

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
WHITE, DARK = (255, 255, 255), (31, 38, 41)


@given(COLOURS)
@example("#ffffff")
@example("#000000")
@example("#ffff00")
@example("#777777")
def test_words_are_legible_in_and_on_every_colour(colour: str) -> None:
    made = rules.tones(colour)
    pairs = (
        (made.fill, made.on_fill),
        (made.deeper, made.on_fill),
        (made.ink_light, made.wash_light),
        (made.ink_dark, made.wash_dark),
    )
    for one, other in pairs:
        assert rules.contrast(rules.rgb(one), rules.rgb(other)) >= rules.LEGIBLE, (one, other)
    assert rules.contrast(rules.rgb(made.ink_light), WHITE) >= rules.LEGIBLE
    assert rules.contrast(rules.rgb(made.ink_dark), DARK) >= rules.LEGIBLE


def test_a_colour_that_is_legible_already_stays_as_it_is() -> None:
    assert rules.tones("#0b5f57").ink_light == "#0b5f57"


def test_contrast_is_that_of_the_norm() -> None:
    assert rules.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert rules.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("told", "colour"),
    [
        (" #0B5F57 ", "#0b5f57"),
        ("0b5f57", "#0b5f57"),
        ("#0b5f5", None),
        ("verde", None),
        ("#0b5f57;}body{display:none", None),
        ("#0b5f57\n", "#0b5f57"),
    ],
)
def test_a_colour_is_six_digits_and_nothing_else(told: str, colour: str | None) -> None:
    assert rules.colour(told) == colour


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_picture_is_told_by_what_it_holds(content: bytes, kind: str | None) -> None:
    assert rules.picture_type(content) == kind
