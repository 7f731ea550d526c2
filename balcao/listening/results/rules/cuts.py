"""By which groups results are told, and what these are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.register.people.models import RelationshipKind


class Cut(StrEnum):
    """What people are grouped by; all but the last two as frozen when they were asked."""

    TEAM = "team"
    DEPARTMENT = "department"
    UNIT = "unit"
    RELATIONSHIP = "relationship"
    TENURE = "tenure"
    REGION = "region"
    CHANNEL = "channel"
    WAY = "way"
    LINK = "link"


CUTS: dict[str, str | Promise] = {
    Cut.TEAM: _("Team"),
    Cut.DEPARTMENT: _("Department"),
    Cut.UNIT: _("Responsible area"),
    Cut.RELATIONSHIP: _("Relationship"),
    Cut.TENURE: _("Time with the company"),
    Cut.REGION: _("Region"),
    Cut.CHANNEL: _("Channel"),
    Cut.WAY: _("Answered by"),
    Cut.LINK: _("Link"),
}
FROZEN = tuple(cut for cut in Cut if cut not in (Cut.WAY, Cut.LINK))
CROSSED = ((Cut.DEPARTMENT, Cut.TENURE), (Cut.TEAM, Cut.TENURE))
SERVED = (Cut.TEAM, Cut.DEPARTMENT)
"""Of a survey about what was resolved: which area answered, by which one asked."""
_TENURES: dict[str, str | Promise] = {
    "under_1": _("Under a year"),
    "1_to_2": _("1 to 2 years"),
    "3_to_5": _("3 to 5 years"),
    "6_to_10": _("6 to 10 years"),
    "over_10": _("Over 10 years"),
}
_CHANNELS: dict[str, str | Promise] = {
    "email": _("E-mail"),
    "portal": _("Portal"),
    "phone": _("Phone"),
    "counter": _("At the counter"),
    "meeting": _("In person, inside"),
    "desk": _("At the desk"),
    "api": _("By the API"),
    "chat": _("Chat"),
    "mail": _("By the link of the mail"),
    "link": _("By a link"),
    "qr": _("By a QR code"),
    "kiosk": _("At a kiosk"),
}
NAMED = frozenset({Cut.TEAM, Cut.DEPARTMENT, Cut.UNIT, Cut.LINK})


def cut_label(cut: str) -> str:
    """What a way of grouping is called."""
    return str(CUTS[cut])


def value_label(cut: str, value: str, names: Mapping[str, str]) -> str:
    """What a group is called; `names` are those of the register, by id."""
    if cut in NAMED:
        return names.get(value, "")
    if cut == Cut.RELATIONSHIP:
        return str(dict(RelationshipKind.choices).get(value, value))
    if cut == Cut.TENURE:
        return str(_TENURES.get(value, value))
    if cut in (Cut.CHANNEL, Cut.WAY):
        return str(_CHANNELS.get(value, value))
    return value


def tenure_place(value: str) -> int:
    """The place of a band of tenure, from the least on."""
    return [*_TENURES].index(value) if value in _TENURES else len(_TENURES)
