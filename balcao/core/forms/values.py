"""A value as it was typed, made clean, or refused in words; and a clean one as it is typed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import cells, phones
from balcao.core.documents import format_document, read_document
from balcao.core.text import clean, one_line

from .defaults import Facts
from .fields import LOOKED_UP, Field, Kind, choices
from .numbers import canonical, decimal_of

TEXT_MOST, LONG_MOST = 200, 4000
FILES_MOST = 5
_YES, _NO = (True, "yes", "true", "1"), (False, "no", "false", "0")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along with a form; its content is kept elsewhere."""

    name: str
    size: int


class Wrong(Exception):
    """A value that can't be accepted; `words` say why."""

    def __init__(self, words: str | Promise) -> None:
        self.words = words


def is_nothing(told: Any) -> bool:
    """True for what says nothing: no value, an empty text or list."""
    return told is None or (isinstance(told, (str, list, tuple, dict)) and not told)


def read_value(field: Field, told: Any, facts: Facts) -> tuple[Any, str | None]:
    """The clean value, with its name for people where it was looked up. Wrong says why not."""
    if isinstance(told, str):
        told = told.strip()
    if is_nothing(told):
        return None, None
    if field.kind in LOOKED_UP:
        return _looked_up(field, told, facts)
    return _READERS[field.kind](field, told, facts), None


def shown_value(field: Field, value: Any, language: str) -> Any:
    """A clean value as it stands in the input of a form: text, or a list of texts."""
    if value is None:
        return [] if field.kind is Kind.MULTIPLE else ""
    if field.kind is Kind.YES_NO:
        return "yes" if value else "no"
    if field.kind in (Kind.NUMBER, Kind.MONEY) and language.startswith("pt"):
        return str(value).replace(".", ",")
    return list(value) if isinstance(value, (list, tuple)) else str(value)


def amount_of(field: Field, values: Mapping[str, Any]) -> Decimal | None:
    """The number that a clean field of numbers holds; None when it is empty or not shown."""
    value = values.get(field.key)
    return None if value is None else Decimal(value)


def _looked_up(field: Field, told: Any, facts: Facts) -> tuple[int, str]:
    # An asset's number may be all digits and yet begin with a zero.
    is_id = field.kind is not Kind.ASSET and isinstance(told, str) and told.isascii()
    if is_id and told.isdigit() and len(told) < 19:
        told = int(told)
    is_asked = isinstance(told, (str, int)) and not isinstance(told, bool) and facts.find
    found = facts.find(field.kind, told) if is_asked and facts.find else None
    if found is None:
        raise Wrong(_NOT_FOUND[field.kind])
    return found.id, found.name


_NOT_FOUND: Mapping[Kind, str | Promise] = {
    Kind.PERSON: _("We know nobody by this address. Check it, or ask for them to be registered."),
    Kind.TEAM: _("Choose one of the teams."),
    Kind.ASSET: _("There is no such asset for you. The number is on its label."),
}


def _words(field: Field, told: Any, most: int) -> str:
    if not isinstance(told, str):
        raise Wrong(_("Answer in words."))
    words = clean(told).replace("\r\n", "\n").strip()
    most = field.limits.get("at_most", most)
    if len(words) > most:
        raise Wrong(_("This is too long: %(most)s characters are the most.") % {"most": most})
    return words


def _text(field: Field, told: Any, facts: Facts) -> str | None:
    return one_line(_words(field, told, TEXT_MOST)) or None


def _long_text(field: Field, told: Any, facts: Facts) -> str | None:
    return _words(field, told, LONG_MOST) or None


def _number(field: Field, told: Any, facts: Facts) -> str:
    number = decimal_of(told, facts.language)
    if number is None:
        raise Wrong(_("Write a number."))
    places = field.limits.get("decimals", 2)
    if -int(number.normalize().as_tuple().exponent) > places:
        raise Wrong(_("At most %(places)s decimals.") % {"places": places})
    _require_between(field, number)
    return canonical(field.kind, number)


