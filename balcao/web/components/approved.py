"""How an approval looks wherever it is shown: on its own pages, beside a ticket, to who asked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.service.approvals import queries, rules, wording

LOOKS = {
    "waiting": ("warning", "hourglass"),
    "approved": ("success", "circle-check"),
    "refused": ("danger", "circle-x"),
    "expired": ("neutral", "clock-off"),
    "withdrawn": ("neutral", "arrow-back-up"),
    "open": ("warning", "hourglass"),
    "ahead": ("neutral", "circle-dashed"),
    "skipped": ("neutral", "circle-dashed"),
}


def shown(found: Row) -> dict[str, Any]:
    """A row of an approval as templates need it."""
    tone, symbol = LOOKS[found["state"]]
    return {
        **found,
        "badge": (wording.STATES[found["state"]], tone, symbol),
        "money": wording.money(found["amount"]) if found["amount"] is not None else "",
        "href": reverse("approving:one", args=[found["id"]]),
    }


def of_ticket(actor: Actor, ticket: Row) -> list[dict[str, Any]]:
    """The approvals of a ticket that its reader may read, newest first, each with where it stands in
    words; `warning` on the last of each thing that nobody may do yet, for who works on the ticket."""
    told, seen = [], set()
    for one in queries.of_ticket(actor, [ticket["id"]]):
        thing = (one["subject_type"], one["subject_id"])
        is_last = thing not in seen
        seen.add(thing)
        told.append({**shown(one), "said": _said(one), "warning": is_last and _warning(one)})
    return told


def _said(one: Row) -> str:
    if one["state"] != rules.State.WAITING:
        return wording.how_it_ended(rules.State(one["state"]))
    if not one["stage"]:
        return _("It waits for an approval; until then our promise stands still.")
    return _(
        "It waits for an approval: stage %(position)s of %(stages)s, %(stage)s."
        " Until then our promise stands still."
    ) % {"position": one["position"], "stages": one["stages"], "stage": _stage(one)}


def _stage(one: Row) -> str:
    """The open stage with who decides it now."""
    names = ", ".join(one["waits_for"] or ())
    return f"{one['stage']} ({names})" if names else str(one["stage"])


def _warning(one: Row) -> str:
    """What whoever works on it must not do yet; empty once it is approved."""
    words = {
        rules.State.WAITING: _("It waits for an approval: don't do it before."),
        rules.State.REFUSED: _("Refused at the approval: don't do it without a new one."),
        rules.State.EXPIRED: _("Nobody approved it in time: don't do it without a new approval."),
        rules.State.WITHDRAWN: _("Its approval was taken back: don't do it without a new one."),
    }
    return words.get(rules.State(one["state"]), "")
