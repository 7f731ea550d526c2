"""One's agenda in one's own calendar, by an address that needs no sign-in and says little."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.service.agenda import actions, queries
from balcao.service.agenda.published import Entry, calendar, mark_of
from balcao.service.agenda.rules import FURTHEST
from balcao.service.sla.rules import Promised
from balcao.service.tickets.rules import group_protocol

from .. import hats
from ..components.promises import PROMISES
from ..pages import tell
from ..places import place

SALT = "balcao.agenda.feed"
BEHIND = timedelta(days=7)
HOUR = 3600
READS_AN_HOUR, TRIES_AN_HOUR = 120, 1200

KINDS = {
    "follow_up": gettext_lazy("Follow-up"),
    "snooze": gettext_lazy("Comes back"),
    "callback": gettext_lazy("Call the client back"),
    "appointment": gettext_lazy("Appointment"),
}


@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old."""
    actions.open_feed(hats.agent(request))
    tell(request, _("The address is made. What was made before opens nothing any more."))
    return HttpResponseRedirect(f"{reverse('agenda:agenda')}#feed")


@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    """Take the address away."""
    actions.close_feed(hats.agent(request))
    tell(request, _("The address opens nothing any more."))
    return HttpResponseRedirect(f"{reverse('agenda:agenda')}#feed")


@require_safe
def feed(request: HttpRequest, signed: str) -> HttpResponse:
    """The agenda behind a signed address, for calendars: kinds and protocols alone."""
    spend("agenda_feed_place", place(request), limit=TRIES_AN_HOUR, seconds=HOUR)
    try:
        key = _signer().unsign(signed)
    except signing.BadSignature:
        raise NotFound() from None
    actor = actions.read_feed(key)
    spend("agenda_feed", key, limit=READS_AN_HOUR, seconds=HOUR)
    with translation.override(actor.language):
        return _answered(request, _entries(actor), _("My agenda at the desk"))


def feed_address(known: Row | None) -> str:
    """The address under which the agenda is read; empty for who made none."""
    if known is None:
        return ""
    return f"{settings.BASE_URL}{reverse('agenda:feed', args=[sign(known['key'])])}"


def sign(key: str) -> str:
    """The key as it stands in the address: nobody makes one up, nor out of a stolen table."""
    return _signer().sign(key)


def subscribing(address: str) -> str:
    """The same address in the scheme that calendar programs open by themselves."""
    return f"webcal:{address.partition(':')[2]}"


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _answered(request: HttpRequest, entries: list[Entry], title: str) -> HttpResponse:
    """The file, or nothing for whoever has it as it is; no search engine keeps it."""
    mark = f'W/"{mark_of(title, entries)}"'
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        content = calendar(title, entries, clock.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_said(line: Row) -> bool:
    """A call stands there itself: its promise would say it twice."""
    return (line["kind"], line["words"]) != ("promise", Promised.CALLBACK)


def _entries(actor: Actor) -> list[Entry]:
    now = clock.now()
    found = queries.agenda(actor, now - BEHIND, now + FURTHEST)
    host = urlsplit(settings.BASE_URL).hostname or "balcao"
    return [_entry(line, host) for line in found if is_said(line)]


def _entry(line: Row, host: str) -> Entry:
    """What and when, never a word that anybody wrote: the address may lie in many hands."""
    protocol = line["protocol"] or ""
    told = f"{_words(line)} {group_protocol(protocol)}".strip()
    address = f"{settings.BASE_URL}{reverse('desk:ticket', args=[protocol])}" if protocol else ""
    name = f"{line['kind']}-{line['id']}@{host}"
    return Entry(name, told, line["at"], line["to_at"], address)


def _words(line: Row) -> str:
    if line["kind"] == "promise":
        return _("Due: %(promise)s") % {"promise": PROMISES[line["words"]]}
    return str(KINDS[line["kind"]])