def _require_between(field: Field, number: Decimal) -> None:
    least, most = field.limits.get("at_least"), field.limits.get("at_most")
    if least is not None and number < least:
        raise Wrong(_("This is too little: %(least)s is the least.") % {"least": least})
    if most is not None and number > most:
        raise Wrong(_("This is too much: %(most)s is the most.") % {"most": most})


def _date(field: Field, told: Any, facts: Facts) -> str:
    try:
        day = cells.read_date(told) if isinstance(told, str) else None
    except cells.WrongCell:
        day = None
    if day is None:
        raise Wrong(_("Write a date, as 31/12/2026."))
    earliest, latest = (_from_today(field, name, facts) for name in ("at_least", "at_most"))
    if earliest and day < earliest:
        raise Wrong(_("The earliest day is %(day)s.") % {"day": _told_day(earliest, facts)})
    if latest and day > latest:
        raise Wrong(_("The latest day is %(day)s.") % {"day": _told_day(latest, facts)})
    return day.isoformat()


def _from_today(field: Field, name: str, facts: Facts) -> date | None:
    days = field.limits.get(name)
    return None if days is None else facts.today + timedelta(days=days)


def _told_day(day: date, facts: Facts) -> str:
    return day.strftime("%d/%m/%Y") if facts.language.startswith("pt") else day.isoformat()


def _choice(field: Field, told: Any, facts: Facts) -> str:
    if not isinstance(told, str) or told not in choices(field):
        raise Wrong(_("Choose one of the answers."))
    return told


def _multiple(field: Field, told: Any, facts: Facts) -> list[str] | None:
    listed = [told] if isinstance(told, str) else told
    if not isinstance(listed, (list, tuple)) or not all(isinstance(one, str) for one in listed):
        raise Wrong(_("Choose among the answers."))
    given = {one for one in listed if one}
    if given - set(choices(field)):
        raise Wrong(_("Choose among the answers."))
    most = field.limits.get("at_most")
    if most and len(given) > most:
        raise Wrong(_("Choose %(most)s at most.") % {"most": most})
    return [one for one in choices(field) if one in given] or None


def _yes_no(field: Field, told: Any, facts: Facts) -> bool:
    for value, ways in ((True, _YES), (False, _NO)):
        if any(told is way or (isinstance(told, str) and told == way) for way in ways):
            return value
    raise Wrong(_("Answer yes or no."))


def _file(field: Field, told: Any, facts: Facts) -> list[str]:
    if not isinstance(told, Sequence) or not all(isinstance(one, Upload) for one in told):
        raise Wrong(_("Files are sent along with the form, not written into it."))
    most, megabytes = field.limits.get("at_most", FILES_MOST), field.limits.get("megabytes")
    if len(told) > most:
        raise Wrong(_("Send %(most)s at most.") % {"most": most})
    if megabytes and any(one.size > megabytes * 1024 * 1024 for one in told):
        raise Wrong(_("A file may have %(most)s MB at most.") % {"most": megabytes})
    return [one.name for one in told]


def _email(field: Field, told: Any, facts: Facts) -> str:
    words = one_line(_words(field, told, 254)).lower()
    try:
        validate_email(words)
    except ValidationError:
        raise Wrong(_("This is no e-mail address.")) from None
    return words


def _phone(field: Field, told: Any, facts: Facts) -> str:
    number = phones.normalize_phone(_words(field, told, 64))
    if number is None:
        raise Wrong(_("This is no phone number. Write it with its area code."))
    return number


def _document(field: Field, told: Any, facts: Facts) -> str:
    document = read_document(_words(field, told, 64))
    if document is None:
        raise Wrong(_("This is no valid CPF or CNPJ."))
    return format_document(document.value)


_READERS: Mapping[Kind, Callable[[Field, Any, Facts], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.YES_NO: _yes_no,
    Kind.FILE: _file,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.CPF_CNPJ: _document,
}
