"""What every page here shares: its frame, and the doing of one act in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Permission
from balcao.core.errors import Conflict, Invalid, NotFound

from .. import hats, shell
from ..pages import page, tell

# One with its own name of addresses is a page elsewhere that administrators keep too.
SECTIONS = (
    ("teams", _("Teams"), "users-group"),
    ("inboxes", _("Inboxes"), "inbox"),
    ("routing", _("Routing"), "route"),
    ("people", _("People"), "address-book"),
    ("organizations", _("Organizations"), "building"),
    ("orders", _("Orders"), "shopping-bag"),
    ("calendars", _("Calendars"), "calendar-time"),
    ("promises", _("Promises"), "clock-check"),
    ("offering:home", _("Service catalog"), "layout-grid"),
    ("bundle_builder:home", _("Bundles"), "packages"),
    ("approval_rules:list", _("Approvals"), "circle-check"),
    ("brand", _("Appearance"), "palette"),
    ("tokens", _("API tokens"), "key"),
    ("audit", _("Audit trail"), "history"),
    ("glass", _("Break the glass"), "lock-open"),
)


def show(
    request: HttpRequest, name: str, section: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the administration, with its section marked."""
    may_administer = hats.person(request).may(Permission.ADMINISTER)
    sections = SECTIONS if may_administer else ()
    return page(
        request,
        f"administration/{name}.html",
        {**shell.frame(request), "sections": sections, "here": section, **context},
        status=status,
    )


def act(
    request: HttpRequest,
    doing: Callable[[], object],
    done: str | Promise,
    then: str,
    *args: object,
) -> HttpResponse:
    """Do one thing, say what was done or why not, and go on to the page named."""
    try:
        doing()
    except (Invalid, Conflict, NotFound) as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, done)
    return redirect(f"administration:{then}", *args)


def told(request: HttpRequest, name: str) -> str:
    """One field of the form, without blanks around it."""
    return request.POST.get(name, "").strip()


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form as an id; None when empty or no number."""
    value = told(request, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


administrator = hats.administrator
