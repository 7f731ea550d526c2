"""What becomes of a line of a file, as it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINES: Mapping[str, tuple[str | Promise, str]] = {
    "read": (_("Not looked at yet"), "neutral"),
    "added": (_("New asset"), "success"),
    "changed": (_("Changes an asset"), "info"),
    "same": (_("Nothing new"), "neutral"),
    "refused": (_("Refused"), "danger"),
}
"""Label and tone of what becomes of a line."""
