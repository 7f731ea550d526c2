"""Links open to all of a survey: opened, printed and stopped by those who look after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balcao.core import clock
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.asking import actions
from balcao.listening.asking import links as queries
from balcao.listening.surveys import queries as surveys

from ..components.qr import code
from ..pages import page, tell
from ..posting import act, told
from ..shell import show
from .asking import asker, language
from .builder import around_page

KINDS: dict[str, str | Promise] = {
    "qr": gettext_lazy("A code on paper, for a phone's camera"),
    "kiosk": gettext_lazy("A tablet on the counter"),
    "link": gettext_lazy("A link to send or to put on a page"),
}
SYMBOLS = {"qr": "qrcode", "kiosk": "device-tablet", "link": "link"}
SIZES = ("a4", "a6")
PAGE = 20


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The links of a survey, newest first, and a form that opens another."""
    actor, refusal = asker(request), None
    survey = surveys.survey(actor, survey_id)
    if request.method == "POST":
        try:
            kind, label = told(request, "kind"), told(request, "label")
            made = actions.open_link(actor, survey_id, kind, label, closes_at=_closes(request))
        except (Invalid, Conflict, Forbidden) as found:
            refusal = found
        else:
            tell(request, _("It takes answers from now on."))
            return redirect(f"{reverse('surveys:links', args=[survey_id])}#link-{made.pk}")
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found_links = queries.links(actor, survey_id, before=number, limit=PAGE + 1)
    shown = found_links[:PAGE]
    context = {
        **around_page(request, survey, language(request)),
        "links": [_line(one) for one in shown],
        "following": shown[-1]["id"] if len(found_links) > PAGE else None,
        "kinds": list(KINDS.items()),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
        "least_day": clock.today().isoformat(),
    }
    return show(request, "surveys/links.html", context, status=refusal.status if refusal else 200)


@require_POST
def stop(request: HttpRequest, link_id: int) -> HttpResponse:
    """Take no more answers by a link, for good."""
    actor = asker(request)
    survey_id = queries.link(actor, link_id)["survey_id"]
    return act(
        lambda: actions.stop_link(actor, link_id),
        request,
        _("Stopped. What was answered stays."),
        reverse("surveys:links", args=[survey_id]),
    )


@require_GET
def poster(request: HttpRequest, link_id: int) -> HttpResponse:
    """The code as it is printed and hung up, in both languages; on A4 or A6 paper."""
    link = _line(queries.link(asker(request), link_id))
    if link["kind"] != "qr" or not link["address"]:
        raise NotFound()
    size = request.GET.get("size", "")
    context = {
        "link": link,
        "code": code(link["address"], _("Code that leads to %(address)s") % link),
        "size": size if size in SIZES else SIZES[0],
        "sizes": [(one, one.upper()) for one in SIZES],
    }
    return page(request, "surveys/poster.html", context)


def _line(link: Row) -> dict[str, Any]:
    token = link["token"]
    way = reverse("answering:passing", args=[token]) if token else ""
    state = ("open", "success") if link["is_open"] else ("closed", "neutral")
    return {
        **link,
        "said": KINDS[link["kind"]],
        "symbol": SYMBOLS[link["kind"]],
        "state": (STATES[state[0]], state[1]),
        "way": way,
        "address": f"{settings.BASE_URL}{way}" if token else "",
        "last_at": link["closes_at"] and link["closes_at"] - timedelta(seconds=1),
    }


def _closes(request: HttpRequest) -> datetime | None:
    """The end of the day that was named, by the company's clock; None without one."""
    named = told(request, "until")
    if not named:
        return None
    try:
        after = date.fromisoformat(named) + timedelta(days=1)
    except (ValueError, OverflowError) as wrong:
        raise Invalid(
            _("Give the day as in 31/12/2030."), {"closes_at": _("Give the day as in 31/12/2030.")}
        ) from wrong
    return datetime.combine(after, time(), ZoneInfo(clock.zone()))


STATES: dict[str, str | Promise] = {
    "open": gettext_lazy("takes answers"),
    "closed": pgettext_lazy("link", "takes none any more"),
}
