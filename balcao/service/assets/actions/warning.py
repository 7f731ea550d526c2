"""Supervisors are told of what falls due: each thing once, all of a morning in one mail."""

from __future__ import annotations

import re
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.service.delivery import outbound

from .. import due
from ..events import ContractEnding, OwnerGone, WarrantyEnding
from ..models import Due

_NEW = f"""
WITH found AS (
    SELECT 'warranty' AS kind, a.id AS asset_id, NULL::bigint AS contract_id,
           a.warranty_until::text AS about, a.team_id, a.name AS title, a.number,
           a.warranty_until AS on_day
    FROM assets_asset a WHERE {due.WARRANTY}
    UNION ALL
    SELECT 'contract', NULL, c.id, c.until_on::text, c.team_id, c.title, c.number, c.until_on
    FROM assets_contract c WHERE {due.CONTRACT}
    UNION ALL
    SELECT 'left', a.id, NULL, a.owner_id::text, a.team_id, a.name, a.number, NULL
    FROM assets_asset a WHERE {due.LEFT}
), told AS (
    INSERT INTO assets_warned (kind, asset_id, contract_id, about, at)
    SELECT kind, asset_id, contract_id, about, %(now)s FROM found
    ON CONFLICT DO NOTHING RETURNING kind, asset_id, contract_id, about
)
SELECT f.* FROM found f JOIN told t ON t.kind = f.kind AND t.about = f.about
    AND t.asset_id IS NOT DISTINCT FROM f.asset_id
    AND t.contract_id IS NOT DISTINCT FROM f.contract_id
ORDER BY f.kind, f.on_day, f.number
"""
_SUPERVISORS = """
SELECT m.team_id, p.language, h.value AS address
FROM access_membership m JOIN people_person p ON p.id = m.person_id
CROSS JOIN LATERAL (
    SELECT h.value FROM people_handle h
    WHERE h.person_id = p.id AND h.channel = 'email' AND h.verified_at IS NOT NULL AND h.is_work
    ORDER BY h.is_primary DESC, h.id LIMIT 1) h
WHERE m.role = 'supervisor' AND m.team_id = ANY(%(teams)s) ORDER BY h.value, m.team_id
"""
_FACTS = {Due.WARRANTY: WarrantyEnding, Due.CONTRACT: ContractEnding, Due.LEFT: OwnerGone}
LISTED = 20
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


@transaction.atomic
def warn_all() -> int:
    """Tell the supervisors of each team what falls due and was not told yet; how many things."""
    found = rows(_NEW, {**due.params(), "now": clock.now()})
    for one in found:
        publish(SYSTEM, _FACTS[Due(one["kind"])](one["asset_id"] or one["contract_id"]))
    if found and not outbound.is_silent():
        outbound.notices(_letters(found))
    return len(found)


def _letters(found: list[Row]) -> list[outbound.Notice]:
    by_team: dict[int, list[Row]] = defaultdict(list)
    for one in found:
        by_team[one["team_id"]].append(one)
    by_reader: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for reader in rows(_SUPERVISORS, {"teams": [*by_team]}):
        language = reader["language"] or settings.LANGUAGE_CODE
        by_reader[reader["address"], language] += by_team[reader["team_id"]]
    return [_letter(address, language, told) for (address, language), told in by_reader.items()]


def _letter(address: str, language: str, told: list[Row]) -> outbound.Notice:
    with translation.override(language):
        subject = ngettext(
            "%(num)s thing your team keeps needs you",
            "%(num)s things your team keeps need you",
            len(told),
        ) % {"num": len(told)}
        lines = [f"- {_line(one)}" for one in told[:LISTED]]
        if len(told) > LISTED:
            lines.append("- " + _("and %(num)s more") % {"num": len(told) - LISTED})
        there = f"{settings.BASE_URL}/ativos/pendencias/"
        body = "\n".join(lines) + "\n\n" + _("All of it: %(address)s") % {"address": there}
        return outbound.Notice(address, subject, body, language)


def _line(one: Row) -> str:
    name = " ".join(_MARKS.sub(r"\\\1", part) for part in (one["title"], one["number"]) if part)
    if one["kind"] == Due.LEFT:
        return _("%(name)s: who used it works here no longer.") % {"name": name}
    day = date_format(one["on_day"], "SHORT_DATE_FORMAT")
    if one["kind"] == Due.WARRANTY:
        return _("%(name)s: the warranty ends on %(day)s.") % {"name": name, "day": day}
    return _("%(name)s: the contract ends on %(day)s.") % {"name": name, "day": day}
