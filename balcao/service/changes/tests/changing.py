"""Changes made through the room's own actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.service.changes import actions
from balcao.service.changes.actions import Plan
from balcao.service.changes.models import Change
from balcao.service.changes.rules import QUESTIONS
from tests.cast import Cast

SATURDAY = datetime(2040, 11, 10, 22, tzinfo=UTC)
HARMLESS = {question.key: question.answers[0][0] for question in QUESTIONS}
WORST = {question.key: question.answers[2][0] for question in QUESTIONS}


def plan(title: str = "Trocar o switch", **told: Any) -> Plan:
    """A change that may be asked for, on a Saturday night for two hours."""
    base: dict[str, Any] = {
        "plan": "1. Desligar. 2. Trocar.",
        "back_out": "Voltar o antigo.",
        "answers": HARMLESS,
        "starts_at": SATURDAY,
        "ends_at": SATURDAY + timedelta(hours=2),
    }
    return Plan(title, **{**base, **told})


def change(cast: Cast, *, by: str = "", team: str = "ti", **told: Any) -> Change:
    """A change that somebody (the desk itself, unless named) plans for a team."""
    actor = cast.actor(by) if by else SYSTEM
    return actions.plan_change(actor, cast.teams[team].pk, plan(**told))
