"""The dictionary: its themes, the words of one, and what a sentence would be marked as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid
from balcao.core.sql import Row
from balcao.listening.themes import actions, queries
from balcao.listening.themes.rules import Hit

from ..pages import tell
from ..shell import asked_part, show
from . import telling
from .asking import around, phrases, reader

SIDES = ("external", "internal")
PARTS = {"tried": "themes/tried.html", "counting": "themes/counting.html"}


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The themes of both sides, a place to try a sentence, and a new theme."""
    actor = reader(request)
    refusal = None
    if request.method == "POST":
        try:
            added = _add(actor, request)
        except (Invalid, Forbidden) as why:
            refusal = why
        else:
            tell(request, _("The theme was added. What was answered before is counted again."))
            return redirect("themes:theme", added)
    context = {
        **around(actor, "dictionary"),
        **_trial(actor, request.GET),
        "groups": _groups(queries.themes(actor)),
        "may_edit": queries.may_edit(actor),
        "counting": queries.counting(actor),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
    }
    part = asked_part(request, PARTS)
    return show(
        request, "themes/dictionary.html", context, part=part, status=422 if refusal else 200
    )


@require_GET
def tried(request: HttpRequest) -> HttpResponse:
    """What a sentence would be marked as, and by which words; nothing is kept of it."""
    actor = reader(request)
    context = {**around(actor, "dictionary"), **_trial(actor, request.GET)}
    return show(request, "themes/try.html", context, part=asked_part(request, PARTS))


@require_GET
def one(request: HttpRequest, theme_id: int) -> HttpResponse:
    """A theme's words, where they don't count, and who changed them when."""
    actor = reader(request)
    theme = queries.theme(actor, theme_id)
    context = {
        **around(actor, "dictionary"),
        "theme": theme,
        "name": telling.named(theme["names"]),
        "side": _side(theme["side"]),
        "may_edit": queries.may_edit(actor),
        "editions": queries.editions(actor, theme_id),
        "counting": queries.counting(actor),
        "lists": [
            (theme["words"], False, _("Known by"), _("Add words")),
            (theme["excepted"], True, _("Not where it says"), _("Add phrases")),
        ],
    }
    return show(request, "themes/theme.html", context, part=asked_part(request, PARTS))


def _add(actor: Actor, request: HttpRequest) -> int:
    told = request.POST
    names = {"pt-br": told.get("name", ""), "en": told.get("name_en", "")}
    side = told.get("side", "")
    return actions.add_theme(actor, side, names, phrases(told.get("words", ""))).pk


def _groups(themes: list[Row]) -> list[tuple[str, list[Row]]]:
    drawn = [{**one, "name": telling.named(one["names"])} for one in themes]
    used = [one for one in drawn if one["retired_at"] is None]
    found = [
        (_side(side), [one for one in used if one["side"] == side]) for side in (*SIDES, "both")
    ]
    resting = [one for one in drawn if one["retired_at"] is not None]
    return [*found, (_("No longer looked for"), resting)] if resting else found


def _side(side: str) -> str:
    names = {"external": _("Customers"), "internal": _("Colleagues"), "both": _("Both sides")}
    return names[side]


def _trial(actor: Actor, told: Mapping[str, str]) -> dict[str, Any]:
    text, side = told.get("text", "")[: queries.TRY_MOST], told.get("side", "external")
    side = side if side in SIDES else "external"
    hits = queries.tried(actor, side, text) if text.strip() else []
    names = (
        {one["id"]: telling.named(one["names"]) for one in queries.themes(actor)} if hits else {}
    )
    return {
        "text": text,
        "side_tried": side,
        "sides": [(one, _side(one)) for one in SIDES],
        "hits": _told(hits, text, names),
        "pieces": _pieces(hits, text),
    }


def _told(hits: list[Hit], text: str, names: dict[int, str]) -> list[tuple[str, str]]:
    """Each theme once, with the words that it was known by."""
    found: dict[int, list[str]] = {}
    for hit in hits:
        words = text[hit.start : hit.end]
        if words not in found.setdefault(hit.theme, []):
            found[hit.theme].append(words)
    return [(names.get(theme, ""), " · ".join(words)) for theme, words in found.items()]


def _pieces(hits: list[Hit], text: str) -> list[tuple[str, bool]]:
    """The sentence in pieces, and whether each was known by."""
    known = [False] * len(text)
    for hit in hits:
        known[hit.start : hit.end] = [True] * (hit.end - hit.start)
    pieces: list[tuple[str, bool]] = []
    for letter, is_known in zip(text, known, strict=True):
        if pieces and pieces[-1][1] == is_known:
            pieces[-1] = (pieces[-1][0] + letter, is_known)
        else:
            pieces.append((letter, is_known))
    return pieces
