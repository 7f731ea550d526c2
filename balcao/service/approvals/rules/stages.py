"""The stages of a rule: read from JSON in words, kept frozen, and whether one applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core import text
from balcao.core.actor import Role
from balcao.core.errors import Invalid

STAGES_MOST, PEOPLE_MOST, NAME_MOST = 8, 20, 80
DAYS_MOST = 60
_KEYS = {"name", "who", "needed", "from_amount", "code_above", "days", "remind_days"}
_AMOUNT_MOST = Decimal("9999999999.99")


class Who(StrEnum):
    """Who decides a stage."""

    MANAGER = "manager"
    TEAM = "team"
    PEOPLE = "people"
    DEPARTMENT_HEAD = "department_head"


WHO_LABELS: list[tuple[str, Promise]] = [
    (Who.MANAGER, gettext_lazy("The manager of who asks")),
    (Who.TEAM, gettext_lazy("People of a team")),
    (Who.PEOPLE, gettext_lazy("People by name")),
    (Who.DEPARTMENT_HEAD, gettext_lazy("The head of a department")),
]


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage: who decides, how many must approve (None: all who are asked), from which amount.

    Of a team `role` narrows it to supervisors, say; a department left open is that of who asks.
    `days` are business days to decide, `remind_days` those between reminders (0: none).
    """

    name: str
    who: Who
    team_id: int | None = None
    role: str | None = None
    people: tuple[int, ...] = ()
    organization_id: int | None = None
    needed: int | None = 1
    from_amount: Decimal | None = None
    code_above: Decimal | None = None
    days: int = 3
    remind_days: int = 1


def read_stages(told: object) -> tuple[StageRule, ...]:
    """The stages that JSON says; Invalid in words that name the stage, for anything unknown or missing."""
    if not isinstance(told, Sequence) or isinstance(told, str) or not told:
        raise Invalid(_("A rule needs at least one stage."))
    if len(told) > STAGES_MOST:
        raise Invalid(_("A rule has at most %(most)s stages.") % {"most": STAGES_MOST})
    return tuple(_stage(number, one) for number, one in enumerate(told, start=1))


def written(stages: Sequence[StageRule]) -> list[dict[str, Any]]:
    """The same as JSON, which `read_stages` reads back."""
    return [_written(stage) for stage in stages]


def applies(stage: StageRule, amount: Decimal | None) -> bool:
    """True unless the amount is known and below the one from which the stage is asked."""
    return stage.from_amount is None or amount is None or amount >= stage.from_amount


def people_of(stages: Sequence[StageRule]) -> set[int]:
    """The people whom the stages name."""
    return {person for stage in stages for person in stage.people}


def _written(stage: StageRule) -> dict[str, Any]:
    who: dict[str, Any] = {"kind": str(stage.who)}
    if stage.who is Who.TEAM:
        who |= {"team_id": stage.team_id, "role": stage.role}
    if stage.who is Who.PEOPLE:
        who["people"] = list(stage.people)
    if stage.who is Who.DEPARTMENT_HEAD:
        who["organization_id"] = stage.organization_id
    amounts = {"from_amount": stage.from_amount, "code_above": stage.code_above}
    return {
        "name": stage.name,
        "who": who,
        "needed": stage.needed,
        **{key: None if value is None else str(value) for key, value in amounts.items()},
        "days": stage.days,
        "remind_days": stage.remind_days,
    }


def _stage(number: int, told: object) -> StageRule:
    if not isinstance(told, Mapping) or set(told) - _KEYS:
        raise _wrong(number, _("there is something unknown in it"))
    name = told.get("name")
    name = text.one_line(name, NAME_MOST) if isinstance(name, str) else ""
    if not name:
        raise _wrong(number, _("it needs a name"))
    who = told.get("who")
    if not isinstance(who, Mapping) or who.get("kind") not in set(Who):
        raise _wrong(number, _("say who decides"))
    return StageRule(
        name=name,
        who=Who(who["kind"]),
        needed=_needed(number, told.get("needed", 1)),
        from_amount=_amount(number, told.get("from_amount")),
        code_above=_amount(number, told.get("code_above")),
        days=_whole(number, told.get("days", 3), 1, DAYS_MOST),
        remind_days=_whole(number, told.get("remind_days", 1), 0, DAYS_MOST),
        **_whom(number, who),
    )


def _whom(number: int, who: Mapping[str, Any]) -> dict[str, Any]:
    kind = Who(who["kind"])
    known = {
        Who.TEAM: {"kind", "team_id", "role"},
        Who.PEOPLE: {"kind", "people"},
        Who.DEPARTMENT_HEAD: {"kind", "organization_id"},
    }.get(kind, {"kind"})
    if set(who) - known:
        raise _wrong(number, _("there is something unknown in it"))
    if kind is Who.TEAM:
        role = who.get("role")
        if not _is_id(who.get("team_id")) or role not in {None, *Role}:
            raise _wrong(number, _("choose a team"))
        return {"team_id": who["team_id"], "role": str(role) if role else None}
    if kind is Who.PEOPLE:
        return {"people": _people(number, who.get("people"))}
    department = who.get("organization_id")
    if department is not None and not _is_id(department):
        raise _wrong(number, _("choose a department"))
    return {"organization_id": department}


def _people(number: int, told: object) -> tuple[int, ...]:
    if not isinstance(told, Sequence) or not told or not all(_is_id(one) for one in told):
        raise _wrong(number, _("name at least one person"))
    found = tuple(dict.fromkeys(int(one) for one in told))
    if len(found) > PEOPLE_MOST:
        raise _wrong(number, _("it names too many people"))
    return found


def _needed(number: int, told: object) -> int | None:
    return None if told is None else _whole(number, told, 1, PEOPLE_MOST)


def _whole(number: int, told: object, least: int, most: int) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or not least <= told <= most:
        raise _wrong(
            number,
            _("a number from %(least)s to %(most)s is needed") % {"least": least, "most": most},
        )
    return told


def _amount(number: int, told: object) -> Decimal | None:
    if told is None:
        return None
    try:
        value = Decimal(str(told))
    except InvalidOperation:
        raise _wrong(number, _("an amount isn't one")) from None
    if not value.is_finite() or not 0 <= value <= _AMOUNT_MOST:
        raise _wrong(number, _("an amount isn't one"))
    return value.quantize(Decimal("0.01"))


def _is_id(told: object) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and 0 < told < 2**63


def _wrong(number: int, why: str) -> Invalid:
    words = _("Stage %(number)s: %(why)s.") % {"number": number, "why": why}
    return Invalid(words, {f"stage_{number}": words})
