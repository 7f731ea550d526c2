"""Pictures of articles: put there by writers, seen by whoever reads a part that shows them."""

from __future__ import annotations

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.errors import Invalid, NotFound
from balcao.service.knowledge import actions, queries

from .. import hats
from ..posting import act
from .asking import writer

_HOUR = 3600


@require_safe
def serve(request: HttpRequest, picture_id: UUID) -> FileResponse:
    """A picture; kept by shared caches only when everybody may see it."""
    found = queries.picture(hats.actor(request), picture_id)
    try:
        stored = default_storage.open(found["key"])
    except FileNotFoundError:
        raise NotFound() from None
    kept = f"public, max-age={_HOUR}" if found["is_public"] else "private, no-store"
    return FileResponse(
        stored,
        content_type=found["content_type"],
        headers={
            "Cache-Control": kept,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def add(request: HttpRequest, article_id: int) -> HttpResponse:
    """Put a picture beside an article; its Markdown stands below it, to be copied."""
    actor = writer(request)
    queries.draft(actor, article_id)
    sent = request.FILES.get("picture")

    def adding() -> None:
        if sent is None:
            raise Invalid(_("Choose a picture."))
        actions.add_picture(actor, article_id, sent.name or "", sent.read())

    there = f"{reverse('knowledge:article', args=[article_id])}#imagens"
    return act(adding, request, _("Added. Copy its line to where it belongs."), there)
