from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.forms import parsed
from balcao.core.forms import told as told_values
from balcao.core.sql import Row
from balcao.service.assets import actions, queries

from ..posting import act, as_number, told
from . import words
from .asking import keeper, show

TICKETS = 20


@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """All there is of one asset: facts, ties, contracts, tickets, history."""
    actor = keeper(request)
    found = queries.asset(actor, number)
    before = as_number(request.GET.get("before", ""))
    tickets = queries.tickets_of(actor, found, before=before, limit=TICKETS + 1)
    ties = queries.ties(actor, found)
    context = {
        "thing": words.listed(found),
        "own": own(found),
        "ties": _grouped(ties),
        "tie_choices": [(key, told[0]) for key, told in words.TIES.items()],
        "contracts": queries.contracts(actor, asset_id=found["id"])[0],
        "tickets": tickets[:TICKETS],
        "tickets_total": queries.tickets_total(actor, found),
        "older": f"?before={tickets[TICKETS - 1]['id']}" if len(tickets) > TICKETS else "",
        "history": [{**one, "said": words.happened(one)} for one in queries.history(actor, found)],
    }
    return show(request, "sheet", "list", context)


def _grouped(ties: list[Row]) -> dict[str, list[Row]]:
    """The ties by how they are said: which others this asset is part of, holds, depends on and so on."""
    groups: dict[str, list[Row]] = {}
    for one in ties:
        groups.setdefault(words.tie_of(one), []).append(one)
    return groups


def own(found: Row) -> list[tuple[str, str]]:
    """Label and value of each of the type's own fields that holds one."""
    return told_values(parsed(found["fields"]), found["values"], get_language() or "pt-br")


@require_POST
def tie(request: HttpRequest, number: str) -> HttpResponse:
    """Say how it stands to another asset."""
    actor = keeper(request)
    found = queries.asset(actor, number)
    return act(
        lambda: actions.tie(actor, found["id"], told(request, "kind"), told(request, "other")),
        request,
        _("Kept."),
        reverse("assets:sheet", args=[found["number"]]),
    )


@require_POST
def untie(request: HttpRequest, number: str, relation_id: int) -> HttpResponse:
    """Take back how it stands to another."""
    actor = keeper(request)
    found = queries.asset(actor, number)
    return act(
        lambda: actions.untie(actor, found["id"], relation_id),
        request,
        _("Taken back."),
        reverse("assets:sheet", args=[found["number"]]),
    )
