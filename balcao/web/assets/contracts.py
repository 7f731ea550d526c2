from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.service.assets import actions, queries

from ..pages import tell
from ..posting import act, as_number, number, told
from .asking import amount, day, keeper, show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Contracts, those that end first before the others."""
    actor = keeper(request)
    found, after = queries.contracts(actor, after=as_number(request.GET.get("after", "")) or 0)
    return show(request, "contracts", "contracts", {"contracts": found, "following": after})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a contract down."""
    actor = keeper(request)
    if not queries.teams(actor):
        raise Forbidden()
    if request.method == "GET":
        return _form(request, actor, None)
    try:
        made = actions.add_contract(
            actor, number(request, "team") or 0, _told(request), numbers=_numbers(request)
        )
    except NotFound:
        return _form(request, actor, None, refused=Invalid(_("Choose a team.")))
    except (Invalid, Forbidden) as refusal:
        return _form(request, actor, None, refused=refusal)
    tell(request, _("Written down."))
    return HttpResponseRedirect(reverse("assets:contract", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract, to be read and, by its keepers, changed."""
    actor = keeper(request)
    found = queries.contract(actor, contract_id)
    if request.method == "GET":
        return _form(request, actor, found)
    try:
        actions.change_contract(actor, contract_id, _told(request), numbers=_numbers(request))
    except (Invalid, Forbidden) as refusal:
        return _form(request, actor, found, refused=refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("assets:contract", args=[contract_id]))


@require_POST
def end(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The contract ended."""
    actor = keeper(request)
    return act(
        lambda: actions.end_contract(actor, contract_id),
        request,
        _("The contract ended. Nobody is warned of it again."),
        reverse("assets:contract", args=[contract_id]),
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    days = told(request, "notice_days")
    return {
        **{name: told(request, name) for name in ("number", "title", "supplier", "notes")},
        "from_on": day(request, "from_on"),
        "until_on": day(request, "until_on"),
        "value": amount(request, "value"),
        "notice_days": 30 if not days else _days(days),
    }


def _days(told_days: str) -> int:
    days = as_number(told_days)
    return -1 if days is None else days


def _numbers(request: HttpRequest) -> list[str]:
    return [one for one in told(request, "numbers").replace(",", "\n").splitlines() if one.strip()]


def _form(
    request: HttpRequest,
    actor: Actor,
    found: Row | None,
    *,
    refused: Invalid | Forbidden | None = None,
) -> HttpResponse:
    context = {
        "contract": found,
        "given": request.POST if request.method == "POST" else _given(found),
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "suppliers": queries.suggestions(actor, "suppliers"),
        "refused": str(refused.message) if refused else "",
        "errors": getattr(refused, "fields", {}),
    }
    return show(
        request, "contract", "contracts", context, status=refused.status if refused else 200
    )


def _given(found: Row | None) -> dict[str, Any]:
    if found is None:
        return {"notice_days": 30}
    value, mark = found["value"], "," if get_language() == "pt-br" else "."
    return {
        **found,
        "value": "" if value is None else f"{value:.2f}".replace(".", mark),
        "numbers": "\n".join(one["number"] for one in found["covered"]),
    }
