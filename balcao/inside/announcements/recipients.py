"""Who is mailed an announcement: those inside at their work address, customers at their own.

Who is both is mailed once, as somebody who works here. Customers who said no are left out, and so is
whoever has read or confirmed it already.
"""

from __future__ import annotations

from typing import Any

from balcao.core.sql import Row, rows
from balcao.register.access import audiences
from balcao.register.people.models import RelationshipKind, Side

from . import scope
from .models import Wave

# Asked where they stand now, batch by batch: whoever came, left or said no meanwhile counts.
_TELLABLE = f"""
JOIN announcements_announcement a ON a.id = %(announcement)s
CROSS JOIN LATERAL (SELECT {audiences.contains("%(inner)s::text[]")} AS is_inside) hat
LEFT JOIN notifications_rest r ON r.person_id = p.id
LEFT JOIN LATERAL (
    SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
        AND CASE WHEN hat.is_inside THEN h.is_work AND h.verified_at IS NOT NULL
            ELSE NOT h.is_work END
        AND NOT EXISTS (SELECT FROM inboxes_inbox i WHERE i.address = h.value)
    ORDER BY h.is_primary DESC, h.id LIMIT 1) address ON true
WHERE p.merged_into_id IS NULL AND hat.is_inside <> %(outside)s
    AND (hat.is_inside OR ({audiences.contains(f"ARRAY['{RelationshipKind.CUSTOMER}']")}
        AND NOT EXISTS (SELECT FROM profile_preference n WHERE n.person_id = p.id
            AND n.matter = 'announced' AND n.side = 'external' AND n.superseded_at IS NULL
            AND NOT n.is_wanted)))
    AND NOT CASE WHEN a.needs_confirmation THEN {scope.IS_CONFIRMED.format(person="p.id")}
        ELSE {scope.IS_READ.format(person="p.id")} END
"""
_COLUMNS = """p.id, p.zone, p.language, address.value AS address, hat.is_inside, r.quiet_from,
    r.quiet_until, r.is_quiet_at_weekends, r.digest_at,
    EXISTS (SELECT FROM access_opensession o WHERE o.person_id = p.id) AS is_there,
    hat.is_inside AND EXISTS (SELECT FROM notifications_browser b WHERE b.person_id = p.id)
        AS has_browser"""
_NEXT = f"""
SELECT {_COLUMNS} FROM people_person p {_TELLABLE} AND p.id > %(after)s
ORDER BY p.id LIMIT %(limit)s
"""
_THESE = f"SELECT {_COLUMNS} FROM people_person p {_TELLABLE} AND p.id = ANY(%(people)s)"


def following(wave: Wave, limit: int) -> list[Row]:
    """The next people of a wave who may still be told, by id."""
    return _found(wave, _NEXT, after=wave.after_id, limit=limit)


def these(wave: Wave, people: list[int]) -> list[Row]:
    """Those among these people who may still be told."""
    return _found(wave, _THESE, people=people)


def _found(wave: Wave, statement: str, **told: Any) -> list[Row]:
    params = {
        "announcement": wave.announcement.pk,
        "inner": _inner(wave),
        "outside": wave.side == Side.EXTERNAL,
        **audiences.today(),
        **told,
    }
    return rows(statement, params)


def _inner(wave: Wave) -> list[str]:
    """The audience of those inside who are mailed; customers among them are mailed as such alone where
    those inside are not. Of everybody all inside and all customers are mailed: whoever else once wrote
    to us has not asked for news."""
    announcement = wave.announcement
    if wave.side == Side.EXTERNAL and not announcement.is_mailed:
        return []
    return [
        audiences.INTERNAL if word == audiences.PUBLIC else word
        for word in announcement.audience
        if word != RelationshipKind.CUSTOMER
    ]
