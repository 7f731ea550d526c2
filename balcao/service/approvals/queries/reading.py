from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows

from .. import scope

_CALLED = "coalesce(nullif({0}.preferred_name, ''), {0}.name)"
_COLUMNS = f"""
SELECT a.id, a.subject_type, a.subject_id, a.ticket_id, a.summary, a.amount, a.state, a.begun_at,
    a.ended_at, a.changed, {{told}} AS details, u.id AS rule_id, u.name AS rule, {_CALLED.format("q")} AS requester,
    CASE WHEN t.id IS NULL OR {{seen}} THEN t.protocol END AS protocol,
    s.name AS stage, s.position, s.needed, s.due_at, s.stuck_at IS NOT NULL AS is_stuck,
    (SELECT count(*) FROM approvals_stage o WHERE o.approval_id = a.id AND o.state <> 'skipped')
        AS stages,
    (SELECT count(*) FROM approvals_ask k WHERE k.stage_id = s.id AND k.decision = 'approved')
        AS approved,
    (SELECT k.reason FROM approvals_ask k JOIN approvals_stage o ON o.id = k.stage_id
     WHERE o.approval_id = a.id AND a.state = 'refused' AND k.decision = 'refused'
     ORDER BY k.decided_at DESC, k.id LIMIT 1) AS why,
    (SELECT array_agg({_CALLED.format("w")} ORDER BY k.id) FROM approvals_ask k
     JOIN people_person w ON w.id = k.decider_id
     WHERE k.stage_id = s.id AND k.decision = '' AND k.gone_at IS NULL) AS waits_for,
    {scope.MAY_ASK_AGAIN} AS may_ask_again,
    mine.id AS ask_id, mine.approver AS instead_of,
    (a.requester_id = %(inside)s::bigint OR a.asked_by_id = %(inside)s::bigint) AS is_own
FROM approvals_approval a
JOIN approvals_ruleversion v ON v.id = a.version_id JOIN approvals_rule u ON u.id = v.rule_id
JOIN people_person q ON q.id = a.requester_id
LEFT JOIN tickets_ticket t ON t.id = a.ticket_id
LEFT JOIN approvals_stage s ON s.approval_id = a.id AND s.state = 'open'
LEFT JOIN LATERAL (
    SELECT k.id, CASE WHEN k.approver_id <> %(inside)s::bigint THEN {_CALLED.format("w")} END AS approver
    FROM approvals_ask k JOIN people_person w ON w.id = k.approver_id
    WHERE k.stage_id = s.id AND k.decision = '' AND k.gone_at IS NULL
      AND %(inside)s::bigint IN (k.approver_id, k.decider_id)
      AND a.requester_id <> %(inside)s::bigint AND a.asked_by_id IS DISTINCT FROM %(inside)s::bigint
      AND NOT EXISTS (SELECT FROM approvals_ask d
        WHERE d.stage_id = s.id AND d.decided_by_id = %(inside)s::bigint)
    ORDER BY k.approver_id <> %(inside)s::bigint, k.id LIMIT 1
) mine ON true
"""
_STAGES = f"""
SELECT s.id, s.position, s.name, s.state, s.needed, s.opened_at, s.due_at, s.ended_at,
    s.stuck_at IS NOT NULL AS is_stuck,
    coalesce((SELECT jsonb_agg(jsonb_build_object('approver', {_CALLED.format("p")},
            'decider', CASE WHEN k.decider_id <> k.approver_id THEN {_CALLED.format("d")} END,
            'decided_by', {_CALLED.format("b")}, 'decision', k.decision, 'reason', k.reason,
            'at', k.decided_at, 'way', k.way, 'is_gone', k.gone_at IS NOT NULL) ORDER BY k.id)
        FROM approvals_ask k JOIN people_person p ON p.id = k.approver_id
        JOIN people_person d ON d.id = k.decider_id
        LEFT JOIN people_person b ON b.id = k.decided_by_id
        WHERE k.stage_id = s.id), '[]'::jsonb) AS asks
FROM approvals_stage s WHERE s.approval_id = %(approval)s ORDER BY s.position
"""
_TRAIL = f"""
SELECT e.at, e.what, e.way, e.words, s.name AS stage, {_CALLED.format("b")} AS by,
    {_CALLED.format("o")} AS about
FROM approvals_step e
LEFT JOIN approvals_stage s ON s.approval_id = e.approval_id AND s.position = e.position
LEFT JOIN people_person b ON b.id = e.by_id LEFT JOIN people_person o ON o.id = e.about_id
WHERE e.approval_id = %(approval)s ORDER BY e.id
"""
_OWN = "%(inside)s::bigint IN (a.requester_id, a.asked_by_id)"
_ROLES = {
    "decide": "mine.id IS NOT NULL AND a.state = 'waiting'",
    "decided": "EXISTS (SELECT FROM approvals_ask k JOIN approvals_stage o ON o.id = k.stage_id"
    " WHERE o.approval_id = a.id AND k.decided_by_id = %(inside)s::bigint)",
    "asked": _OWN,
    "kept": f"a.state = 'waiting' AND s.stuck_at IS NOT NULL AND {scope.MAY_KEEP}",
    "all": "true",
}


