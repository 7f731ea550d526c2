"""What is written in both languages at once, as forms that build something send it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from balcao.core.forms import LANGUAGES


def both(posted: QueryDict, name: str) -> dict[str, str]:
    """One text of the form in both languages."""
    return {lang: posted.get(f"{name}-{lang}", "") for lang in LANGUAGES}


def lines(posted: QueryDict, name: str) -> list[dict[str, str]]:
    """Lines of the form, each in both languages; those without words are left out."""
    told = [posted.getlist(f"{name}-{lang}") for lang in LANGUAGES]
    found = [dict(zip(LANGUAGES, pair, strict=True)) for pair in zip(*told, strict=False)]
    return [line for line in found if any(words.strip() for words in line.values())]


def options(posted: QueryDict) -> list[dict[str, Any]]:
    """The choices of a field, each with the value it had, or a free one."""
    values = posted.getlist("option-value")
    taken = {value for value in values if value}
    found = []
    for n, line in enumerate(lines(posted, "option")):
        value = values[n] if n < len(values) else ""
        if not value:
            value = next(name for k in range(1, 200) if (name := f"c{k}") not in taken)
            taken.add(value)
        found.append({"value": value, "labels": line})
    return found
