"""Verbs that write memberships, grants, tokens, one-time secrets and sessions."""

from ..models import Feed, Purpose
from .feeding import make_feed_address, reader_of_feed, revoke_feed_address
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
    "Feed",
    "Purpose",
    "break_glass",
    "end_membership",
    "end_sessions",
    "issue_token",
    "make_code",
    "make_feed_address",
    "make_link",
    "note_token_use",
    "reader_of_feed",
    "reading_secret",
    "record_session",
    "revoke_feed_address",
    "revoke_token",
    "set_grant",
    "set_membership",
    "set_password",
    "spend",
    "use_code",
    "use_link",
]
