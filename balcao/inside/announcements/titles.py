"""What an announcement is called where others may look on: in mails and on screens of phones."""

from __future__ import annotations

from django.utils.translation import gettext as _

from . import rules
from .models import Announcement, Edition


def title_of(announcement: Announcement, edition: Edition, language: str) -> str:
    """The title; a confidential team's stays on the page: mailboxes are read over shoulders."""
    if announcement.team is not None and announcement.team.is_confidential:
        return _("one for you")
    return rules.said(edition.titles, language)
