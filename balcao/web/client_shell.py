"""What surrounds every page of the portal: who is here, and the ways open to them."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Hat, Permission

from . import hats
from .pages import page
from .shell import called


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the portal, or the part of it that was asked for."""
    return page(request, template, {**frame(request), **context}, part=part, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Who is here and under which hat; a client learns of no way but their own."""
    known = hats.actor(request)
    is_signed_in = known.person_id is not None and bool(known.hats)
    hat = hats.chosen_hat(request, known) if is_signed_in else Hat.EXTERNAL
    return {
        "is_signed_in": is_signed_in,
        "me": known.person_id,
        "is_follower": bool(known.followed),
        "is_inside": hat is Hat.INTERNAL,
        "may_change_side": Hat.INTERNAL in known.hats,
        "may_agent": known.is_agent,
        "may_administer": known.may(Permission.ADMINISTER),
        "may_see_figures": known.may(Permission.READ_FIGURES),
        "called": called(request, known) if is_signed_in else "",
        "live_since": int(time.time() * 1000),
        "site_languages": settings.LANGUAGES,
        "address": request.get_full_path(),
    }
