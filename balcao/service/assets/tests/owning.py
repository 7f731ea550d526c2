"""Assets for tests, made as in real life."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import SYSTEM
from balcao.service.assets import actions
from balcao.service.assets.models import Asset, AssetType
from tests.cast import Cast

FIELDS: list[dict[str, Any]] = [
    {"key": "memory", "kind": "number", "labels": {"pt-br": "Memória (GB)", "en": "Memory (GB)"}},
    {
        "key": "disk",
        "kind": "choice",
        "labels": {"pt-br": "Disco", "en": "Disk"},
        "options": [
            {"value": "ssd", "labels": {"pt-br": "SSD", "en": "SSD"}},
            {"value": "hdd", "labels": {"pt-br": "Mecânico", "en": "Hard disk"}},
        ],
    },
]


def notebooks(cast: Cast, team: str | None = None) -> AssetType:
    """A type with two fields; of the whole company unless a team is named."""
    return actions.add_type(
        SYSTEM,
        {"pt-br": "Notebook", "en": "Notebook"},
        team_id=cast.teams[team].pk if team else None,
        icon="device-laptop",
        fields=FIELDS,
    )


def asset(
    cast: Cast,
    team: str = "ti",
    name: str = "Latitude 5440",
    *,
    number: str = "",
    kind: AssetType | None = None,
    own: dict[str, Any] | None = None,
    **told: Any,
) -> Asset:
    """An asset that a team keeps; of the first type there is, or of a new one."""
    found = kind or AssetType.objects.order_by("pk").first() or notebooks(cast)
    said = {"name": name, "type_id": found.pk, **told}
    return actions.add_asset(SYSTEM, cast.teams[team].pk, said, number=number, own=own)
