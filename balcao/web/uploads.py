"""One file that somebody brings, such as a table to be imported."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from balcao.core.errors import Invalid


def brought(file: UploadedFile[Any] | None) -> tuple[BinaryIO, str]:
    """Its content and its name; Invalid without one, and for one that is too large."""
    if file is None or file.file is None:
        raise Invalid(_("Choose a file."))
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": limit})
    return cast("BinaryIO", file.file), file.name or ""
