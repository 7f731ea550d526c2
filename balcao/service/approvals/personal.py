"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("approvals.RuleVersion", "by", "who set down who approves", moves=True),
    Place("approvals.Approval", "requester", "what they want approved", moves=True),
    Place("approvals.Approval", "asked_by", "what they asked approval of for others", moves=True),
    Place("approvals.Ask", "approver", "what they are asked to approve", moves=True),
    Place("approvals.Ask", "decider", "what they decide for others", moves=True),
    Place("approvals.Ask", "decided_by", "what they decided, and why", moves=True),
    Place("approvals.Step", "by", "what they did in an approval", moves=True),
    Place("approvals.Step", "about", "what was done about them in an approval", moves=True),
    Place("approvals.Delegation", "person", "when they are away, and why", moves=True),
    Place("approvals.Delegation", "delegate", "for whom they decide, and when", moves=True),
)
