from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.listening.surveys.editing import locked
from balcao.register.people.models import Side

from .. import about, rules
from ..events import OccasionSet, OccasionStopped
from ..models import Invited, Occasion, When

REMINDERS_MOST = 3
_DAYS_MOST = 366
_ALLOWED: Mapping[str, frozenset[str]] = {
    When.RESOLVED: frozenset(rules.CONDITIONS),
    When.DELIVERED: frozenset({"sides", "relationships"}),
    When.HIRED: frozenset({"sides", "relationships", "departments"}),
    When.CALENDAR: frozenset({"sides", "relationships", "departments", "teams"}),
    When.SAMPLE: frozenset({"sides", "relationships", "departments", "teams"}),
}
_SIDE = {When.DELIVERED: Side.EXTERNAL, When.HIRED: Side.INTERNAL}
_SHORTEST = {"week": 7, "month": 28, "quarter": 84}
_OF_PEOPLE = ("relationships", "departments", "teams")


@dataclass(frozen=True, slots=True)
class Terms:
    """An occasion as it is set up; without a seed one is drawn."""

    when: str
    delay_days: int = 0
    conditions: Mapping[str, Any] = field(default_factory=dict)
    share: Decimal = Decimal(1)
    seed: str = ""
    rhythm: Mapping[str, Any] | None = None
    quarantine_days: int = 30
    remind_after_days: Sequence[int] = (3,)
    open_days: int = 14


@transaction.atomic
def set_occasion(
    actor: Actor,
    survey_id: int,
    terms: Terms,
    occasion_id: int | None = None,
    *,
    is_once: bool = False,
) -> Occasion:
    """Say when a survey is sent by itself, or change that; nobody is asked while it is a draft.

    Invalid with what is wrong by field, also where an anonymous survey would ask too few people.
    With `is_once` a new one that says what one in force says is that one: a form sent twice.
    """
    survey = locked(actor, survey_id)
    conditions = checked(actor, survey.side, terms)
    if survey.is_anonymous:
        _require_enough(survey.side, terms.when, conditions)
    known = _known(survey_id, occasion_id)
    instant = clock.now()
    rhythm = rules.read_rhythm(terms.rhythm) if terms.rhythm else None
    told = {
        "survey": survey,
        "when": terms.when,
        "delay_days": terms.delay_days,
        "conditions": conditions,
        "share": terms.share,
        "seed": terms.seed.strip() or (known.seed if known else secrets.token_hex(8)),
        "rhythm": rhythm,
        "quarantine_days": terms.quarantine_days,
        "remind_after_days": list(terms.remind_after_days),
        "open_days": terms.open_days,
        "is_active": True,
        "next_at": _next(rhythm) if rhythm else None,
    }
    if known is None and is_once and (twin := _twin(told)):
        return twin
    if known is None:
        occasion = Occasion.objects.create(**told, created_at=instant)
    else:
        occasion = known
        for name, value in told.items():
            setattr(occasion, name, value)
        occasion.save(update_fields=list(told))
    publish(actor, OccasionSet(occasion.pk, survey_id, terms.when, is_new=known is None))
    return occasion


@transaction.atomic
def stop_occasion(actor: Actor, occasion_id: int) -> Occasion:
    """Ask nobody else at this occasion; who was not sent anything yet is not asked."""
    found = Occasion.objects.filter(pk=occasion_id).first()
    if found is None:
        raise NotFound()
    locked(actor, found.survey_id)
    occasion = Occasion.objects.select_for_update().get(pk=occasion_id)
    occasion.is_active = False
    occasion.save(update_fields=["is_active"])
    Invited.objects.filter(occasion=occasion, sent_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now(), next_at=None
    )
    publish(actor, OccasionStopped(occasion.pk, occasion.survey_id))
    return occasion


def _twin(told: Mapping[str, Any]) -> Occasion | None:
    """An occasion in force that says the same, whatever its seed is."""
    same = [name for name in told if name not in ("seed", "next_at")]
    standing = Occasion.objects.filter(survey=told["survey"], when=told["when"], is_active=True)
    found = (one for one in standing if all(getattr(one, name) == told[name] for name in same))
    return next(found, None)


