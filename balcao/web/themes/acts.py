"""What one does to a theme: words, names, whether it is looked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.listening.themes import actions

from ..posting import act
from .asking import phrases, reader


@require_POST
def words(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Add words, or let one go."""
    actor, told = reader(request), request.POST
    return act(
        lambda: actions.change_terms(
            actor,
            theme_id,
            add=phrases(told.get("add", "")),
            remove=[one for one in told.getlist("remove") if one],
            is_except=told.get("is_except") == "1",
        ),
        request,
        _("Kept. What was answered before is counted again."),
        reverse("themes:theme", args=(theme_id,)),
    )


@require_POST
def rename(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Call a theme otherwise."""
    actor, told = reader(request), request.POST
    names = {"pt-br": told.get("name", ""), "en": told.get("name_en", "")}
    return act(
        lambda: actions.rename_theme(actor, theme_id, names),
        request,
        _("The name was kept."),
        reverse("themes:theme", args=(theme_id,)),
    )


@require_POST
def use(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Look for a theme no longer, or again."""
    actor = reader(request)
    is_used = request.POST.get("is_used") == "1"
    doing = actions.restore_theme if is_used else actions.retire_theme
    done = _("It is looked for again.") if is_used else _("It is looked for no longer.")
    return act(
        lambda: doing(actor, theme_id), request, done, reverse("themes:theme", args=(theme_id,))
    )
