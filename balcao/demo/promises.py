"""What Móveis Boa Praça promises its clients and its own people, and by which calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.register.calendars.actions import add_calendar
from balcao.service.sla.actions import Terms, fire_due, set_policy

from .company import Registered

_HOUR = 3600
_WORKDAY = [["08:00", "12:00"], ["13:00", "18:00"]]
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHOP: dict[str, Any] = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": dict.fromkeys(_DAYS[:5], _WORKDAY) | {"sat": [["08:00", "12:00"]]},
    "holidays": {"country": "BR", "state": "SP"},
}
_ALWAYS: dict[str, Any] = {
    "name": "24 horas",
    "zone": "America/Sao_Paulo",
    "weekly": {day: [["00:00", "24:00"]] for day in _DAYS},
}


@dataclass(frozen=True, slots=True)
class _Promise:
    name: str
    promise: str
    side: str
    hours: float = 0
    kind: str | None = None
    priority: int | None = None
    team: str = ""
    firm: str = ""
    pauses: bool = False
    is_public: bool = True
    is_always: bool = False
    days: int | None = None


_PROMISES = (
    _Promise("Primeira resposta", "first_reply", "external", 9),
    _Promise("Primeira resposta a reclamações", "first_reply", "external", 6, kind="complaint"),
    _Promise("Cada resposta seguinte", "next_reply", "external", 9),
    _Promise("Solução", "resolution", "external", 36, pauses=True),
    _Promise("Solução de reclamações", "resolution", "external", 27, kind="complaint", pauses=True),
    _Promise(
        "Solução urgente", "resolution", "external", 18, priority=4, pauses=True, is_public=False
    ),
    _Promise(
        "Contrato da Pousada das Dunas",
        "resolution",
        "external",
        24,
        firm="Pousada das Dunas",
        pauses=True,
        is_public=False,
        is_always=True,
    ),
    _Promise("Primeira resposta entre setores", "first_reply", "internal", 18),
    _Promise("TI: primeira resposta", "first_reply", "internal", 9, team="TI"),
    _Promise("TI: solução", "resolution", "internal", 18, team="TI", pauses=True),
    _Promise(
        "Financeiro: solução", "resolution", "internal", days=3, team="Financeiro", pauses=True
    ),
    _Promise("RH: solução", "resolution", "internal", 45, team="RH", pauses=True, is_public=False),
    _Promise("Ligação na hora combinada", "callback", "external", 2),
    _Promise("Ligação entre setores na hora combinada", "callback", "internal", 2),
)


def make_promises(known: Registered) -> None:
    """The shop's calendar and the one by the clock round, and the promises that count by them."""
    shop, always = (add_calendar(SYSTEM, told).pk for told in (_SHOP, _ALWAYS))
    for place, told in enumerate(_PROMISES):
        terms = Terms(
            told.name,
            told.promise,
            told.side,
            None if told.days else int(told.hours * _HOUR),
            always if told.is_always else shop,
            kind=told.kind,
            priority=told.priority,
            team_id=known.teams[told.team] if told.team else None,
            organization_id=known.organizations[told.firm] if told.firm else None,
            pauses_on=["pending"] if told.pauses else [],
            alert_calendar_id=shop,
            is_public=told.is_public,
            position=(place + 1) * 10,
            target_days=told.days,
        )
        set_policy(SYSTEM, terms)


def let_deadlines_pass(until: datetime) -> None:
    """Every deadline up to this instant was handled when it came."""
    while fire_due(SYSTEM, until, is_history=True):
        pass
