"""What never stands in a log: the secrets that addresses carry."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/(?:responder/(?:aqui/)?|aprovar/))[^/\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Blots the link of a respondent or an approver out of every line, whatever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the line stays, without what opens an invitation."""
        told = record.getMessage()
        if "/responder/" in told or "/aprovar/" in told:
            record.msg, record.args = _SECRET.sub(r"\1…", told), None
        return True
