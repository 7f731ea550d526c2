"""CPF and CNPJ in any notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.documents import (
    Document,
    DocumentKind,
    format_document,
    mask_document,
    normalize_cnpj,
    normalize_cpf,
    read_document,
)


@pytest.mark.parametrize("text", ["111.444.777-35", "11144477735", " 111 444 777 35 "])
def test_a_cpf_is_read_in_any_notation(text: str) -> None:
    assert read_document(text) == Document(DocumentKind.CPF, "11144477735")


@pytest.mark.parametrize(
    "text", ["12.ABC.345/01DE-35", "12.abc.345/01de\u201335", "12ABC34501DE35"]
)
def test_a_cnpj_with_letters_is_read_in_any_notation(text: str) -> None:
    assert read_document(text) == Document(DocumentKind.CNPJ, "12ABC34501DE35")


@pytest.mark.parametrize("digit", "0123456789")
def test_repeated_digits_are_refused(digit: str) -> None:
    assert normalize_cpf(digit * 11) is None
    assert normalize_cnpj(digit * 14) is None


@pytest.mark.parametrize(
    "text", ["", "abc", "1114447773", "111.444.777-36", "１１１４４４７７７３５"]
)
def test_what_is_no_document_is_none(text: str) -> None:
    assert read_document(text) is None


def test_shown_with_separators_and_masked() -> None:
    assert format_document("11144477735") == "111.444.777-35"
    assert format_document("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert mask_document("11144477735") == "***.444.777-**"
    assert mask_document("12ABC34501DE35") == "**.ABC.345/****-**"


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    read = read_document(text)
    assert read is None or read_document(format_document(read.value)) == read
    mask_document(text)
