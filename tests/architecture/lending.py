"""What the company owns, with words planted in it."""

from __future__ import annotations

import io

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.assets import actions
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def lent(cast: Cast, tickets: dict[str, Ticket]) -> None:
    """A thing that SAC keeps and Carlos uses, and all that a confidential team keeps."""
    general = actions.add_type(SYSTEM, {"pt-br": "Coisa", "en": "Thing"}).pk
    sac, rh = cast.teams["sac"].pk, cast.teams["rh"].pk
    said = {"type_id": general, "owner": cast.handle("carlos").value}
    said |= {"name": planted("bemsac"), "notes": planted("notabemsac")}
    ours = actions.add_asset(SYSTEM, sac, said, number="S1")
    own = actions.add_type(SYSTEM, {"pt-br": planted("tipobemrh")}, team_id=rh).pk
    secret = actions.add_asset(SYSTEM, rh, {"type_id": own, "name": planted("bemrh")}, number="R1")
    soon = {"from_on": clock.today(), "until_on": clock.today() + clock.ONE_DAY}
    actions.add_contract(SYSTEM, rh, {"title": planted("contratorh"), **soon}, numbers=["R1"])
    actions.tie(SYSTEM, ours.pk, "depends_on", secret.number)
    for name in ("sac", "ti"):
        actions.link_ticket(SYSTEM, tickets[name].protocol, secret.number)
    lines = f"numero;tipo;nome\nR2;{planted('tipobemrh')};{planted('arquivobemrh')}"
    made = actions.import_assets(SYSTEM, rh, io.BytesIO(lines.encode()), "bens.csv")
    actions.check_all(made.pk)
