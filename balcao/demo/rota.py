"""How the demo company gives tickets out: skills, capacities, a rule for SAC; nobody is here yet."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.service.routing import actions as routing

from .company import Registered
from .roster import CAST, Roster

EXCHANGES, ASSEMBLY, NETWORKS = "Trocas e devoluções", "Montagem", "Redes e impressoras"
_OF_TEAM = {"SAC": (EXCHANGES, ASSEMBLY), "TI": (NETWORKS,)}
_OF_THE_CAST = {
    "marina": {EXCHANGES: 4, ASSEMBLY: 2, "Inglês": 3},
    "rita": {EXCHANGES: 5, ASSEMBLY: 5},
    "ana": {NETWORKS: 4},
}


def arrange_rota(known: Registered, people: Roster) -> None:
    """SAC's tickets find whoever is available and able; the other teams' are given by people."""
    skills = {"Inglês": routing.add_skill(SYSTEM, "Inglês", language="en").pk}
    for team, names in _OF_TEAM.items():
        for name in names:
            skills[name] = routing.add_skill(SYSTEM, name, team_id=known.teams[team]).pk
    for who, levels in _OF_THE_CAST.items():
        for name, level in levels.items():
            person = known.persons[CAST[who].address]
            routing.set_person_skill(SYSTEM, person, skills[name], level)
    cast = {somebody.address for somebody in CAST.values()}
    others = [each.address for each in people.agents["SAC"] if each.address not in cast]
    for place, address in enumerate(others):
        name = _OF_TEAM["SAC"][place % 2]
        level = 3 + place % 3
        routing.set_person_skill(SYSTEM, known.persons[address], skills[name], level)
    sac = known.teams["SAC"]
    routing.set_capacity(SYSTEM, known.persons[CAST["marina"].address], 6)
    routing.set_capacity(SYSTEM, known.persons[CAST["marina"].address], 2, "phone")
    routing.set_capacity(SYSTEM, known.persons[CAST["rita"].address], 2)
    routing.set_need(SYSTEM, sac, skills[EXCHANGES], 3, kind="complaint")
    routing.set_routing(SYSTEM, sac, is_automatic=True, by_language=True, default_limit=5)
