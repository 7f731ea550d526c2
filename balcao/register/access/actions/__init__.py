"""Verbs that write memberships, grants, tokens, one-time secrets and sessions."""

from ..models import Purpose
from .rates import spend
from .secrets import (
    issue_token,
    make_code,
    make_link,
    note_token_use,
    reading_secret,
    revoke_token,
    use_code,
    use_link,
)
from .sessions import end_sessions, record_session
from .standing import break_glass, end_membership, set_grant, set_membership, set_password

__all__ = [
    "Purpose",
    "break_glass",
    "end_membership",
    "end_sessions",
    "issue_token",
    "make_code",
    "make_link",
    "note_token_use",
    "reading_secret",
    "record_session",
    "revoke_token",
    "set_grant",
    "set_membership",
    "set_password",
    "spend",
    "use_code",
    "use_link",
]