def approvals(
    actor: Actor, role: str = "decide", *, before: int | None = None, limit: int = 50
) -> list[Row]:
    """Approvals the actor may read, newest first, by what the actor has to do with them.

    `decide` waits for the actor's decision (`ask_id`), `decided` are those the actor decided in,
    `asked` the actor's own, `kept` those that lack people, for who keeps the rule; else `all`.
    `before` is the id of the last row of the page before.
    """
    told = {**_params(actor), "before": before, "limit": limit}
    where = f"{_ROLES[role if role in _ROLES else 'decide']} AND {scope.READ}"
    found = rows(
        f"{_columns()} WHERE {where} AND (%(before)s::bigint IS NULL OR a.id < %(before)s::bigint)"
        " ORDER BY a.id DESC LIMIT %(limit)s",
        told,
    )
    return _seen(actor, found)


def count(actor: Actor) -> int:
    """How many decisions wait for the actor."""
    found = rows(
        f"SELECT count(*) AS n FROM ({_columns()} WHERE {_ROLES['decide']}) w", _params(actor)
    )
    return int(found[0]["n"])


def approval(actor: Actor, approval_id: int) -> Row:
    """One approval with its stages and who is asked in each; NotFound outside the scope.

    `may_keep` where the actor keeps its rule, `may_withdraw` where the actor may take it back.
    A customer reads where it stands, not who inside decides it nor in which stages.
    """
    found = rows(
        f"SELECT w.*, {_keeps()} AS may_keep FROM ({_columns()}"
        f" WHERE a.id = %(approval)s AND {scope.READ}) w"
        " JOIN approvals_approval a ON a.id = w.id"
        " JOIN approvals_ruleversion v ON v.id = a.version_id JOIN approvals_rule u ON u.id = v.rule_id",
        {**_params(actor), "approval": approval_id},
    )
    if not found:
        raise NotFound()
    told = _seen(actor, found)[0]
    told["parts"] = rows(_STAGES, {"approval": approval_id}) if _is_inside(actor) else []
    told["may_withdraw"] = told["state"] == "waiting" and (told["is_own"] or told["may_keep"])
    return told


def trail(actor: Actor, approval_id: int) -> list[Row]:
    """Each step of an approval, oldest first; NotFound outside the scope, and for customers."""
    _require(actor, approval_id)
    if not _is_inside(actor):
        raise NotFound()
    return rows(_TRAIL, {"approval": approval_id})


def asked(actor: Actor, ask_id: int) -> Row:
    """The approval in which the actor may decide this ask; NotFound for any other."""
    found = rows(
        "SELECT s.approval_id FROM approvals_ask k JOIN approvals_stage s ON s.id = k.stage_id"
        " WHERE k.id = %(ask)s AND %(inside)s::bigint IN (k.approver_id, k.decider_id)",
        {"ask": ask_id, "inside": scope.inside(actor)},
    )
    if not found:
        raise NotFound()
    return approval(actor, found[0]["approval_id"])


def about(actor: Actor, subject_type: str, subject_id: int) -> list[Row]:
    """Approvals of one thing of another room, newest first, that the actor may read."""
    found = rows(
        f"{_columns()} WHERE a.subject_type = %(type)s AND a.subject_id = %(subject)s AND {scope.READ}"
        " ORDER BY a.id DESC",
        {**_params(actor), "type": subject_type, "subject": subject_id},
    )
    return _seen(actor, found)


HAS_ANY = "EXISTS (SELECT FROM approvals_approval a WHERE a.ticket_id = t.id)"
"""In SQL about a ticket `t`: whether there are approvals in it at all, whoever may read them."""


def of_ticket(actor: Actor, ticket_ids: Sequence[int]) -> list[Row]:
    """Approvals in these tickets, newest first, that the actor may read; `waits_for` names who decides
    now, `may_ask_again` says that it was not given and the actor may ask anew."""
    found = rows(
        f"{_columns()} WHERE a.ticket_id = ANY(%(tickets)s) AND {scope.READ} ORDER BY a.id DESC",
        {**_params(actor), "tickets": list(ticket_ids)},
    )
    return _seen(actor, found)


def summaries(actor: Actor, approval_ids: Sequence[int]) -> dict[int, str]:
    """What each of these approvals is about, of those the actor may read."""
    if not approval_ids:
        return {}
    found = rows(
        f"{_columns()} WHERE a.id = ANY(%(ids)s) AND {scope.READ}",
        {**_params(actor), "ids": list(approval_ids)},
    )
    return {line["id"]: line["summary"] for line in found}


def _is_inside(actor: Actor) -> bool:
    return actor.is_system or bool(scope.inside(actor))


def _seen(actor: Actor, found: list[Row]) -> list[Row]:
    """The rows as their reader may have them: outside nobody learns whose word is waited for."""
    if not _is_inside(actor):
        for line in found:
            line.update(stage=None, rule="", rule_id=None, approved=0, needed=None, is_stuck=False)
            line.update(waits_for=None)
    return found


def _require(actor: Actor, approval_id: int) -> None:
    found = rows(
        "SELECT 1 AS found FROM approvals_approval a JOIN approvals_ruleversion v ON v.id = a.version_id"
        f" JOIN approvals_rule u ON u.id = v.rule_id WHERE a.id = %(approval)s AND {scope.READ}",
        {**scope.params(actor), "approval": approval_id},
    )
    if not found:
        raise NotFound()


def _columns() -> str:
    from balcao.service.tickets import scope as tickets

    return _COLUMNS.replace("{seen}", tickets.VISIBLE).replace("{told}", scope.DETAILS)


def _keeps() -> str:
    return scope.MAY_KEEP


def _params(actor: Actor) -> dict[str, Any]:
    return scope.params(actor)
