"""Codes on paper: dark on white with a quiet zone, each its own, read aloud in words."""

from __future__ import annotations

import re

import segno

from balcao.web.components.qr import code

ADDRESS = f"https://atendimento.loja.example/responder/aqui/{'A' * 32}/"


def test_a_code_is_dark_on_white_with_a_quiet_zone_of_four() -> None:
    drawn = str(code(ADDRESS, "leads on"))
    size = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=0)[0]
    assert f'viewBox="0 0 {size + 8} {size + 8}"' in drawn
    assert '<path fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    first = re.search(r'stroke="#000"[^>]* d="M(\d+) ([\d.]+)h7', drawn)
    assert first is not None, "the corner mark is seven wide"
    assert first.groups() == ("4", "4.5")


def test_another_address_is_another_code() -> None:
    assert code(ADDRESS, "x") != code(ADDRESS.replace("A", "B"), "x")
    assert code(ADDRESS, "x") == code(ADDRESS, "x")


def test_what_is_read_aloud_is_escaped() -> None:
    assert 'aria-label="&lt;b&gt; &#34;x&#34;"' in code(ADDRESS, '<b> "x"')
