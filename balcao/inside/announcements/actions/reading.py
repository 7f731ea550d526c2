"""What readers do: they have it before them, confirm it, answer its question."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.events.live import tell

from .. import rules, scope
from ..events import AnnouncementConfirmed
from ..models import Announcement, Edition, Reading

_SEE = """
INSERT INTO announcements_reading (edition_id, person_id, seen_at, tries)
SELECT e.id, %(me)s, %(now)s, 0 FROM announcements_edition e
WHERE e.announcement_id = %(announcement)s AND e.number = %(number)s
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def see(actor: Actor, announcement_id: int) -> bool:
    """The actor has the edition before them that is read now; True the first time."""
    found = scope.shared(actor, announcement_id)
    told = {
        "me": actor.me,
        "now": clock.now(),
        "announcement": found.pk,
        "number": found.edition,
    }
    is_new = bool(run(_SEE, told))
    if is_new:
        tell(f"person:{actor.me}")
    return is_new


@transaction.atomic
def confirm(actor: Actor, announcement_id: int, *, edition: int, choice: int | None = None) -> bool:
    """The actor has read and understood the edition of this number; its question is answered with
    the choice at that place. False where that was not the right one: nothing is confirmed yet.

    Conflict where another edition is read by now, or none is. The first answer is kept as such; a
    wrong one may be given again. Confirming twice changes nothing.
    """
    found = scope.shared(actor, announcement_id)
    _require_asking(found, edition)
    see(actor, announcement_id)
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(
            edition__announcement=found,
            edition__number=edition,
            person_id=actor.me,
        )
    )
    if reading.confirmed_at is not None:
        return True
    if not _answered(reading, choice):
        return False
    reading.confirmed_at = clock.now()
    reading.save(update_fields=["confirmed_at"])
    publish(actor, AnnouncementConfirmed(found.pk, edition))
    tell(f"person:{actor.me}")
    return True


def _require_asking(found: Announcement, edition: int) -> None:
    if not found.needs_confirmation:
        raise Conflict(_("This announcement asks for no confirmation."))
    if not scope.is_standing(found):
        raise Conflict(_("This announcement is over: it takes no confirmation any more."))
    if edition != found.edition:
        raise Conflict(_("It was changed meanwhile. Read it again before you confirm."))


def _answered(reading: Reading, choice: int | None) -> bool:
    """Keep the answer; True when the question, if there is one, is answered rightly."""
    asked = rules.question(_kept_question(reading.edition))
    if asked is None:
        return True
    if choice is None or not 0 <= choice < len(asked.choices):
        wrong = _("Choose an answer.")
        raise Invalid(wrong, {"choice": wrong})
    is_right = rules.is_right(asked, choice)
    if reading.tries == 0 and asked.right is not None:
        reading.was_right = is_right
    reading.choice, reading.tries = choice, min(reading.tries + 1, 32_000)
    reading.save(update_fields=["choice", "tries", "was_right"])
    return is_right


def _kept_question(edition: Edition) -> dict[str, object] | None:
    kept: dict[str, object] | None = edition.question
    return kept
