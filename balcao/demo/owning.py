"""What Móveis Boa Praça owns: about 120 things with their users, places, contracts and what falls due."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.bulk import together
from balcao.service.assets import actions
from balcao.service.assets.actions.recording import record_all
from balcao.service.assets.models import Asset, AssetType
from balcao.service.assets.rules import Told, WrongAsset
from balcao.service.tickets.models import Ticket

from . import hours
from .company import Registered
from .roster import CAST, Roster

_PLACES = ("Matriz, 1º andar", "Matriz, 2º andar", "Loja da Praça", "Depósito", "Casa de quem usa")


@dataclass(frozen=True, slots=True)
class _Line:
    """One sort of thing: its type, models with prices, how many, which share somebody uses."""

    names: dict[str, str]
    icon: str
    team: str
    models: tuple[tuple[str, int], ...]
    count: int
    used: float
    fields: tuple[dict[str, Any], ...] = ()


def _field(key: str, kind: str, pt: str, en: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "labels": {"pt-br": pt, "en": en}, **more}


_DISKS = [
    {"value": "ssd", "labels": {"pt-br": "SSD", "en": "SSD"}},
    {"value": "hdd", "labels": {"pt-br": "Mecânico", "en": "Hard disk"}},
]
_LINES = (
    _Line(
        {"pt-br": "Notebook", "en": "Notebook"},
        "device-laptop",
        "TI",
        (("Dell Latitude 5440", 6890), ("Lenovo ThinkPad E14", 5790), ("MacBook Air 13", 9990)),
        44,
        0.9,
        (
            _field("memory", "number", "Memória (GB)", "Memory (GB)"),
            _field("disk", "choice", "Disco", "Disk", options=_DISKS),
        ),
    ),
    _Line(
        {"pt-br": "Celular", "en": "Mobile phone"},
        "device-mobile",
        "TI",
        (("Samsung Galaxy A55", 2199), ("Motorola Edge 50", 2499)),
        26,
        0.9,
        (_field("line", "phone", "Linha", "Line"),),
    ),
    _Line(
        {"pt-br": "Monitor", "en": "Monitor"},
        "device-desktop",
        "TI",
        (("LG 24 polegadas", 899), ("Dell 27 polegadas", 1590)),
        20,
        0.6,
    ),
    _Line(
        {"pt-br": "Impressora", "en": "Printer"},
        "printer",
        "TI",
        (("HP LaserJet M428", 2890), ("Zebra ZD220 térmica", 1490)),
        10,
        0,
    ),
    _Line(
        {"pt-br": "Servidor e rede", "en": "Server and network"},
        "server",
        "TI",
        (("Servidor de arquivos", 18900), ("Roteador da loja", 1290), ("Nobreak 3 kVA", 3490)),
        6,
        0,
    ),
    _Line(
        {"pt-br": "Veículo", "en": "Vehicle"},
        "car",
        "Logística",
        (("Fiat Fiorino", 92900), ("VW Delivery Express", 289000)),
        8,
        0.5,
        (_field("plate", "text", "Placa", "Plate"),),
    ),
    _Line(
        {"pt-br": "Equipamento de depósito", "en": "Warehouse equipment"},
        "tool",
        "Logística",
        (("Paleteira elétrica", 14900), ("Coletor de dados", 3290)),
        8,
        0,
    ),
)
_CONTRACTS = (
    ("TI", "Suporte do sistema de gestão", "Sistema Prumo Ltda.", 400, 200, 60, "2890.00"),
    ("TI", "Aluguel de impressoras", "Papel e Tinta Locações", 340, 25, 30, "1150.00"),
    ("TI", "Link de internet da matriz", "Fibra do Vale", 700, 45, 60, "790.00"),
    ("Logística", "Seguro da frota", "Seguradora Serra", 355, 10, 30, "18400.00"),
    ("Logística", "Manutenção das paleteiras", "Empilha Fácil ME", 200, 165, 30, "640.00"),
)


def lend(seed: int, known: Registered, people: Roster, last: date, zone: ZoneInfo) -> None:
    """Write down what the company owns, whose it is, and what of it falls due."""
    rng = random.Random(f"{seed}:assets")
    morning = hours.beginning(last, zone)
    users = [person.address for person in people.employees]
    rng.shuffle(users)
    users = [CAST["marina"].address, CAST["ana"].address, *users]
    with clock.at(morning - timedelta(days=80)), together():
        for line in _LINES:
            _record(rng, known, line, users, last)
    _contract(known, last, morning)
    _live_on(rng, known, morning)


def _record(
    rng: random.Random, known: Registered, line: _Line, users: Sequence[str], last: date
) -> None:
    made = actions.add_type(SYSTEM, line.names, icon=line.icon, fields=line.fields)
    told = [_told(rng, made, line, users, place, last) for place in range(line.count)]
    for one in record_all(SYSTEM, known.teams[line.team], told):
        assert not isinstance(one, WrongAsset), one.message


def _told(
    rng: random.Random, kind: AssetType, line: _Line, users: Sequence[str], at: int, last: date
) -> Told:
    name, price = line.models[at % len(line.models)]
    bought = last - timedelta(days=rng.randint(100, 1300))
    years = 3 if price > 5000 else 1
    said: dict[str, Any] = {
        "type_id": kind.pk,
        "name": name,
        "place": rng.choice(_PLACES[:-1]),
        "serial": f"{rng.getrandbits(36):09X}",
        "bought_on": bought,
        "price": Decimal(price),
        "supplier": rng.choice(("Casa do Computador", "Atacado Digital", "Papel e Tinta Locações")),
        "warranty_until": bought + timedelta(days=365 * years),
    }
    if rng.random() < line.used:
        said["owner"] = users[at % len(users)]
    elif line.used:
        said["state"] = rng.choice(("stock", "stock", "repair", "retired"))
    return Told(f"BP-{kind.pk % 100:02}{at + 1:03}", said, _own(rng, line))


def _own(rng: random.Random, line: _Line) -> dict[str, Any]:
    own = {
        "memory": str(rng.choice((8, 16, 32))),
        "disk": "ssd",
        "line": f"+55119{rng.randint(60000000, 99999999)}",
        "plate": f"BPR{rng.randint(1, 9)}{rng.choice('ABCDE')}{rng.randint(10, 99)}",
    }
    return {field["key"]: own[field["key"]] for field in line.fields}


def _contract(known: Registered, last: date, morning: datetime) -> None:
    with clock.at(morning - timedelta(days=79)):
        for team, title, supplier, ago, left, notice, value in _CONTRACTS:
            found = Asset.objects.filter(team_id=known.teams[team], owner=None).order_by("number")
            told = {
                "title": title,
                "supplier": supplier,
                "from_on": last - timedelta(days=ago),
                "until_on": last + timedelta(days=left),
                "notice_days": notice,
                "value": Decimal(value),
            }
            numbers = [one.number for one in found[:4]]
            actions.add_contract(SYSTEM, known.teams[team], told, numbers=numbers)


def _live_on(rng: random.Random, known: Registered, morning: datetime) -> None:
    """Parts and wholes, things that changed hands, and tickets that were about one of them."""
    with clock.at(morning - timedelta(days=20)):
        server, router = (
            Asset.objects.filter(name=name).order_by("number")[0]
            for name in ("Servidor de arquivos", "Roteador da loja")
        )
        ups = Asset.objects.filter(name__startswith="Nobreak").order_by("number")[0]
        actions.tie(SYSTEM, server.pk, "depends_on", ups.number)
        actions.tie(SYSTEM, server.pk, "connected_to", router.number)
        used = Asset.objects.filter(type=AssetType.objects.order_by("pk")[0], owner__isnull=False)
        for one in used.order_by("number")[10:13]:
            actions.change_asset(SYSTEM, one.pk, {"state": "stock"})
        first = Asset.objects.filter(owner_id=known.persons[CAST["marina"].address]).order_by("pk")
        for one in first[:1]:
            actions.change_asset(SYSTEM, one.pk, {"state": "repair"})
    about = Ticket.objects.filter(
        team_id=known.teams["TI"],
        requester_id__in=Asset.objects.exclude(owner=None).values("owner"),
    )
    with clock.at(morning - timedelta(hours=1)):
        for ticket in about.order_by("-pk")[:12]:
            theirs = Asset.objects.filter(owner_id=ticket.requester_id, team_id=ticket.team_id)
            for one in theirs.order_by("pk")[:1]:
                actions.link_ticket(SYSTEM, ticket.protocol, one.number)
