from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.service.changes import queries as changes

from .. import rules
from .incidents import SHOWN, updated

AHEAD = timedelta(days=14)
_COMPONENTS = f"""
SELECT c.id, c.names, c.created_at FROM status_component c
WHERE NOT c.is_retired AND {audiences.reads("c.audience")} ORDER BY c.position, c.id
"""
# A day is told to a reader by what they were told of: other audiences' incidents leave no trace.
_FAILED = f"""
SELECT x.component_id, i.impact, i.started_at, i.resolved_at
FROM status_incident i JOIN status_incident_components x ON x.incident_id = i.id
WHERE {audiences.reads("i.audience")} AND (i.resolved_at IS NULL OR i.resolved_at > %(since)s)
"""
_OPEN = f"""
SELECT i.id, i.titles, i.impact, i.state, i.started_at FROM status_incident i
WHERE i.resolved_at IS NULL AND {audiences.reads("i.audience")}
ORDER BY i.started_at DESC, i.id DESC LIMIT 20
"""


def board(actor: Actor) -> dict[str, Any]:
    """The whole page of an audience: `components` with their state today, days and share, `open`
    incidents with their updates, `planned` maintenance, `recent` incidents, and the `worst` impact."""
    now = clock.now()
    zone = ZoneInfo(clock.zone())
    since = now - timedelta(days=rules.DAYS + 1)
    asked = {**audiences.params(actor), "since": since}
    failing: dict[int, list[rules.Failing]] = defaultdict(list)
    for one in rows(_FAILED, asked):
        failing[one["component_id"]].append(
            rules.Failing(one["impact"], one["started_at"], one["resolved_at"])
        )
    going = updated(
        actor,
        rows(f"{SHOWN} AND i.resolved_at IS NULL ORDER BY i.started_at DESC, i.id DESC", asked),
    )
    recent = rows(
        f"{SHOWN} AND i.resolved_at > %(since)s ORDER BY i.started_at DESC, i.id DESC LIMIT 15",
        asked,
    )
    return {
        "components": [
            _component(one, failing[one["id"]], now, zone) for one in rows(_COMPONENTS, asked)
        ],
        "open": going,
        "planned": changes.announced(actor, now, now + AHEAD),
        "recent": updated(actor, recent),
        "worst": rules.worst(one["impact"] for one in going),
    }


def open_now(actor: Actor) -> list[Row]:
    """Incidents of this audience that last, newest first: for a word on other pages."""
    return rows(_OPEN, audiences.params(actor))


def edition(actor: Actor) -> str:
    """A short opaque tag of all that this actor is told of the status today: the same while nothing of
    it changed. Readers of different audiences never share one."""
    now = clock.now()
    found = row("SELECT number FROM status_edition WHERE id = 1")
    told = [
        audiences.words(actor),
        actor.is_system,
        found["number"] if found else 0,
        str(clock.today()),
        [
            [one["id"], one["state"], one["notice"], str(one["starts_at"]), str(one["ends_at"])]
            for one in changes.announced(actor, now, now + AHEAD)
        ],
    ]
    said = json.dumps(told, sort_keys=True)
    return salted_hmac("balcao.status.edition", said).hexdigest()[:20]


def _component(
    one: Row, failing: list[rules.Failing], now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    told = rules.days(failing, now.astimezone(zone).date(), now, zone)
    return {
        "id": one["id"],
        "names": one["names"],
        "impact": rules.worst(each.impact for each in failing if each.resolved_at is None),
        "days": told,
        "share": rules.share(told, now, zone),
    }
