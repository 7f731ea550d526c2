"""Text made safe to compare, to store and to name files with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.text import clean, fold, one_line, safe_file_name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Reclamação", "reclamacao"),
        ("JOÃO da Conceição", "joao da conceicao"),
        ("Straße", "strasse"),
        ("Łódź Ærø Œuvre", "lodz aero oeuvre"),
        ("ﬁm", "fim"),
        ("ＡＢＣ", "abc"),
        ("ΟΔΟΣ", "οδοσ"),
        ("İstanbul", "istanbul"),
        ("ascii ONLY", "ascii only"),
    ],
)
def test_folding_drops_accents_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_leaves_only_what_utf8_can_hold(text: str) -> None:
    cleaned = clean(text + "\x00\ud800")
    cleaned.encode()
    assert "\x00" not in cleaned
    assert cleaned == text.replace("\x00", "")


def test_one_line_has_no_control_character() -> None:
    assert one_line("  Pedido\r\nBcc: x@y\t123\x00\x07\u2028fim ") == "Pedido Bcc: x@y 123 fim"
    assert one_line("a" * 2000, limit=10) == "a" * 10


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Nota Fiscal nº 12 (ção).pdf", "Nota Fiscal nº 12 (ção).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\foto.png", "foto.png"),
        ("relat\u202efdp.exe", "relatfdp.exe"),
        ("com1.txt", "_com1.txt"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie_ x"),
        (".htaccess", "htaccess"),
        ("....", "file"),
        ("", "file"),
        ("e\u0301.txt", "é.txt"),
        ("100%.txt", "100%.txt"),
    ],
)
def test_a_file_name_is_plain(given_name: str, kept: str) -> None:
    assert safe_file_name(given_name) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_file_name("ã" * 500 + ".docx")
    assert name.endswith("ã.docx")
    assert len(name.encode()) <= 200


@given(st.text())
def test_no_name_is_a_path(name: str) -> None:
    safe = safe_file_name(name)
    assert safe not in {"", ".", ".."}
    assert not set(safe) & set('/\\<>:"|?*\x00\r\n')
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 201
    assert safe_file_name(safe) == safe
