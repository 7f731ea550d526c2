"""An occasion in words: when, who of those it falls on, how often, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.dates import get_day_names
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from balcao.core.actor import Actor, Permission
from balcao.listening.asking.rules import Reach
from balcao.register.people import queries as people
from balcao.register.teams import queries as teams
from balcao.service.tickets.rules import KIND_LABELS

from ..components.dates import locale, moment
from ..components.words import PERSON, number

EVENTS = ("resolved", "delivered", "hired")
WHEN: Mapping[str, str | Promise] = {
    "resolved": gettext_lazy("After a ticket is resolved"),
    "delivered": gettext_lazy("After an order is delivered"),
    "hired": gettext_lazy("After somebody begins to work with us"),
    "calendar": gettext_lazy("By the calendar, again and again"),
    "sample": gettext_lazy("A sample, when somebody draws it"),
}
EVERY: Mapping[str, str | Promise] = {
    "week": gettext_lazy("Every week"),
    "month": gettext_lazy("Every month"),
    "quarter": gettext_lazy("Every quarter"),
}
KINDS = dict(KIND_LABELS)


@dataclass(frozen=True, slots=True)
class Names:
    """Teams and departments by id, as far as the reader knows them."""

    teams: Mapping[int, str]
    departments: Mapping[int, str]

    def of(self, name: str, values: Iterable[Any]) -> list[str]:
        """What the values of a condition are called."""
        if name == "teams":
            return [self.teams.get(one, _("another team")) for one in values]
        if name == "departments":
            return [self.departments.get(one, _("another department")) for one in values]
        words = KINDS if name == "kinds" else PERSON
        return [str(words.get(one, one)).lower() for one in values]


def names(actor: Actor) -> Names:
    """The names this reader may meet."""
    departments = people.organizations(actor) if actor.may(Permission.ADMINISTER) else []
    return Names(
        {team["id"]: team["name"] for team in teams.teams(actor)},
        {one["id"]: one["name"] for one in departments if one["kind"] == "department"},
    )


def sentence(occasion: Mapping[str, Any], known: Names) -> str:
    """Who is asked and when, in one sentence."""
    told = [_lead(occasion, known), share(Decimal(occasion["share"])), _rest(occasion)]
    return ", ".join(part for part in told if part) + "."


def details(occasion: Mapping[str, Any], known: Names) -> list[str]:
    """What else belongs to it, a short sentence each."""
    told = [_only(occasion, known), _reminders(occasion["remind_after_days"]), _until(occasion)]
    if occasion.get("is_active") and occasion.get("next_at"):
        told.append(_("Next time: %(instant)s.") % {"instant": moment(occasion["next_at"])})
    return [part for part in told if part]


def share(part: Decimal) -> str:
    """How many of those it falls on are asked."""
    if part == 1:
        return _("everyone is asked")
    among = round(1 / part) if part > 0 else 0
    if among and abs(part * among - 1) < Decimal("0.001"):
        return _("one in %(among)s is asked, by lot") % {"among": among}
    percent = number(float(part * 100))
    return _("%(percent)s %% are asked, by lot") % {"percent": percent}


def weekdays() -> list[tuple[int, str]]:
    """The days of the week from Monday on, by their numbers."""
    found = get_day_names("wide", context="stand-alone", locale=locale())
    return [(day, found[day]) for day in range(7)]


def reached(found: Reach, when: str, *, is_anonymous: bool) -> str:
    """How many would have been asked."""
    if found.asked_from is None or found.asked_to is None:
        return _("Fewer than 10 people: nothing is told of so few.")
    if not found.asked_to:
        return _NOTHING_HAPPENED[when in EVENTS]()
    count = number(found.asked_from)
    if found.asked_from != found.asked_to:
        count = _("%(low)s to %(high)s") % {"low": count, "high": number(found.asked_to)}
    if not found.is_whole:
        count = _("at least %(count)s") % {"count": count}
    return _counted(found.asked_to, when in EVENTS, is_anonymous) % {"count": count}


def _counted(much: int, is_event: bool, is_anonymous: bool) -> str:
    if not is_event:
        return ngettext(
            "Each time %(count)s person would be asked.",
            "Each time %(count)s people would be asked.",
            much,
        )
    if is_anonymous:
        return ngettext(
            "Over the last 30 days %(count)s person would have been asked.",
            "Over the last 30 days %(count)s people would have been asked.",
            much,
        )
    return ngettext(
        "Over the last 30 days %(count)s invitation would have gone out.",
        "Over the last 30 days %(count)s invitations would have gone out.",
        much,
    )


_NOTHING_HAPPENED = {
    True: lambda: _("Over the last 30 days nobody would have been asked."),
    False: lambda: _("Nobody meets this today."),
}


def listed(words: Sequence[str], joint: str) -> str:
    """A short list in words, with a joint before the last."""
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)


def _lead(occasion: Mapping[str, Any], known: Names) -> str:
    days = occasion["delay_days"]
    match occasion["when"]:
        case "resolved":
            about = {"num": days, "ticket": _ticket(occasion["conditions"], known)}
            if not days:
                return _("When %(ticket)s is resolved") % about
            one = ngettext(
                "%(num)s day after %(ticket)s is resolved",
                "%(num)s days after %(ticket)s is resolved",
                days,
            )
            return one % about
        case "delivered":
            if not days:
                return _("When an order is delivered")
            one = ngettext(
                "%(num)s day after an order is delivered",
                "%(num)s days after an order is delivered",
                days,
            )
            return one % {"num": days}
        case "hired":
            if not days:
                return _("When somebody begins to work with us")
            one = ngettext(
                "%(num)s day after somebody begins to work with us",
                "%(num)s days after somebody begins to work with us",
                days,
            )
            return one % {"num": days}
        case "calendar":
            return _rhythm(occasion["rhythm"] or {})
        case _:
            return _("When somebody draws a sample")


def _rhythm(rhythm: Mapping[str, Any]) -> str:
    told = {"day": dict(weekdays()).get(rhythm.get("weekday", 0), ""), "hour": rhythm.get("hour")}
    match rhythm.get("every"):
        case "week":
            return _("Every week on %(day)s at %(hour)s h") % told
        case "month":
            return _("Every month on the first %(day)s at %(hour)s h") % told
        case _:
            return _("Every quarter on the first %(day)s at %(hour)s h") % told


def _ticket(conditions: Mapping[str, Any], known: Names) -> str:
    joint = pgettext("list", "or")
    told = _("a ticket")
    if values := conditions.get("teams"):
        told = _("a ticket of %(teams)s") % {"teams": listed(known.of("teams", values), joint)}
    if values := conditions.get("kinds"):
        told = f"{told} ({listed(known.of('kinds', values), joint)})"
    return told


def _only(occasion: Mapping[str, Any], known: Names) -> str:
    own = {"teams", "kinds"} if occasion["when"] == "resolved" else set()
    told = [
        listed(known.of(name, values), pgettext("list", "or"))
        for name, values in occasion["conditions"].items()
        if name not in own | {"sides"} and values
    ]
    return _("Only: %(groups)s.") % {"groups": "; ".join(told)} if told else ""


def _rest(occasion: Mapping[str, Any]) -> str:
    days = occasion["quarantine_days"]
    if not days:
        return ""
    return ngettext(
        "nobody who was asked anything in the day before",
        "nobody who was asked anything in the %(num)s days before",
        days,
    ) % {"num": days}


def _reminders(days: Sequence[int]) -> str:
    if not days:
        return _("No reminder.")
    told = listed([str(day) for day in days], pgettext("list", "and"))
    return _("Who has not answered is reminded after %(days)s days.") % {"days": told}


def _until(occasion: Mapping[str, Any]) -> str:
    days = {"num": occasion["open_days"]}
    if occasion["when"] in EVENTS:
        return (
            ngettext(
                "Answers are taken until %(num)s day after the month ends.",
                "Answers are taken until %(num)s days after the month ends.",
                days["num"],
            )
            % days
        )
    return (
        ngettext(
            "Answers are taken for %(num)s day.", "Answers are taken for %(num)s days.", days["num"]
        )
        % days
    )
