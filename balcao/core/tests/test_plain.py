from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Olá, **João**.", "Olá, João."),
        ("Uma linha\noutra linha\n\nOutro parágrafo", "Uma linha\noutra linha\n\nOutro parágrafo"),
        ("- um\n- *dois*\n- três", "- um\n- dois\n- três"),
        ("1. abra\n2. feche", "1. abra\n2. feche"),
        ("Veja [o manual](https://example.com/m).", "Veja o manual (https://example.com/m)."),
        ("Veja https://example.com/a", "Veja https://example.com/a"),
        ("> citado\n\nresposta", "> citado\n\nresposta"),
        ("`código` e\n\n    recuado", "código e\n\nrecuado"),
        ("# Título\n\ntexto", "Título\n\ntexto"),
        ("R$ 1.234,56 * 2 < 5", "R$ 1.234,56 * 2 < 5"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(text: str, expected: str) -> None:
    assert plain.from_markdown(text) == expected


@given(st.text(max_size=300))
def test_any_text_has_a_plain_face(text: str) -> None:
    assert isinstance(plain.from_markdown(text), str)
