"""Variables of replies kept ready, in Portuguese or English: `{{cliente}}`, `{{protocol}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from balcao.core.sql import Row
from balcao.service.tickets import rules

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


def values(ticket: Row, agent: str) -> dict[str, str]:
    """What each variable stands for in this ticket."""
    return {
        "client": ticket["requester"].split()[0] if ticket["requester"] else "",
        "protocol": rules.group_protocol(ticket["protocol"]),
        "subject": ticket["subject"],
        "agent": agent,
        "team": ticket["public_team"],
    }


def fill(body: str, known: Mapping[str, str]) -> str:
    """The text with its variables replaced; an unknown one stays as written."""

    def value(match: re.Match[str]) -> str:
        name = match[1].lower()
        return known.get(_ALIASES.get(name, name), match[0])

    return _VARIABLE.sub(value, body)
