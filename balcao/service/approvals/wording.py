"""What an approval and each step of it is, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.core.sql import Row

from . import rules
from .rules import StageRule, State, Who

STATES: Mapping[str, str | Promise] = {str(key): label for key, label in rules.STATE_LABELS}
WAYS: Mapping[str, str | Promise] = {str(key): label for key, label in rules.WAY_LABELS}
_STEPS: Mapping[str, str | Promise] = {str(key): label for key, label in rules.STEP_LABELS}


def money(amount: Decimal) -> str:
    """An amount in reais, as the reader's language writes it."""
    return f"R$ {number_format(amount, decimal_pos=2, force_grouping=True)}"


def how_it_ended(state: State) -> str:
    """How an approval ended, as who asked for it reads it."""
    return {
        State.APPROVED: _("It was approved and goes on."),
        State.REFUSED: _("It was not approved."),
        State.EXPIRED: _("Nobody decided in time. Ask again if you still need it."),
        State.WITHDRAWN: _("The request for approval was taken back."),
    }[state]


def step(line: Row) -> str:
    """What one line of the trail says happened."""
    told = {
        "by": line["by"] or _("somebody"),
        "about": line["about"] or _("somebody"),
        "stage": line["stage"] or "",
    }
    said = str(_STEPS[line["what"]]) % told
    is_decision = line["what"] in (rules.What.APPROVED, rules.What.REFUSED)
    if is_decision and line["about"] and line["about"] != line["by"]:
        said = _("%(said)s for %(whom)s") % {"said": said, "whom": line["about"]}
    way = WAYS.get(line["way"])
    return f"{said}, {way}" if way else said


def how_many(needed: int | None, asked: int | None = None) -> str:
    """How many must approve of how many who are asked."""
    if needed is None:
        return _("all must approve")
    if asked is None:
        return _("%(needed)s must approve") % {"needed": needed}
    return _("%(needed)s of %(asked)s must approve") % {"needed": needed, "asked": asked}


def who(
    stage: StageRule,
    teams: Mapping[int, str],
    people: Mapping[int, str],
    departments: Mapping[int, str],
) -> str:
    """Who decides a stage, in words, given the names by id."""
    if stage.who is Who.MANAGER:
        return _("the manager of who asks")
    if stage.who is Who.PEOPLE:
        return ", ".join(people.get(one, _("somebody")) for one in stage.people)
    if stage.who is Who.TEAM:
        team = teams.get(stage.team_id or 0, _("a team"))
        if stage.role == "supervisor":
            return _("supervisors of %(team)s") % {"team": team}
        return _("people of %(team)s") % {"team": team}
    if stage.organization_id is None:
        return _("the head of the department of who asks")
    return _("the head of %(department)s") % {
        "department": departments.get(stage.organization_id, _("a department"))
    }


def limits(stage: StageRule) -> list[str]:
    """From which amount a stage is asked, above which it takes a code, and in how much time."""
    said = [
        ngettext("%(days)s business day", "%(days)s business days", stage.days)
        % {"days": stage.days}
    ]
    if stage.from_amount is not None:
        said.append(_("from %(amount)s") % {"amount": money(stage.from_amount)})
    if stage.code_above is not None:
        said.append(_("with a code above %(amount)s") % {"amount": money(stage.code_above)})
    return said


def amount(told: Decimal | None) -> str:
    """An amount as it is written into a field; empty for none."""
    return "" if told is None else number_format(told, decimal_pos=2)
