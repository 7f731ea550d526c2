"""Components that lists repeat many times, drawn by functions: a third of a macro's cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache

from django.utils import timezone, translation
from markupsafe import Markup, escape

from balcao.core import clock

from . import dates, looks, words
from .assets import icon


def status(value: str, shown: Mapping[str, looks.Look] = looks.STAFF_STATUS) -> Markup:
    """Where a ticket stands, in the words of one side: STAFF_STATUS or CLIENT_STATUS."""
    is_client = shown is looks.CLIENT_STATUS
    return _status(value, is_client, translation.get_language() or "")


@lru_cache
def _status(value: str, is_client: bool, _language: str) -> Markup:
    look = (looks.CLIENT_STATUS if is_client else looks.STAFF_STATUS)[value]
    return Markup('<span class="status status-{}">{}</span>').format(look.tone, str(look.label))


def priority(value: int, quiet: bool = True) -> Markup:
    """The priority; a quiet one says nothing of low and normal."""
    return Markup() if quiet and value <= 2 else _priority(value, translation.get_language() or "")


@lru_cache
def _priority(value: int, _language: str) -> Markup:
    look = looks.PRIORITY[value]
    return Markup('<span class="priority priority-{}">{}<span>{}</span></span>').format(
        look.tone, icon(look.icon), str(look.label)
    )


def kind(value: str) -> Markup:
    """What the client wants."""
    return _kind(value, translation.get_language() or "")


@lru_cache
def _kind(value: str, _language: str) -> Markup:
    look = looks.KIND[value]
    return Markup('<span class="kind">{}<span>{}</span></span>').format(
        icon(look.icon), str(look.label)
    )


@lru_cache(maxsize=4096)
def avatar(name: str, size: str = "") -> Markup:
    """Initials on a colour that is always the same for the same name."""
    more = f" avatar-{size}" if size else ""
    return Markup('<span class="avatar avatar-hue-{}{}" aria-hidden="true">{}</span>').format(
        words.hue(name), more, words.initials(name)
    )


def when(instant: datetime) -> Markup:
    """The hour today, the day otherwise; in full on hover."""
    zone = timezone.get_current_timezone()
    today = clock.now().astimezone(zone).date()
    return _when(instant, today, zone, translation.get_language() or "")


@lru_cache(maxsize=8192)
def _when(instant: datetime, _today: date, zone: tzinfo, _language: str) -> Markup:
    """Lists are drawn again at every change, mostly with the same instants on the same day."""
    here = instant.astimezone(zone)
    return Markup(  # noqa: S704 - every part is ours or escaped
        f'<time datetime="{here.isoformat()}" title="{escape(dates.moment(here))}">'
        f"{escape(dates.short(here))}</time>"
    )


FUNCTIONS = {
    "status": status,
    "priority": priority,
    "kind": kind,
    "avatar": avatar,
    "when": when,
}
