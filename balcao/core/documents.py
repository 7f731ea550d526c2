"""Brazilian documents: CPF and CNPJ (with letters since July 2026), stored bare and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.br import cnpj, cpf

_CPF = re.compile(r"[0-9]{11}")
_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_SEPARATORS = re.compile(r"[\s./\-\u2010-\u2015]+")


class DocumentKind(StrEnum):
    """Which document it is."""

    CPF = "cpf"
    CNPJ = "cnpj"


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document; `value` is bare (11 digits, or 14 digits and capital letters)."""

    kind: DocumentKind
    value: str


def normalize_cpf(text: str) -> str | None:
    """The 11 digits of a valid CPF in any notation; None for what isn't one."""
    bare = _bare(text)
    # The check digits of repeated digits are right, yet the Receita Federal issues none of them.
    if not _CPF.fullmatch(bare) or len(set(bare)) == 1:
        return None
    return bare if cpf.is_valid(bare) else None


def normalize_cnpj(text: str) -> str | None:
    """The 14 characters of a valid CNPJ in any notation, upper-cased; None for what isn't one.

    The check digits don't tell apart characters that are congruent modulo 11 (0/F/Q, 1/G/R …).
    Source: IN RFB 2.229/2024.
    """
    bare = _bare(text)
    if not _CNPJ.fullmatch(bare) or len(set(bare)) == 1:
        return None
    return bare if cnpj.is_valid(bare) else None


def read_document(text: str) -> Document | None:
    """The CPF or CNPJ that this text is, in any notation; None when it is no valid one."""
    value = normalize_cpf(text)
    if value:
        return Document(DocumentKind.CPF, value)
    value = normalize_cnpj(text)
    return Document(DocumentKind.CNPJ, value) if value else None


def format_document(value: str) -> str:
    """The document with its usual separators; a text of another shape comes back as it is."""
    bare = _bare(value)
    if _CPF.fullmatch(bare):
        return f"{bare[:3]}.{bare[3:6]}.{bare[6:9]}-{bare[9:]}"
    if _CNPJ.fullmatch(bare):
        return f"{bare[:2]}.{bare[2:5]}.{bare[5:8]}/{bare[8:12]}-{bare[12:]}"
    return value


def mask_document(value: str) -> str:
    """The document for readers without permission: the middle of it only."""
    bare = _bare(value)
    if _CPF.fullmatch(bare):
        return f"***.{bare[3:6]}.{bare[6:9]}-**"
    if _CNPJ.fullmatch(bare):
        return f"**.{bare[2:5]}.{bare[5:8]}/****-**"
    return "*" * len(bare)


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text).upper() if len(text) <= 64 else ""
