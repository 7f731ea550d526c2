"""A list narrowed by its address: what was asked, and how it is carried along."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.tickets.narrowing import NOBODY, Narrow, Only

ONLY: dict[str, str | Promise] = {
    Only.OPEN: _("new and open"),
    Only.WAITING: _("waiting for an answer of ours"),
    Only.DUE_TODAY: _("due today"),
    Only.OVERDUE: _("overdue"),
}


class Narrowed(NamedTuple):
    """A list's filter, and the part of an address that says it; both empty without one."""

    narrow: Narrow
    query: str

    def words(self, rows: list[Row]) -> list[str | Promise]:
        """What it says; the names are those of what was found."""
        told: list[str | Promise] = []
        if self.narrow.team_id is not None and rows:
            told.append(rows[0]["team"])
        if self.narrow.assignee_id == NOBODY:
            told.append(_("nobody yet"))
        elif self.narrow.assignee_id is not None and rows:
            told.append(rows[0]["assignee"])
        if self.narrow.only is not None:
            told.append(ONLY[self.narrow.only])
        return told or [_("narrowed")] * bool(self.query)


def asked(request: HttpRequest) -> Narrowed:
    """The filter in the address; NotFound for one that says nothing."""
    only = request.GET.get("only", "")
    if only and only not in ONLY:
        raise NotFound()
    narrow = Narrow(
        _number(request, "team"), _number(request, "agent"), Only(only) if only else None
    )
    named = {"team": narrow.team_id, "agent": narrow.assignee_id, "only": only or None}
    return Narrowed(narrow, urlencode({k: v for k, v in named.items() if v is not None}))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotFound()
    return int(text)
