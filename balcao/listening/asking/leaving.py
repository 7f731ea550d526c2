"""Who does not want to be asked any more is asked no more, on the side on which they said so."""

from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, run
from balcao.core.text import N_
from balcao.register.profile.actions import prefer
from balcao.register.profile.models import Matter

from .queries import by_token

ORIGIN = N_("by the link of a survey")
_REFUSED = """
SELECT EXISTS (SELECT FROM profile_preference r WHERE r.person_id = %(person)s
    AND r.matter = 'surveys' AND r.side = %(side)s AND r.superseded_at IS NULL
    AND NOT r.is_wanted) AS is_refused
"""
# Two people who turned out to be one may both have been asked.
_NOW = "SELECT coalesce(merged_into_id, id) AS id FROM people_person WHERE id = %(person)s"
_LEAVE = """
UPDATE asking_invited i SET next_at = NULL,
    withdrawn_at = CASE WHEN i.sent_at IS NULL THEN %(now)s ELSE i.withdrawn_at END
FROM surveys_survey s
WHERE s.id = i.survey_id AND s.side = %(side)s AND i.person_id = %(person)s
    AND i.next_at IS NOT NULL
"""


def refused(invited: Row) -> bool:
    """True when the person of this invitation said that they don't want to be asked on its side."""
    known = row(_NOW, {"person": invited["person_id"]})
    assert known is not None
    found = row(_REFUSED, {"person": known["id"], "side": invited["side"]})
    return found is not None and bool(found["is_refused"])


@transaction.atomic
def leave(token: str) -> None:
    """The holder of an invitation's link is asked no more on its side, nor reminded; NotFound for none.

    What they were sent they can still answer. Said twice, it is said once.
    """
    invited = _told(token, is_wanted=False)
    told = {"person": invited["person_id"], "side": invited["side"], "now": clock.now()}
    run(_LEAVE, told)


def come_back(token: str) -> None:
    """The same one may be asked again, from now on."""
    _told(token, is_wanted=True)


def _told(token: str, *, is_wanted: bool) -> Row:
    invited = by_token(token)
    if invited is None:
        raise NotFound()
    found = row(_NOW, {"person": invited["person_id"]})
    assert found is not None
    invited["person_id"] = found["id"]
    prefer(
        Actor(person_id=found["id"]),
        found["id"],
        Matter.SURVEYS,
        invited["side"],
        is_wanted=is_wanted,
        origin=ORIGIN,
    )
    return invited
