from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.service.assets import actions, queries

from ..pages import tell
from ..posting import act, as_number, number, told
from .asking import amount, day, keeper, show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Contracts, those that end first before the others, narrowed by words and how they stand."""
    actor = keeper(request)
    query, chosen = request.GET.get("q", "").strip()[:200], request.GET.get("show", "")
    chosen = chosen if chosen in queries.SHOWS else "all" if query else "running"
    after = as_number(request.GET.get("after", "")) or 0
    found, following = queries.contracts(actor, show=chosen, query=query, after=after)
    kept = {"q": query} if query else {}
    tabs = [
        ("running", pgettext("contracts", "Running"), None),
        ("due", pgettext("contracts", "To decide on"), queries.counts(actor)["contract"]),
        ("ended", pgettext("contracts", "Ended"), None),
        ("all", pgettext("contracts", "All"), None),
    ]
    context = {
        "contracts": found,
        "asked": query,
        "show": chosen,
        "shows": [(key, label, _way({**kept, "show": key}), n) for key, label, n in tabs],
        "following": following and _way({**kept, "show": chosen, "after": following}),
        "today": clock.today(),
    }
    return show(request, "contracts", "contracts", context)


def _way(said: dict[str, Any]) -> str:
    return f"{reverse('assets:contracts')}?{urlencode(said)}"


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
    try:
        actions.end_contract(actor, contract_id)
    except Forbidden as refusal:
        messages.error(request, str(refusal.message))
    else:
        back = reverse("assets:resume_contract", args=[contract_id])
        tell(request, _("The contract ended. Nobody is warned of it again."), undo=back)
    return HttpResponseRedirect(reverse("assets:contract", args=[contract_id]))


@require_POST
def resume(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The contract did not end after all."""
    actor = keeper(request)
    return act(
        lambda: actions.resume_contract(actor, contract_id),
        request,
        _("The contract runs again."),
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
