"""How an approval looks wherever it is shown: on its own pages, beside a ticket, to who asked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.service.approvals import queries, wording

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
    """The approvals of a ticket that its reader may read, newest first, each with where it stands in words."""
    found = queries.of_ticket(actor, [ticket["id"]])
    return [{**shown(one), "said": _said(one)} for one in found]


def _said(one: Row) -> str:
    if one["state"] != "waiting":
        return str(wording.STATES[one["state"]])
    if not one["stage"]:
        return _("It waits for an approval; until then our promise stands still.")
    return _(
        "It waits for an approval: stage %(position)s of %(stages)s, %(stage)s."
        " Until then our promise stands still."
    ) % {"position": one["position"], "stages": one["stages"], "stage": one["stage"]}
