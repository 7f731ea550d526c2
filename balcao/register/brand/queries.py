from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row, row

_LOOK = """
SELECT coalesce(h.name, '') AS name, coalesce(b.colour, '') AS colour,
    coalesce(b.logo_type, '') <> '' AS has_logo, coalesce(b.version, 0) AS version
FROM (SELECT 1) one
LEFT JOIN people_organization h ON h.kind = 'house'
LEFT JOIN brand_brand b ON true
LIMIT 1
"""


def look(actor: Actor) -> Row:
    """The company's `name`, `colour` (#rrggbb or empty), `has_logo` and `version`: nobody's secret."""
    found = row(_LOOK)
    assert found is not None
    return found


def logo(actor: Actor) -> tuple[bytes, str] | None:
    """The logo and its type; None where there is none."""
    found = row("SELECT logo, logo_type FROM brand_brand WHERE logo IS NOT NULL")
    return (bytes(found["logo"]), str(found["logo_type"])) if found else None
