"""Where an approval stands, how it was decided, and what its trail can say."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where an approval stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class StageState(StrEnum):
    """Where one stage stands; a skipped one did not apply to the amount."""

    AHEAD = "ahead"
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SKIPPED = "skipped"


class Way(StrEnum):
    """By which way somebody decided."""

    LINK = "link"
    PAGE = "page"
    API = "api"


class What(StrEnum):
    """What the trail of an approval says happened."""

    BEGUN = "begun"
    BEGUN_AGAIN = "begun_again"
    STAGE_OPENED = "stage_opened"
    STAGE_SKIPPED = "stage_skipped"
    ASKED = "asked"
    UNREACHABLE = "unreachable"
    STANDS_IN = "stands_in"
    HANDED = "handed"
    NAMED = "named"
    LEFT = "left"
    REMINDED = "reminded"
    CODE_SENT = "code_sent"
    LINK_LOCKED = "link_locked"
    APPROVED = "approved"
    REFUSED = "refused"
    STUCK = "stuck"
    ENDED_APPROVED = "ended_approved"
    ENDED_REFUSED = "ended_refused"
    ENDED_EXPIRED = "ended_expired"
    ENDED_WITHDRAWN = "ended_withdrawn"


NOT_GIVEN = (State.REFUSED, State.EXPIRED, State.WITHDRAWN)
ENDED = (State.APPROVED, State.REFUSED, State.EXPIRED, State.WITHDRAWN)
STATE_LABELS: list[tuple[str, Promise]] = [
    (State.WAITING, _("Waiting for approval")),
    (State.APPROVED, _("Approved")),
    (State.REFUSED, _("Refused")),
    (State.EXPIRED, _("Nobody decided in time")),
    (State.WITHDRAWN, _("Taken back")),
]
WAY_LABELS: list[tuple[str, Promise]] = [
    (Way.LINK, _("by the link")),
    (Way.PAGE, _("signed in")),
    (Way.API, _("by the API")),
]
# In words for the trail; %(by)s and %(about)s are people, %(stage)s is the name of the stage.
STEP_LABELS: list[tuple[str, Promise]] = [
    (What.BEGUN, _("%(by)s asked for approval")),
    (What.BEGUN_AGAIN, _("%(by)s asked for approval again")),
    (What.STAGE_OPENED, _("Stage “%(stage)s” began")),
    (What.STAGE_SKIPPED, _("Stage “%(stage)s” isn't needed for this amount")),
    (What.ASKED, _("%(about)s was asked")),
    (What.UNREACHABLE, _("%(about)s was asked, without an address to write to")),
    (What.STANDS_IN, _("%(about)s is asked instead of %(by)s, who can't decide this")),
    (What.HANDED, _("%(about)s now decides for %(by)s")),
    (What.NAMED, _("%(by)s named %(about)s to decide")),
    (What.LEFT, _("%(about)s doesn't work here any more")),
    (What.REMINDED, _("%(about)s was reminded")),
    (What.CODE_SENT, _("A code was sent to %(about)s")),
    (What.LINK_LOCKED, _("The link of %(about)s was locked after too many wrong codes")),
    (What.APPROVED, _("%(by)s approved")),
    (What.REFUSED, _("%(by)s refused")),
    (What.STUCK, _("Stage “%(stage)s” has too few people to decide it")),
    (What.ENDED_APPROVED, _("Approved")),
    (What.ENDED_REFUSED, _("Refused")),
    (What.ENDED_EXPIRED, _("Nobody decided in time")),
    (What.ENDED_WITHDRAWN, _("Taken back")),
]
