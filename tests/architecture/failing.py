"""What fails, with words planted in it for each kind of reader."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.service.status import actions
from tests.cast import Cast

from .lure import planted


def failed(cast: Cast) -> None:
    """Components and incidents for everybody, for those inside, for contractors, and of a confidential
    team; each incident with one update and a second one that ends it, but the public one."""
    rh = cast.teams["rh"].pk
    for name, team, audience in (
        ("todos", "sac", "public"),
        ("dedentro", "sac", "internal"),
        ("prestador", "ti", "contractor"),
        ("gente", "rh", f"team:{rh}"),
    ):
        keeper = cast.teams[team].pk
        names = {"pt-br": planted(f"parte{name}")}
        part = actions.add_component(SYSTEM, keeper, names, [audience])
        made = actions.open_incident(
            SYSTEM,
            keeper,
            {"pt-br": planted(f"falha{name}")},
            {"pt-br": planted(f"alerta{name}")},
            impact="minor",
            audience=[audience],
            components=[part.pk],
        )
        if name != "todos":
            said = {"pt-br": planted(f"volta{name}")}
            actions.update_incident(SYSTEM, made.pk, "resolved", said)
