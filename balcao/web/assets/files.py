"""Files of assets: brought, looked through, shown line by line, imported or put aside."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.service.assets import actions, queries
from balcao.service.assets.rules import COLUMNS

from .. import sheets
from ..components.orders import IMPORTS
from ..posting import act, as_number, number
from ..uploads import brought
from .asking import keeper, show
from .lines import LINES

LISTED = 50


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The last files, and a form that brings another one; nothing of it is written yet."""
    actor = keeper(request)
    if request.method == "POST":
        try:
            made = _brought(request, actor)
        except (Invalid, Forbidden, NotFound) as refusal:
            messages.error(request, str(refusal.message))
            return HttpResponseRedirect(reverse("assets:files"))
        return HttpResponseRedirect(reverse("assets:file", args=[made]))
    context = {
        "imports": queries.imports(actor),
        "import_looks": IMPORTS,
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "columns": [str(label) for label in COLUMNS.values()],
    }
    return show(request, "files", "files", context)


@require_safe
def one(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far a file is, and line by line what will become of it, or did."""
    actor = keeper(request)
    found = queries.import_of(actor, file_id)
    state = request.GET.get("state", "")
    state = state if state in LINES else ""
    after = as_number(request.GET.get("after", "")) or 0
    lines = queries.import_lines(actor, file_id, state, after=after, limit=LISTED + 1)
    context = {
        "file": found,
        "lines": lines[:LISTED],
        "last": lines[LISTED - 1]["line"] if len(lines) > LISTED else None,
        "state": state,
        "shown": [name for name in COLUMNS if name in found["columns"]["places"]],
        "columns": COLUMNS,
        "import_looks": IMPORTS,
        "line_looks": LINES,
        "is_busy": found["state"] in ("checking", "importing"),
    }
    return show(request, "file", "files", context)


@require_safe
def refused(request: HttpRequest, file_id: int) -> StreamingHttpResponse:
    """The refused lines as they were brought, each with why, to be put right and brought again."""
    actor = keeper(request)
    found = queries.import_of(actor, file_id)
    shown = [name for name in COLUMNS if name in found["columns"]["places"]]
    lines = (
        [*(one["cells"][name] for name in shown), one["why"]] for one in _refused(actor, file_id)
    )
    heads = [*(COLUMNS[name] for name in shown), _("Why it was refused")]
    return sheets.sheet("ativos-recusados", heads, lines)


def _refused(actor: Actor, file_id: int) -> Iterator[Row]:
    after = 0
    while found := queries.import_lines(actor, file_id, "refused", after=after, limit=500):
        yield from found
        after = found[-1]["line"]


@require_POST
def begin(request: HttpRequest, file_id: int) -> HttpResponse:
    """Import what was looked through."""
    actor = keeper(request)
    return act(
        lambda: actions.begin_import(actor, file_id),
        request,
        _("The assets are being imported."),
        reverse("assets:file", args=[file_id]),
    )


@require_POST
def discard(request: HttpRequest, file_id: int) -> HttpResponse:
    """Put a file aside."""
    actor = keeper(request)
    return act(
        lambda: actions.discard_import(actor, file_id),
        request,
        _("The file was put aside."),
        reverse("assets:files"),
    )


def _brought(request: HttpRequest, actor: Actor) -> int:
    content, name = brought(request.FILES.get("file"))
    return actions.import_assets(actor, number(request, "team") or 0, content, name).pk
