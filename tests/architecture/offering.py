"""A catalog with words planted in it for each kind of reader, and in what was filled in."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.catalog import actions
from balcao.service.catalog.models import Item, Request
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def offered(cast: Cast, tickets: dict[str, Ticket]) -> None:
    """Items for those inside, customers, contractors and one team; a draft; and one request."""
    team = f"team:{cast.teams['rh'].pk}"
    _item(cast, "itemdedentro", "ti", ["internal"])
    _item(cast, "itemcliente", "sac", ["customer"])
    _item(cast, "itemequipe", "rh", [team])
    _item(cast, "itemrascunho", "sac", ["customer"], is_draft=True)
    asked = _item(cast, "itemprestador", "ti", ["contractor"])
    assert asked.version is not None
    Request.objects.create(
        ticket=tickets["ti"],
        version=asked.version,
        values={"porque": planted("valorpedido")},
        created_at=clock.now(),
    )


def _item(
    cast: Cast, word: str, inbox: str, audience: list[str], *, is_draft: bool = False
) -> Item:
    area = actions.add_area(SYSTEM, {"pt-br": f"Setor {inbox}"}, team_id=cast.teams[inbox].pk)
    service = actions.add_service(
        SYSTEM, area.pk, {"pt-br": f"Serviço {inbox}"}, team_id=cast.teams[inbox].pk
    )
    item = actions.add_item(SYSTEM, service.pk, cast.inboxes[inbox].pk, {"pt-br": planted(word)})
    label = {"pt-br": planted(f"{word}campo")}
    told: dict[str, Any] = {
        "summary": {"pt-br": planted(f"{word}resumo")},
        "promise": {"pt-br": "Logo."},
        "steps": [{"pt-br": "A equipe vê."}],
        "audience": audience,
        "owner": cast.handle("rita").value,
        "form": [{"key": "porque", "kind": "text", "labels": label}],
    }
    actions.change_item(SYSTEM, item.pk, told)
    return item if is_draft else actions.publish_item(SYSTEM, item.pk)
