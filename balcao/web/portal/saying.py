"""What a client's form says, turned into what the domain takes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Refusal
from balcao.service.tickets.content import File, Said

FILES_MAX = 20


class TooBig(Refusal):
    """The files are more than one message may carry."""

    status = 413


def said(request: HttpRequest) -> Said:
    """The text and files of a form; TooBig when they are too many or too large."""
    return Said(request.POST.get("body", ""), files=files(request), channel="portal")


def files(request: HttpRequest) -> list[File]:
    """The files sent along; TooBig above the limits of the settings."""
    sent = request.FILES.getlist("files")
    if len(sent) > FILES_MAX:
        raise TooBig(_("Too many files at once: %(most)s at most.") % {"most": FILES_MAX})
    if sum(file.size or 0 for file in sent) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise TooBig(_("These files are too big: %(limit)s MB at most.") % {"limit": limit})
    return [
        File(file.name or "file", file.content_type or "application/octet-stream", file.read())
        for file in sent
    ]
