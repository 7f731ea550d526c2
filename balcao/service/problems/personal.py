"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("problems.Problem", "owner", "problems they look after", moves=True),
    Place("problems.Attached", "person", "which tickets they put to a problem", moves=True),
    Place("problems.Attached", "ticket__requester", "which problem their ticket belongs to"),
    Place("problems.Broadcast", "sender", "what they told all tickets of a problem", moves=True),
    Place("problems.Consent", "decided_by", "for which team they agreed to a message", moves=True),
    Place("problems.Letter", "ticket__requester", "what was told in their ticket, as in many"),
    Place("problems.Candidate", "decided_by", "suggestions they decided on", moves=True),
)
