from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row, run
from balcao.events.actions import publish

from ..events import ManagerSet
from ..models import Person, Relationship
from ..rules import INTERNAL_KINDS

# Of all ties that last, whose manager's managers end with the person who is to be managed.
_CIRCLE = """
WITH RECURSIVE above AS (
    SELECT %(manager)s::bigint AS id
    UNION
    SELECT r.manager_id FROM people_relationship r JOIN above a ON a.id = r.person_id
    WHERE r.manager_id IS NOT NULL AND (r.until_on IS NULL OR r.until_on >= %(today)s)
)
SELECT 1 AS found FROM above WHERE id = %(person)s
"""
_LOCK = 7203  # managers are set one at a time, so that two halves of a circle see each other


@transaction.atomic
def set_manager(actor: Actor, relationship_id: int, manager_id: int | None) -> Relationship:
    """Say whom somebody reports to in this relationship; None is nobody.

    Invalid where it would make somebody their own manager, near or far, or of a customer.
    """
    require(actor, Permission.ADMINISTER)
    run("SELECT pg_advisory_xact_lock(%(lock)s::bigint)", {"lock": _LOCK})
    tie = Relationship.objects.select_for_update().filter(pk=relationship_id).first()
    if tie is None:
        raise NotFound()
    if manager_id is not None:
        _require_fit(tie, manager_id)
    before, tie.manager_id = tie.manager_id, manager_id
    if before != manager_id:
        tie.save(update_fields=["manager"])
        publish(actor, ManagerSet(tie.person_id, tie.pk, before, manager_id))
    return tie


def _require_fit(tie: Relationship, manager_id: int) -> None:
    if tie.kind not in INTERNAL_KINDS:
        raise Invalid(_("A customer has no manager here."))
    if not Person.objects.filter(pk=manager_id, merged_into=None).exists():
        raise NotFound()
    circle = row(_CIRCLE, {"manager": manager_id, "person": tie.person_id, "today": clock.today()})
    if circle is not None:
        words = _("Somebody would report to themselves, directly or through others.")
        raise Invalid(words, {"manager": words})