def _next(rhythm: Mapping[str, Any]) -> Any:
    return rules.next_opening(rhythm, clock.now(), ZoneInfo(clock.zone()))


def _known(survey_id: int, occasion_id: int | None) -> Occasion | None:
    if occasion_id is None:
        return None
    found = Occasion.objects.select_for_update().filter(pk=occasion_id, survey_id=survey_id).first()
    if found is None:
        raise NotFound()
    return found


def checked(actor: Actor, side: str, terms: Terms) -> dict[str, list[Any]]:
    """The conditions of these terms as they would be kept; Invalid by field, Forbidden for other
    teams than those one may ask for."""
    if terms.when not in When.values:
        raise Invalid(_("This is not one of the choices."), {"when": _("Choose one.")})
    conditions = rules.read_conditions(terms.conditions)
    wrong = dict(_wrong(side, terms, conditions))
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    _require_reach(actor, terms.when, conditions)
    return conditions


def _wrong(
    side: str, terms: Terms, conditions: Mapping[str, Any]
) -> Sequence[tuple[str, str | Promise]]:
    reminders = list(terms.remind_after_days)
    checks: list[tuple[str, str | Promise, bool]] = [
        (
            "when",
            _("This occasion belongs to the other side of the counter."),
            _SIDE.get(When(terms.when), Side(side)) == side,
        ),
        (
            "conditions",
            _("This condition says nothing at this occasion."),
            set(conditions) <= _ALLOWED[terms.when],
        ),
        (
            "conditions",
            _("The survey asks the other side of the counter."),
            side in conditions.get("sides", [side]),
        ),
        ("delay_days", _("A wait is of 0 to 366 days."), 0 <= terms.delay_days <= _DAYS_MOST),
        (
            "share",
            _("A share is more than 0 and at most 1, with up to four decimals."),
            0 < terms.share <= 1 and terms.share == round(terms.share, 4),
        ),
        ("seed", _("A seed has at most 64 characters."), len(terms.seed.strip()) <= 64),
        (
            "rhythm",
            _("A rhythm is for what is asked by the calendar."),
            (terms.rhythm is not None) == (terms.when == When.CALENDAR),
        ),
        ("quarantine_days", _("A rest is of 0 to 366 days."), 0 <= terms.quarantine_days <= 366),
        ("open_days", _("People may answer for 1 to 90 days."), 1 <= terms.open_days <= 90),
        (
            "remind_after_days",
            _("Up to three reminders, each on a later day, while one may answer."),
            len(reminders) <= REMINDERS_MOST
            and all(1 <= day < terms.open_days for day in reminders)
            and reminders == sorted(set(reminders)),
        ),
        (
            "quarantine_days",
            _("The rest is as long as the rhythm: everybody would be left out next time."),
            _leaves_somebody(terms),
        ),
    ]
    return [(name, words) for name, words, is_right in checks if not is_right]


def _leaves_somebody(terms: Terms) -> bool:
    every = (terms.rhythm or {}).get("every")
    if terms.when != When.CALENDAR or every not in _SHORTEST or terms.share < 1:
        return True
    return terms.quarantine_days < _SHORTEST[every]


def _require_reach(actor: Actor, when: str, conditions: Mapping[str, Any]) -> None:
    """Who may ask for some teams only asks about these, and names them."""
    if actor.may(Permission.ASK):
        return
    teams = set(conditions.get("teams", ()))
    if not teams or not teams <= set(actor.teams_where(Permission.ASK)):
        raise Forbidden(_("Say which of your own teams this is about."))


def of_people(when: str, conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Of conditions those about people: after a ticket, teams are whose ticket it is."""
    kept = _OF_PEOPLE[:2] if when == When.RESOLVED else _OF_PEOPLE
    return {name: values for name, values in conditions.items() if name in kept}


def _require_enough(side: str, when: str, conditions: Mapping[str, Any]) -> None:
    if not about.has_enough(side, of_people(when, conditions)):
        raise Invalid(TOO_FEW, {"conditions": TOO_FEW})


TOO_FEW = _(
    "Fewer than 10 people would be asked: with so few, nobody's answer stays anonymous, so nobody"
    " is asked."
)
