"""A file of five thousand assets: brought, looked through and imported by the desk's own worker."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.importing import State
from balcao.register.teams.models import Team
from balcao.service.assets import actions
from balcao.service.assets.models import AssetImport, AssetType

from .load import Failed
from .report import Aim, Report

ROWS = 5_000
WAITS_SECONDS = 180
_HEAD = (
    "patrimonio;tipo;descricao;situacao;local;serie;comprado em;valor;fornecedor;garantia;memoria"
)


async def measure(report: Report, say: Callable[[str], None]) -> None:
    """Bring the file, wait until it is looked through, import it, and wait for the end."""
    rows = min(ROWS, report.tickets)
    say(f"{rows} assets from a file")
    taken = await asyncio.to_thread(timed, rows, wait)
    report.aims.append(Aim(f"a file of {rows} assets, looked through and imported", taken, 20, "s"))


def timed(rows: int, until: Callable[[AssetImport, State], None]) -> float:
    """Seconds from bringing a file of so many assets until all of them are written; `until` waits for
    a state of it."""
    team = Team.objects.filter(is_active=True, is_confidential=False).order_by("pk")[0]
    field = {"key": "memoria", "kind": "number", "labels": {"pt-br": "Memória"}}
    if not AssetType.objects.exists():
        actions.add_type(SYSTEM, {"pt-br": "Notebook"}, fields=[field])
    content = io.BytesIO(table(rows, clock.today()).encode())
    began = time.perf_counter()
    made = actions.import_assets(SYSTEM, team.pk, content, "bens.csv")
    until(made, State.CHECKED)
    actions.begin_import(SYSTEM, made.pk)
    until(made, State.DONE)
    taken = time.perf_counter() - began
    made.refresh_from_db()
    if made.added != rows:
        raise Failed(f"Of {rows} assets {made.added} were added.")
    return taken


def wait(made: AssetImport, state: State) -> None:
    """Wait until the worker has brought a file to a state. Failed when that takes too long."""
    deadline = time.monotonic() + WAITS_SECONDS
    while time.monotonic() < deadline:
        made.refresh_from_db()
        if made.state == state:
            return
        time.sleep(0.1)
    raise Failed(f"The file of assets stayed {made.state}.")


def table(rows: int, today: date) -> str:
    """A file as an inventory writes it, the same each time."""
    rng = random.Random(rows)
    lines = [_HEAD]
    for number in range(rows):
        bought = today - timedelta(days=rng.randrange(30, 2000))
        until = bought + timedelta(days=365)
        state = rng.choice(("em uso", "estoque", "em manutenção"))
        lines.append(
            f"N{number:06};Notebook;Modelo {number % 40};{state};Andar {number % 9};S{rng.getrandbits(40):010X};"
            f"{bought:%d/%m/%Y};{rng.randrange(900, 9000)},90;Fornecedor {number % 12};{until:%d/%m/%Y};{8 << number % 3}"
        )
    return "\n".join(lines)
