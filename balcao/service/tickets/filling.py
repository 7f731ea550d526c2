"""Texts kept ready, filled in for one ticket: `{{cliente}}`, `{{protocol}}`, in Portuguese or English."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_ALIASES = {
    "cliente": "client",
    "nome": "client",
    "name": "client",
    "protocolo": "protocol",
    "assunto": "subject",
    "atendente": "agent",
    "equipe": "team",
}


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its variables replaced; an unknown one stays as written."""

    def value(match: re.Match[str]) -> str:
        name = match[1].lower()
        return known.get(_ALIASES.get(name, name), match[0])

    return _VARIABLE.sub(value, text)
