"""From the secret of a link to what it shows: having the link is the right to look, once signed out."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.sql import Row, row, rows

from .rules import StageState, needs_code
from .tokens import digest

_SHOWN = """
SELECT k.id, k.decision, k.decided_at, k.gone_at IS NOT NULL AS is_gone, k.misses, k.decider_id,
    k.code_until, s.name AS stage, s.position, s.state AS stage_state, s.due_at, s.code_above,
    a.id AS approval, a.summary, a.details, a.changed, a.amount, a.state, a.code_above AS own_code_above, a.begun_at,
    coalesce(nullif(d.preferred_name, ''), d.name) AS decider, d.language,
    coalesce(nullif(p.preferred_name, ''), p.name) AS approver, k.approver_id <> k.decider_id AS is_delegate,
    coalesce(nullif(q.preferred_name, ''), q.name) AS requester,
    ARRAY(SELECT each.one FROM approvals_approval o, LATERAL (VALUES (o.requester_id), (o.asked_by_id))
        AS each (one) WHERE each.one IS NOT NULL AND o.subject_type = a.subject_type
        AND o.subject_id = a.subject_id) AS barred,
    (SELECT count(*) FROM approvals_stage o WHERE o.approval_id = a.id AND o.state <> 'skipped')
        AS stages,
    (SELECT g.until_on FROM approvals_delegation g WHERE g.person_id = k.approver_id
        AND g.delegate_id = k.decider_id AND g.ended_at IS NULL
        AND g.from_on <= %(today)s AND g.until_on >= %(today)s ORDER BY g.id LIMIT 1) AS away_until
FROM approvals_ask k JOIN approvals_stage s ON s.id = k.stage_id
JOIN approvals_approval a ON a.id = s.approval_id
JOIN people_person d ON d.id = k.decider_id JOIN people_person p ON p.id = k.approver_id
JOIN people_person q ON q.id = a.requester_id
WHERE k.token_digest = %(digest)s
"""
_BEFORE = """
SELECT s.name AS stage, k.decision, k.decided_at, k.reason,
    coalesce(nullif(p.preferred_name, ''), p.name) AS who
FROM approvals_ask k JOIN approvals_stage s ON s.id = k.stage_id
JOIN people_person p ON p.id = k.decided_by_id
WHERE s.approval_id = %(approval)s AND k.decision <> '' ORDER BY k.decided_at, k.id
"""
_EARLIER = """
SELECT o.state, o.ended_at, (SELECT k.reason FROM approvals_ask k
    JOIN approvals_stage s ON s.id = k.stage_id WHERE s.approval_id = o.id AND o.state = 'refused'
    AND k.decision = 'refused' ORDER BY k.decided_at DESC, k.id LIMIT 1) AS why
FROM approvals_approval o JOIN approvals_approval a ON a.id = %(approval)s
    AND o.subject_type = a.subject_type AND o.subject_id = a.subject_id AND o.id < a.id
ORDER BY o.id DESC LIMIT 1
"""
MISSES_MOST = 15


def by_token(token: str) -> Row | None:
    """What the link of somebody who is asked shows, changed by nothing; None where it leads nowhere.

    `is_open` while it can decide, `wants_code` where it takes a code, `is_locked` after too many
    wrong ones. What others decided before (`before`), and how it ended when it was asked for the
    last time (`earlier`), is read only while it is open. `barred` never decide it, by whatever link.
    """
    found = row(_SHOWN, {"digest": digest(token), "today": clock.today()})
    if found is None:
        return None
    found["is_locked"] = found["misses"] >= MISSES_MOST
    found["is_late"] = found["due_at"] is not None and found["due_at"] <= clock.now()
    found["is_open"] = (
        not found["decision"]
        and not found["is_gone"]
        and found["stage_state"] == StageState.OPEN
        and not found["is_late"]
    )
    found["wants_code"] = any(
        needs_code(found["amount"], above)
        for above in (found["code_above"], found["own_code_above"])
    )
    found["earlier"] = None
    if found["is_open"] and found["changed"]:
        found["earlier"] = row(_EARLIER, {"approval": found["approval"]})
    found["before"] = rows(_BEFORE, {"approval": found["approval"]}) if found["is_open"] else []
    return found
