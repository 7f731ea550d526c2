"""Who asks for these pages, what surrounds them, and what a form of theirs says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.cells import WrongCell, read_amount, read_date
from balcao.core.errors import Invalid, NotFound
from balcao.service.assets import queries

from .. import hats, shell
from ..components import owned
from ..posting import told
from . import words


def keeper(request: HttpRequest) -> Actor:
    """Whoever may look at what teams keep; NotFound for others."""
    actor = hats.person(request)
    if not queries.may_look(actor):
        raise NotFound()
    return actor


def show(
    request: HttpRequest,
    name: str,
    here: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of assets; `here` is the one of their own tabs it belongs to."""
    actor = hats.person(request)
    waiting = sum(queries.counts(actor).values())
    shared = {
        "here": here,
        "sections": words.sections(waiting),
        "states": owned.STATES,
        "asset_name": words.name_of,
        "may_keep": bool(queries.teams(actor)),
    }
    return shell.show(request, f"assets/{name}.html", {**shared, **context}, status=status)


def day(request: HttpRequest, name: str) -> date | None:
    """A day of the form, as the browser or as people write it; None when empty, Invalid for none."""
    try:
        return read_date(told(request, name))
    except WrongCell:
        wrong = _("Write a date, as 31/12/2026.")
        raise Invalid(wrong, {name: wrong}) from None


def amount(request: HttpRequest, name: str) -> Decimal | None:
    """An amount of the form in any notation; None when empty, Invalid for none."""
    try:
        return read_amount(told(request, name))
    except WrongCell:
        wrong = _("Write an amount, as 1.234,56.")
        raise Invalid(wrong, {name: wrong}) from None
