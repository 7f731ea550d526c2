"""Django's sessions in the database, read by one prepared statement: every page reads one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from balcao.core.sql import row


class SessionStore(db.SessionStore):
    """As Django's own in everything that writes."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing of one that is over or never was."""
        found = row(
            """SELECT session_data FROM django_session
            WHERE session_key = %(key)s AND expire_date > now()""",
            {"key": self.session_key},
        )
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found["session_data"])
