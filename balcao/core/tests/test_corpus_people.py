"""Documents, phones, hostile names and strings, against the verdicts recorded with the data."""

from __future__ import annotations

import json
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from balcao.core.documents import normalize_cnpj, normalize_cpf
from balcao.core.phones import format_phone, normalize_phone
from balcao.core.text import clean, fold, one_line, safe_file_name
from tests.corpus import DATA


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", _read("people_br/documents.json"), ids=lambda case: case["value"])
def test_documents_as_the_law_has_them(case: dict[str, Any]) -> None:
    read = {"cpf": normalize_cpf, "cnpj": normalize_cnpj}[case["kind"]]
    assert (read(case["value"]) is not None) == case["valid"]


# Old mobiles and the international prefix: read by us, though the library alone refuses them.
READ_BY_US = {
    "11 6123-4567": "+5511961234567",
    "8587654321": "+5585987654321",
    "00 55 11 96123 4567": "+5511961234567",
}


@pytest.mark.parametrize("case", _read("people_br/phones.json")["cases"], ids=lambda c: c["input"])
def test_phones_as_the_library_has_them(case: dict[str, Any]) -> None:
    ours = READ_BY_US.get(case["input"])
    number = normalize_phone(case["input"])
    assert number == (ours or (case["e164"] if case["valid"] else None))
    if number and not ours and "national" in case and number.startswith("+55"):
        assert format_phone(number) == case["national"]


@pytest.mark.parametrize("name", _read("hostile/path_traversal.json"))
def test_a_hostile_path_ends_as_a_plain_name(name: str) -> None:
    safe = safe_file_name(name)
    assert PurePosixPath(safe).name == safe == PureWindowsPath(safe).name
    assert ".." not in safe.split(".")
    assert "%2" not in safe
    assert "%00" not in safe


@pytest.mark.parametrize("row", _read("hostile/naughty_strings.json"))
def test_naughty_strings_come_back_byte_for_byte(row: Any) -> None:
    text = row["string"] if isinstance(row, dict) else row
    assert clean(text).encode() == text.encode()
    assert fold(fold(text)) == fold(text)
    assert "\n" not in one_line(text)
