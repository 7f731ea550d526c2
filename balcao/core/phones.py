"""Phone numbers: E.164 inside, any notation on the way in, the national one on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# A Brazilian mobile, with or without the ninth digit that all of them got by 2016 (Anatel,
# resolution 553/2010): area code, the nine, then eight digits of which the first is 6 to 9.
_MOBILE = re.compile(r"\+55([1-9][0-9])9?([6-9][0-9]{7})")
_MAX_TEXT = 64


def normalize_phone(text: str, region: str = "BR") -> str | None:
    """The number in E.164, or None for what is no valid number.

    An old Brazilian mobile number gets its ninth digit; `00 55 …` is read as `+55 …`.
    """
    import phonenumbers

    found = _parse(text, region)
    if found is None:
        return None
    if phonenumbers.is_valid_number(found):
        return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))
    return _repaired(text, found)


def phone_variants(e164: str) -> tuple[str, ...]:
    """The number and, for a Brazilian mobile, the same with or without its ninth digit."""
    found = _MOBILE.fullmatch(e164)
    if not found:
        return (e164,)
    area, rest = found.groups()
    both = (f"+55{area}9{rest}", f"+55{area}{rest}")
    return both if e164 == both[0] else both[::-1]


def format_phone(e164: str) -> str:
    """The number as people of Brazil write it; foreign ones in the international notation."""
    import phonenumbers

    found = _parse(e164, "BR")
    if found is None:
        return e164
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if found.country_code == 55
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(found, style))


def _parse(text: str, region: str) -> PhoneNumber | None:
    # Imported here and not above: its tables cost 20 MB and every process would pay for them.
    import phonenumbers

    if len(text) > _MAX_TEXT:
        return None
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _repaired(text: str, found: PhoneNumber) -> str | None:
    import phonenumbers

    digits = re.sub(r"[^0-9]", "", text)
    if digits.startswith("0055"):
        return normalize_phone("+" + digits[2:])
    e164 = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    for variant in phone_variants(e164):
        other = _parse(variant, "BR")
        if other is not None and phonenumbers.is_valid_number(other):
            return variant
    return None
