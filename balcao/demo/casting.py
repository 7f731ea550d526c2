"""Who asks what, and when: the tickets of the ninety days, before any of them exists."""

from __future__ import annotations

import random
from datetime import date
from zoneinfo import ZoneInfo

from balcao.core.clock import ONE_DAY

from . import hours
from .names import Somebody
from .plot import Case, Plot, Step
from .roster import ANA_AT_HOME, CAST, Roster
from .tales import Story, stories

_SHARES = {"SAC": 0.62, "TI": 0.16, "RH": 0.09, "Financeiro": 0.13}
_CAST_ASKS = (
    *(("joao", story) for story in (
        "dúvida antes de comprar", "agendar entrega", "entrega atrasada", "montagem",
        "segunda via de nota", "elogio",
    )),
    *(("ana em casa", story) for story in (
        "troca de produto", "cobrança errada", "manual ou uso",
    )),
    *(("ana", story) for story in ("férias", "holerite", "conversa reservada")),
    *(("carlos", story) for story in (
        "pagamento de entregas", "pagamento de entregas", "impressora e rede",
    )),
    *(("marina", story) for story in ("férias", "equipamento quebrado", "acesso a sistema")),
    *(("paulo", story) for story in ("impressora e rede", "orçamento do setor")),
)  # fmt: skip
# What they asked last, still on its way when the day begins.
_JUST_ASKED = (
    ("joao", "produto com defeito"),
    ("ana em casa", "entrega incompleta"),
    ("ana", "reembolso"),
    ("carlos", "acesso a sistema"),
)
FIXED = len(_JUST_ASKED) + len(_CAST_ASKS)
"""The first so many are the cast's own."""
_RECENT_DAYS = 2
_QUIET = {CAST["lucia"].address, CAST["beto"].address}


def cases(
    rng: random.Random, roster: Roster, count: int, until: date, zone: ZoneInfo
) -> list[Case]:
    """So many tickets; the fixed cast's come first, as far as `count` goes."""
    people = {**CAST, "ana em casa": ANA_AT_HOME}
    just_asked = len(_JUST_ASKED)
    asked = [(people[who], _named(rng, name)) for who, name in (*_JUST_ASKED, *_CAST_ASKS)][:count]
    regulars = rng.sample(roster.customers, min(len(roster.customers), max(12, count // 3)))
    employees = [person for person in roster.employees if person.address not in _QUIET]
    while len(asked) < count:
        asked.append(_somebody_asks(rng, roster, regulars, employees))
    told = []
    for number, (client, story) in enumerate(asked):
        within = _RECENT_DAYS if number < just_asked else hours.DAYS
        at = hours.arrival(rng, until, zone, office=client.is_work, within=within)
        told.append(Plot(rng, roster, story, client, number, at).unfold())
    return told


def cases_of_a_day(
    rng: random.Random, roster: Roster, count: int, day: date, zone: ZoneInfo
) -> list[Case]:
    """So many tickets that are all opened on one day, by anybody but the quiet ones."""
    regulars = rng.sample(roster.customers, min(len(roster.customers), 12))
    employees = [person for person in roster.employees if person.address not in _QUIET]
    told = []
    for number in range(count):
        client, story = _somebody_asks(rng, roster, regulars, employees)
        at = hours.arrival(rng, day + ONE_DAY, zone, office=client.is_work, within=1)
        told.append(Plot(rng, roster, story, client, number, at).unfold())
    return told


def in_order(told: list[Case], until: date, zone: ZoneInfo) -> list[Step]:
    """Every step that happened before that day began, in the order in which it happened."""
    end = hours.beginning(until, zone)
    steps = [step for case in told for step in case.steps if step.at < end]
    return sorted(steps, key=lambda step: (step.at, step.case))


def _somebody_asks(
    rng: random.Random, roster: Roster, regulars: list[Somebody], employees: list[Somebody]
) -> tuple[Somebody, Story]:
    story = _story(rng)
    return _asker(rng, roster, story, regulars, employees), story


def _named(rng: random.Random, name: str) -> Story:
    return rng.choice([story for story in stories() if story.name == name])


def _story(rng: random.Random) -> Story:
    team = rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    found = [story for story in stories() if story.team == team]
    return rng.choices(found, [story.weight for story in found])[0]


def _asker(
    rng: random.Random,
    roster: Roster,
    story: Story,
    regulars: list[Somebody],
    employees: list[Somebody],
) -> Somebody:
    if story.asker == "customer":
        return rng.choice(regulars if rng.random() < 0.55 else roster.customers)
    if story.asker == "employee":
        own = roster.agents[story.team]
        return rng.choice([person for person in employees if person not in own])
    groups = {
        "supplier": roster.suppliers,
        "courier": roster.couriers,
        "companion": roster.companions,
    }
    return rng.choice(groups[story.asker])
