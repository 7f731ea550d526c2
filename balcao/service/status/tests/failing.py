"""Components and incidents for tests, made as in real life."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import SYSTEM
from balcao.service.status import actions
from balcao.service.status.models import Component, Incident
from tests.cast import Cast


def component(cast: Cast, name: str = "Site", *audience: str, team: str = "sac") -> Component:
    """Something that may fail; shown to everybody unless an audience is given."""
    return actions.add_component(
        SYSTEM, cast.teams[team].pk, {"pt-br": name}, audience or ("public",)
    )


def incident(
    cast: Cast,
    *components: Component,
    title: str = "Fora do ar",
    words: str = "Estamos vendo.",
    audience: tuple[str, ...] = ("public",),
    team: str = "sac",
    **told: Any,
) -> Incident:
    """Something that fails, in part unless said otherwise."""
    told = {"impact": "major", **told}
    return actions.open_incident(
        SYSTEM,
        cast.teams[team].pk,
        {"pt-br": title},
        {"pt-br": words},
        audience=audience,
        components=[one.pk for one in components],
        **told,
    )
