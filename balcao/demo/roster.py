"""Who is who at Móveis Boa Praça: drawn by chance around a fixed cast, without the database."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .names import TOWNS, Names, Somebody

HOUSE = "boapraca.example"
CUSTOMERS = 2_000
HOME = TOWNS[0]


@dataclass(frozen=True, slots=True)
class Department:
    """A department, how many work in it, and the team that answers for it, if any.

    `agents` are how many of them are at its desk.
    """

    name: str
    size: int
    team: str = ""
    agents: int = 0


DEPARTMENTS = (
    Department("Diretoria", 4),
    Department("Recursos Humanos", 5, "RH", 4),
    Department("Tecnologia da Informação", 9, "TI", 5),
    Department("Financeiro", 9, "Financeiro", 5),
    Department("Atendimento ao Cliente", 16, "SAC", 9),
    Department("Logística", 25, "Logística", 7),
    Department("Loja da Praça", 22),
    Department("Loja Virtual", 9),
    Department("Montagem e Assistência", 12),
    Department("Compras", 6),
    Department("Marketing", 6),
    Department("Contabilidade e Jurídico", 5),
)


@dataclass(frozen=True, slots=True)
class Company:
    """A company outside; a customer one may let its people see each other's tickets."""

    name: str
    domain: str
    kind: str
    shares: bool = False


COMPANIES = (
    Company("Entregas Já Transportes Ltda.", "entregas.example", "courier"),
    Company("Serra Cargas Ltda.", "serracargas.example", "courier"),
    Company("Madeiras do Vale S.A.", "madeirasdovale.example", "supplier"),
    Company("Espumas Aurora Ltda.", "espumasaurora.example", "supplier"),
    Company("Ferragens Pinhal Ltda.", "ferragenspinhal.example", "supplier"),
    Company("Polar Eletrodomésticos S.A.", "polar.example", "supplier"),
    Company("Tecidos Riacho Ltda.", "tecidosriacho.example", "supplier"),
    Company("Embalagens Ouro Verde ME", "ouroverde.example", "supplier"),
    Company("Clínica Bem Viver", "clinicabemviver.example", "customer", shares=True),
    Company("Escola Girassol", "escolagirassol.example", "customer"),
    Company("Pousada das Dunas", "pousadadasdunas.example", "customer"),
    Company("Coworking Estação", "estacao.example", "customer", shares=True),
    Company("Padaria Trigo de Ouro", "trigodeouro.example", "customer"),
    Company("Construtora Alicerce", "alicerce.example", "customer"),
)
_PER_COMPANY = {"courier": 5, "supplier": 2, "customer": 3}

CAST = {
    "marina": Somebody("Marina Castro Lima", True, f"marina@{HOUSE}", HOME, is_work=True),
    "rita": Somebody("Rita de Cássia Moraes", True, f"rita@{HOUSE}", HOME, is_work=True),
    "ana": Somebody("Ana Beatriz Souza", True, f"ana@{HOUSE}", HOME, is_work=True),
    "paulo": Somebody("Paulo Henrique Reis", False, f"paulo@{HOUSE}", HOME, is_work=True),
    "lucia": Somebody("Lúcia Helena Boaventura", True, f"lucia@{HOUSE}", HOME, is_work=True),
    "beto": Somebody("Roberto Nakamura", False, f"beto@{HOUSE}", HOME, is_work=True),
    "carlos": Somebody("Carlos Dias", False, "carlos@entregas.example", HOME, is_work=True),
    "joao": Somebody("João Ferreira da Silva", False, "joao@cliente.example", TOWNS[4]),
    "zoe": Somebody("Zoe Martins", True, "zoe@fora.example", TOWNS[15]),
}
ANA_AT_HOME = Somebody("Ana Beatriz Souza", True, "ana.souza@correio.example", HOME)
_CAST_DEPARTMENTS = {
    "marina": "Atendimento ao Cliente",
    "rita": "Atendimento ao Cliente",
    "ana": "Tecnologia da Informação",
    "paulo": "Recursos Humanos",
    "lucia": "Diretoria",
    "beto": "Tecnologia da Informação",
}


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, by what ties them to the company. Values of `department` are its names."""

    employees: tuple[Somebody, ...]
    department: dict[str, str]
    agents: dict[str, tuple[Somebody, ...]]
    couriers: tuple[Somebody, ...]
    suppliers: tuple[Somebody, ...]
    companions: tuple[Somebody, ...]
    company: dict[str, Company]
    customers: tuple[Somebody, ...]
    by_address: dict[str, Somebody] = field(default_factory=dict)


def draw(rng: random.Random) -> Roster:
    """The whole roster; the same generator state gives the same people."""
    fixed = [*CAST.values(), ANA_AT_HOME]
    names = Names(rng, {person.address for person in fixed})
    employees, department = _employees(names)
    outside: dict[str, list[Somebody]] = {"courier": [], "supplier": [], "customer": []}
    company: dict[str, Company] = {}
    for firm in COMPANIES:
        found = [
            names.draw(firm.domain, rng.choice(TOWNS), is_work=firm.kind != "customer")
            for _ in range(_PER_COMPANY[firm.kind])
        ]
        if firm.domain == "entregas.example":
            found[0] = CAST["carlos"]
        outside[firm.kind] += found
        company |= {person.address: firm for person in found}
    drawn = CUSTOMERS - len(outside["customer"]) - 2
    customers = (CAST["joao"], ANA_AT_HOME, *(names.draw() for _ in range(drawn)))
    groups = (employees, outside["courier"], outside["supplier"], outside["customer"], customers)
    return Roster(
        employees=tuple(employees),
        department=department,
        agents=_agents(employees, department),
        couriers=tuple(outside["courier"]),
        suppliers=tuple(outside["supplier"]),
        companions=tuple(outside["customer"]),
        company=company,
        customers=customers,
        by_address={person.address: person for group in groups for person in group},
    )


def _employees(names: Names) -> tuple[list[Somebody], dict[str, str]]:
    employees: list[Somebody] = []
    department: dict[str, str] = {}
    for place in DEPARTMENTS:
        found = [CAST[key] for key, name in _CAST_DEPARTMENTS.items() if name == place.name]
        found += [names.draw(HOUSE, HOME, is_work=True) for _ in range(place.size - len(found))]
        department |= {person.address: place.name for person in found}
        employees += found
    return employees, department


def _agents(
    employees: list[Somebody], department: dict[str, str]
) -> dict[str, tuple[Somebody, ...]]:
    aside = {CAST["lucia"].address, CAST["beto"].address}
    found = {
        place.team: tuple(
            person
            for person in employees
            if department[person.address] == place.name and person.address not in aside
        )
        for place in DEPARTMENTS
        if place.team
    }
    return {place.team: found[place.team][: place.agents] for place in DEPARTMENTS if place.team}
