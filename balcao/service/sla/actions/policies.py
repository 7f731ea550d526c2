from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.models import Calendar
from balcao.register.calendars.queries import calendar_of
from balcao.register.people.models import Organization, Person, RelationshipKind, Side
from balcao.register.teams.models import Team
from balcao.service.tickets.rules import Kind, Priority

from ..events import PolicySet
from ..models import Policy
from ..rules import BY_POLICY, PAUSABLE, Agreement, Target, target_of
from . import extending
from .recalculating import ask, ask_to_begin

TARGET_MAX = timedelta(days=366)
DAYS_MAX = 366
_FIXED = ("promise", "side")


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise as it is made; a condition of None holds.

    The target is open time of the calendar in seconds, or else a number of its business days.
    """

    name: str
    promise: str
    side: str
    target_seconds: int | None
    calendar_id: int
    kind: str | None = None
    priority: int | None = None
    relationship: str | None = None
    organization_id: int | None = None
    team_id: int | None = None
    pauses_on: Sequence[str] = ()
    alert_calendar_id: int | None = None
    alerts_always: bool = False
    manager_id: int | None = None
    is_public: bool = False
    is_active: bool = True
    position: int = 100
    target_days: int | None = None

    @property
    def target(self) -> Target:
        """What is promised within."""
        return target_of(self.target_seconds, self.target_days)


@transaction.atomic
def set_policy(
    actor: Actor, terms: Terms, policy_id: int | None = None, *, for_open: bool = False
) -> Policy:
    """Make a promise, or change one; open clocks are looked at again in the background.

    What was kept or broken stays as it was. Tickets that were open before get a clock only
    `for_open`: as if it had been promised all along, told to nobody where its time has passed
    already. What is promised, and to which side, can't be changed: make another.
    """
    require(actor, Permission.ADMINISTER)
    _check(terms)
    if for_open:
        extending.refuse_calls(terms.promise)
    if Policy.objects.filter(name=_name(terms)).exclude(pk=policy_id or 0).exists():
        raise Conflict(_("There is a promise of this name already."))
    policy = Policy() if policy_id is None else _locked(policy_id)
    if policy_id is not None and any(getattr(policy, n) != getattr(terms, n) for n in _FIXED):
        raise Invalid(_("What is promised, and to whom, stays. Make another promise."))
    told: dict[str, Any] = asdict(terms) | {
        "name": _name(terms),
        "pauses_on": [str(status) for status in terms.pauses_on],
        "agreement": Agreement.OLA if terms.side == Side.INTERNAL else Agreement.SLA,
    }
    for name, value in told.items():
        setattr(policy, name, value)
    policy.save()
    publish(actor, PolicySet(policy.pk, is_new=policy_id is None))
    ask(policy=policy)
    if for_open and policy.is_active:
        ask_to_begin(policy)
    return policy


def _locked(policy_id: int) -> Policy:
    found = Policy.objects.select_for_update().filter(pk=policy_id).first()
    if found is None:
        raise NotFound()
    return found


def _name(terms: Terms) -> str:
    return text.one_line(terms.name).strip()[:120]


def _is_target(terms: Terms) -> bool:
    if terms.target_days is not None:
        return terms.target_seconds is None and 0 < terms.target_days <= DAYS_MAX
    return 0 < (terms.target_seconds or 0) <= TARGET_MAX.total_seconds()


def _check(terms: Terms) -> None:
    wrong = {
        name: message
        for name, message, is_right in (
            ("name", _("A name is needed."), bool(_name(terms))),
            ("promise", _("This promise is unknown."), terms.promise in BY_POLICY),
            ("side", _("This side is unknown."), terms.side in Side.values),
            ("kind", _("This kind is unknown."), terms.kind in {None, *Kind}),
            ("priority", _("This priority is unknown."), terms.priority in {None, *Priority}),
            (
                "relationship",
                _("This relationship is unknown."),
                terms.relationship in {None, *RelationshipKind.values},
            ),
            (
                "pauses_on",
                _("A promise pauses while the client is waited for, or on hold."),
                set(terms.pauses_on) <= set(PAUSABLE),
            ),
            ("target", _("A promise takes from one second to a year."), _is_target(terms)),
            ("position", _("The order is a number from 0 to 9999."), 0 <= terms.position < 10_000),
        )
        if not is_right
    }
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    _check_others(terms)


def _check_others(terms: Terms) -> None:
    for model, key in (
        (Calendar, terms.calendar_id),
        (Calendar, terms.alert_calendar_id),
        (Organization, terms.organization_id),
        (Team, terms.team_id),
        (Person, terms.manager_id),
    ):
        if key is not None and not model._default_manager.filter(pk=key).exists():
            raise NotFound()
    calendar = calendar_of(SYSTEM, terms.calendar_id)
    start = clock.now()
    calendars.due_at(calendar, start, calendars.working_time(calendar, start, terms.target))
