"""One field of a form, and the words it is asked in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("pt-br", "en")
Words = Mapping[str, str]


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    PERSON = "person"
    TEAM = "team"
    FILE = "file"
    EMAIL = "email"
    PHONE = "phone"
    CPF_CNPJ = "cpf_cnpj"
    ASSET = "asset"


KIND_LABELS: list[tuple[Kind, str | Promise]] = [
    (Kind.TEXT, _("Short text")),
    (Kind.LONG_TEXT, _("Long text")),
    (Kind.NUMBER, _("Number")),
    (Kind.MONEY, _("Amount in reais")),
    (Kind.DATE, _("Date")),
    (Kind.CHOICE, _("One of several")),
    (Kind.MULTIPLE, _("Any of several")),
    (Kind.YES_NO, _("Yes or no")),
    (Kind.PERSON, _("Person")),
    (Kind.TEAM, _("Team")),
    (Kind.FILE, _("Files")),
    (Kind.EMAIL, _("E-mail")),
    (Kind.PHONE, _("Phone")),
    (Kind.CPF_CNPJ, _("CPF or CNPJ")),
    (Kind.ASSET, _("Asset")),
]
LISTED = frozenset({Kind.CHOICE, Kind.MULTIPLE})
LOOKED_UP = frozenset({Kind.PERSON, Kind.TEAM, Kind.ASSET})


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from."""

    value: str
    labels: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is kept: `key` names its value, `shown_if` and `default` are rules on others."""

    key: str
    kind: Kind
    labels: Words
    help: Words = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    is_required: bool = False
    shown_if: Mapping[str, Any] | None = None
    default: Mapping[str, Any] | None = None
    limits: Mapping[str, int] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """What the field is called, in this language where it has words in it."""
        return worded(self.labels, language) or self.key


def worded(words: Words | None, language: str) -> str:
    """The words in this language, else in the other one, else nothing."""
    if not words:
        return ""
    return words.get(language) or next((words[one] for one in LANGUAGES if words.get(one)), "")


def choices(field: Field) -> list[str]:
    """The values one may choose among, in the order in which they are shown."""
    return [option.value for option in field.options]
