from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.register.calendars import actions, queries, rules
from balcao.register.people import queries as people

from ..pages import tell
from . import calendar_forms as forms
from .frame import act, administrator, number, show, told

ZONES = (
    "America/Sao_Paulo", "America/Manaus", "America/Cuiaba", "America/Campo_Grande",
    "America/Fortaleza", "America/Recife", "America/Bahia", "America/Belem", "America/Porto_Velho",
    "America/Boa_Vista", "America/Rio_Branco", "America/Noronha", "Europe/Lisbon",
    "America/New_York", "UTC",
)  # fmt: skip
ORIGINS = {
    rules.Origin.LAW: gettext_lazy("Public holiday"),
    rules.Origin.OPTIONAL: gettext_lazy("Optional point"),
    rules.Origin.OWN: gettext_lazy("Own day"),
}


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every calendar, and a new one."""
    actor = administrator(request)
    found = queries.calendars(actor)
    if request.method == "POST":
        return _add(request, actor, found)
    for row in found:
        row["summary"] = forms.summary(row["definition"])
        row["place"] = forms.place_of(row["definition"]).replace("/", " · ")
    beginnings = [
        *forms.BEGINNING_WORDS,
        *((row["id"], _("A copy of “%(name)s”") % {"name": row["name"]}) for row in found),
    ]
    return show(request, "calendars", "calendars", {"calendars": found, "beginnings": beginnings})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """One calendar: its week, its holidays of a year, its exceptional days."""
    actor = administrator(request)
    row = queries.calendar(actor, calendar_id)
    definition, error = row["definition"], None
    if request.method == "POST":
        definition = forms.changed(definition, request.POST)
        try:
            seen = number(request, "seen")
            actions.change_calendar(actor, calendar_id, definition, seen=seen)
            actions.give_to(actor, calendar_id, number(request, "organization"))
        except (Invalid, Conflict) as refusal:
            error = refusal
        else:
            tell(request, _("Saved."))
            return redirect("administration:calendar", calendar_id)
    year = _year(request)
    context = {
        "calendar": row,
        "name": definition["name"],
        "zone": definition["zone"],
        "zones": ZONES,
        "place": forms.place_of(definition),
        "places": forms.places(forms.place_of(definition)),
        "grid": forms.grid(definition["weekly"]),
        "organizations": [(o["id"], o["name"]) for o in people.organizations(actor)],
        "error": error.message if error else "",
        "year": year,
        "days": rules.named_days(rules.read(row["definition"]), year),
        "origins": ORIGINS,
        "exceptions": _exceptions(row["definition"], year),
    }
    response = show(request, "calendar", "calendars", context)
    response.status_code = error.status if error else 200
    return response


@require_POST
def holidays(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Add an own day, or change whether a named one is kept."""
    actor = administrator(request)
    day, name = told(request, "day"), " ".join(told(request, "name").split())
    if told(request, "every_year"):
        day = day[5:]
    edits: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "add": lambda definition: rules.with_holidays(definition, {day: name}),
        "drop": lambda definition: rules.without_own_holiday(definition, day),
        "open": lambda definition: rules.open_on_holiday(definition, day),
        "keep": lambda definition: rules.keeping_holiday(definition, day),
    }
    return _edit(request, actor, calendar_id, edits.get(told(request, "act")))


@require_POST
def exceptions(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Set an exceptional day: these openings, or none; or take it out again."""
    actor = administrator(request)
    day = told(request, "day")
    openings = None if told(request, "drop") else forms.openings(request.POST, "")
    return _edit(
        request,
        actor,
        calendar_id,
        lambda definition: rules.with_exception(definition, day, openings),
    )


@require_POST
def importing(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Close on the whole-day events of an iCalendar file."""
    actor = administrator(request)
    file = request.FILES.get("file")
    content = file.read(rules.MAX_BYTES + 1) if file else b""
    try:
        found = actions.import_holidays(actor, calendar_id, content)
    except (Invalid, Conflict) as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = ngettext("%(days)s day was added.", "%(days)s days were added.", len(found.days))
        told = words % {"days": len(found.days)}
        if found.skipped:
            aside = ngettext(
                "%(n)s event was left aside.", "%(n)s events were left aside.", found.skipped
            )
            told += " " + aside % {"n": found.skipped}
        tell(request, told)
    return redirect("administration:calendar", calendar_id)


@require_POST
def default(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Make it the calendar for whoever has none of their own."""
    actor = administrator(request)
    return act(request, lambda: actions.make_default(actor, calendar_id), _("Saved."), "calendars")


@require_POST
def remove(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Remove a calendar that nothing is measured by."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.remove_calendar(actor, calendar_id),
        _("The calendar was removed."),
        "calendars",
    )


def _add(request: HttpRequest, actor: Actor, found: list[dict[str, Any]]) -> HttpResponse:
    known = {str(row["id"]): row["definition"] for row in found}
    beginning = told(request, "beginning")
    definition = {
        "zone": clock.zone(),
        **(known.get(beginning) or forms.BEGINNINGS.get(beginning) or forms.BEGINNINGS["shop"]),
        "name": told(request, "name"),
    }
    try:
        added = actions.add_calendar(actor, definition)
    except (Invalid, Conflict) as refusal:
        messages.error(request, str(refusal.message))
        return redirect("administration:calendars")
    tell(request, _("The calendar was added."))
    return redirect("administration:calendar", added.pk)


def _edit(
    request: HttpRequest,
    actor: Actor,
    calendar_id: int,
    edit: Callable[[dict[str, Any]], dict[str, Any]] | None,
) -> HttpResponse:
    def change() -> None:
        if edit is None:
            raise Invalid(_("This is not one of the choices."))
        row = queries.calendar(actor, calendar_id)
        actions.change_calendar(actor, calendar_id, edit(row["definition"]), seen=row["version"])

    return act(request, change, _("Saved."), "calendar", calendar_id)


def _exceptions(definition: dict[str, Any], year: int) -> list[tuple[str, date, str]]:
    told = definition.get("exceptions") or {}
    return [
        (day, date.fromisoformat(day), ", ".join(f"{start}–{end}" for start, end in openings))
        for day, openings in sorted(told.items())
        if day.startswith(f"{year}-")
    ]


def _year(request: HttpRequest) -> int:
    told = request.GET.get("year", "")
    today = clock.today().year
    return int(told) if told.isascii() and told.isdigit() and 1970 <= int(told) <= 2099 else today
