"""What is told to whom, by which way and when: pure, without database, clock or settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """Why somebody is told."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    REPLIED = "replied"
    INSIDE = "inside"
    FOLLOWED = "followed"
    UNDELIVERED = "undelivered"
    REMINDED = "reminded"
    CALL = "call"
    WARNED = "warned"
    BREACHED = "breached"
    ARRIVED = "arrived"
    TASK = "task"
    TASK_DUE = "task_due"
    APPROVAL = "approval"
    DECIDED = "decided"


class Way(StrEnum):
    """How somebody is told."""

    PAGE = "page"
    MAIL = "mail"
    PUSH = "push"


KIND_LABELS: list[tuple[str, Promise]] = [
    (Kind.MENTIONED, _("Somebody mentions me")),
    (Kind.ASSIGNED, _("A ticket is given to me")),
    (Kind.REPLIED, _("The client writes in a ticket of mine")),
    (Kind.INSIDE, _("Another area answers what was asked for a client of mine")),
    (Kind.FOLLOWED, _("Something happens in a ticket I follow")),
    (Kind.UNDELIVERED, _("A reply of mine is not delivered")),
    (Kind.REMINDED, _("A follow-up is due")),
    (Kind.CALL, _("A client of mine, or of nobody yet, wants to be called")),
    (Kind.WARNED, _("A promise is about to break")),
    (Kind.BREACHED, _("A promise is broken")),
    (Kind.ARRIVED, _("A ticket comes to my team")),
    (Kind.TASK, _("What a client answered becomes a task of mine")),
    (Kind.TASK_DUE, _("Such a task is nearly due, or late")),
    (Kind.APPROVAL, _("Something waits for my approval")),
    (Kind.DECIDED, _("What I asked for is approved, or not")),
]
WAY_LABELS: list[tuple[str, Promise]] = [
    (Way.PAGE, _("In the page")),
    (Way.MAIL, _("By e-mail")),
    (Way.PUSH, _("In the browser")),
]
# Few words: by mail only what must not be missed by whoever is away; new tickets by choice alone.
DEFAULTS: Mapping[Kind, frozenset[Way]] = {
    Kind.MENTIONED: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    Kind.ASSIGNED: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    Kind.REPLIED: frozenset({Way.PAGE, Way.PUSH}),
    Kind.INSIDE: frozenset({Way.PAGE, Way.PUSH}),
    Kind.FOLLOWED: frozenset({Way.PAGE}),
    Kind.UNDELIVERED: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    Kind.REMINDED: frozenset({Way.PAGE, Way.PUSH}),
    Kind.CALL: frozenset({Way.PAGE, Way.PUSH}),
    Kind.WARNED: frozenset({Way.PAGE, Way.PUSH}),
    Kind.BREACHED: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    Kind.ARRIVED: frozenset(),
    Kind.TASK: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    Kind.TASK_DUE: frozenset({Way.PAGE, Way.MAIL, Way.PUSH}),
    # Approvals write to their people by themselves: the link to decide by comes by mail.
    Kind.APPROVAL: frozenset({Way.PAGE, Way.PUSH}),
    Kind.DECIDED: frozenset({Way.PAGE, Way.PUSH}),
}
# Where browsers may ask to be pushed to: an address of their choice would be a way into our network.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
# Of two reasons to be told of the same message, the first one here is told.
STRENGTH = list(Kind)
CLIMBING = frozenset({Kind.WARNED, Kind.BREACHED})
AT_ONCE = frozenset({Kind.MENTIONED, Kind.UNDELIVERED, Kind.CALL})
DIGEST_AT = (time(8, 0), time(13, 30))
QUIET_FROM, QUIET_UNTIL = time(19, 0), time(7, 30)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody wants to be left in peace, and when a digest may come, in their zone.

    Saturdays and Sundays are quiet when `is_quiet_at_weekends`. Equal ends mean no quiet at night.
    """

    zone: str
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    is_quiet_at_weekends: bool = True
    digest_at: tuple[time, ...] = DIGEST_AT


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of somebody: of one team's tickets, or of all when `team_id` is None."""

    kind: str
    way: str
    team_id: int | None
    is_on: bool


def ways(kind: Kind, team_id: int | None, choices: Iterable[Chosen]) -> frozenset[Way]:
    """By which ways of the three; a choice for the team outweighs one for all, that the default."""
    told = {way: way in DEFAULTS[kind] for way in Way}
    for wanted in (None, team_id):
        for choice in choices:
            if choice.kind == kind and choice.team_id == wanted:
                told[Way(choice.way)] = choice.is_on
    return frozenset(way for way, is_on in told.items() if is_on)


def address_of(about_type: str, about_id: int) -> str:
    """Where a thing of another room is looked at: its address on this site."""
    return {"approval": f"/aprovacoes/{about_id}/"}[about_type]


def is_quiet(at: datetime, hours: Hours) -> bool:
    """True when the instant lies in somebody's quiet hours."""
    local = at.astimezone(ZoneInfo(hours.zone))
    if hours.is_quiet_at_weekends and local.weekday() >= 5:
        return True
    start, end = hours.quiet_from, hours.quiet_until
    if start == end:
        return False
    if start < end:
        return start <= local.time() < end
    return local.time() >= start or local.time() < end


def after_quiet(at: datetime, hours: Hours) -> datetime:
    """The instant itself, or the end of the quiet hours it lies in.

    Quiet hours of a whole week never end by themselves: then the end of the first quiet day.
    """
    zone = ZoneInfo(hours.zone)
    for _step in range(9):
        if not is_quiet(at, hours):
            return at
        local = at.astimezone(zone)
        day = local.date()
        if _is_weekend(day) and hours.is_quiet_at_weekends:
            at = datetime.combine(day + timedelta(days=1), time(0), zone)
            continue
        ends = datetime.combine(day, hours.quiet_until, zone)
        at = ends if ends > local else ends + timedelta(days=1)
    return at


def next_digest(at: datetime, hours: Hours) -> datetime:
    """The next instant at which a digest may come, outside the quiet hours."""
    zone = ZoneInfo(hours.zone)
    day = at.astimezone(zone).date()
    for offset in range(9):
        for clock_time in sorted(hours.digest_at or DIGEST_AT):
            instant = datetime.combine(day + timedelta(days=offset), clock_time, zone)
            if instant > at and not is_quiet(instant, hours):
                return instant
    return after_quiet(at, hours)


def mail_at(kind: Kind, at: datetime, hours: Hours) -> datetime:
    """When it may be mailed: what calls somebody by name at once, the rest with the next digest."""
    return after_quiet(at, hours) if kind in AT_ONCE else next_digest(at, hours)


def push_at(at: datetime, hours: Hours, *, is_urgent: bool = False) -> datetime:
    """When it may be pushed: at once outside the quiet hours, or when it is marked as urgent."""
    return at if is_urgent else after_quiet(at, hours)


def is_push_service(endpoint: str, more: Iterable[str] = ()) -> bool:
    """True for an HTTPS address of a known push service, or one of `more`, or of a host below."""
    try:
        split = urlsplit(endpoint)
        port = split.port
    except ValueError:
        return False
    host = (split.hostname or "").lower()
    return (
        split.scheme == "https"
        and port in (None, 443)
        and not split.username
        and any(host == name or host.endswith(f".{name}") for name in (*PUSH_SERVICES, *more))
    )


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
