"""Phone numbers in any Brazilian notation."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.phones import format_phone, normalize_phone, phone_variants


@pytest.mark.parametrize(
    "text",
    [
        "11 96123-4567",
        "+55 (11) 96123.4567",
        "0xx11 96123-4567",
        "00 55 11 96123 4567",
        "1161234567",
    ],
)
def test_one_mobile_in_many_notations(text: str) -> None:
    assert normalize_phone(text) == "+5511961234567"


@pytest.mark.parametrize(
    "text", ["", "123", "pedido 42", "11 86123-4567", "+55 11 9612-345", "9" * 99]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert normalize_phone(text) is None


def test_a_mobile_has_two_variants_and_a_fixed_line_one() -> None:
    assert phone_variants("+5511961234567") == ("+5511961234567", "+551161234567")
    assert phone_variants("+551161234567") == ("+551161234567", "+5511961234567")
    assert phone_variants("+552125551234") == ("+552125551234",)
    assert phone_variants("+14155552671") == ("+14155552671",)


def test_numbers_are_shown_as_written_here() -> None:
    assert format_phone("+5511961234567") == "(11) 96123-4567"
    assert format_phone("+14155552671") == "+1 415-555-2671"
    assert format_phone("nothing") == "nothing"


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    number = normalize_phone(text)
    assert number is None or normalize_phone(number) == number


def test_the_tables_are_loaded_only_when_needed() -> None:
    code = "import sys, balcao.core.phones; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
