from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.register.access.models import OpenSession

from . import rules
from .events import (
    BrowserForgotten,
    BrowserSubscribed,
    NotificationChoiceMade,
    QuietHoursSet,
)
from .models import Browser, Notification, Rest

DIGESTS_A_DAY = 6
BROWSERS_A_PERSON = 12
ADDRESS_MAX = 2000


def see(actor: Actor, notification_ids: Sequence[int]) -> int:
    """The actor has taken note of these; how many were new."""
    return _seen(actor, "id = ANY(%(ids)s)", {"ids": list(notification_ids)})


def see_all(actor: Actor, *, until_id: int) -> int:
    """The actor has taken note of all up to this one, so that none that came meanwhile is lost."""
    return _seen(actor, "id <= %(until)s", {"until": until_id})


def see_ticket(actor: Actor, ticket_id: int) -> int:
    """The actor has the ticket open: what they were told of it is seen."""
    return _seen(actor, "ticket_id = %(ticket)s", {"ticket": ticket_id})


def see_about(actor: Actor, about_type: str, about_id: int) -> int:
    """The actor has this thing of another room open: what they were told of it is seen."""
    told = {"type": about_type, "about": about_id}
    return _seen(actor, "about_type = %(type)s AND about_id = %(about)s", told)


@transaction.atomic
def choose(actor: Actor, kind: str, way: str, *, is_on: bool, team_id: int | None = None) -> None:
    """Be told of this by this way or no longer: of one team's tickets, or of all."""
    _require_agent(actor)
    if kind not in set(rules.Kind) or way not in set(rules.Way):
        raise Invalid(_("This choice is unknown."))
    if team_id is not None and team_id not in actor.team_ids:
        raise NotFound()
    run(
        "INSERT INTO notifications_choice (person_id, team_id, kind, way, is_on)"
        " VALUES (%(me)s, %(team)s, %(kind)s, %(way)s, %(is_on)s)"
        " ON CONFLICT (person_id, team_id, kind, way) DO UPDATE SET is_on = excluded.is_on",
        {"me": actor.me, "team": team_id, "kind": kind, "way": way, "is_on": is_on},
    )
    publish(actor, NotificationChoiceMade(actor.me, kind, way, is_on, team_id))


@transaction.atomic
def set_rest(
    actor: Actor,
    quiet_from: time,
    quiet_until: time,
    *,
    is_quiet_at_weekends: bool,
    digest_at: Sequence[time],
) -> None:
    """Set one's quiet hours and the times of one's digests."""
    _require_agent(actor)
    times = sorted({told.replace(second=0, microsecond=0) for told in digest_at})
    if not 1 <= len(times) <= DIGESTS_A_DAY:
        raise Invalid(
            _("Choose one to six times for the digest."),
            {"digest_at": _("Choose one to six times for the digest.")},
        )
    Rest.objects.update_or_create(
        person_id=actor.me,
        defaults={
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "is_quiet_at_weekends": is_quiet_at_weekends,
            "digest_at": [told.strftime("%H:%M") for told in times],
        },
    )
    publish(actor, QuietHoursSet(actor.me))


@transaction.atomic
def subscribe(
    actor: Actor, session_key: str, endpoint: str, public_key: str, secret: str, name: str
) -> Browser:
    """Show what is pushed in this browser for as long as this session of the actor's lasts.

    A browser that was somebody else's is now the actor's.
    """
    _require_agent(actor)
    session = _session(actor, session_key)
    reachable = rules.is_push_service(endpoint, settings.PUSH_SERVICES)
    if not reachable or len(endpoint) > ADDRESS_MAX or not public_key or not secret:
        raise Invalid(_("This browser can't be reached."))
    others = Browser.objects.filter(person_id=actor.me).exclude(endpoint=endpoint)
    if others.count() >= BROWSERS_A_PERSON:
        raise Invalid(_("Too many browsers. Forget one first."))
    browser, _made = Browser.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "person_id": actor.me,
            "session": session,
            "public_key": public_key[:120],
            "secret": secret[:40],
            "name": text.one_line(name).strip()[:80],
            "since_at": clock.now(),
        },
    )
    publish(actor, BrowserSubscribed(actor.me, browser.pk))
    return browser


@transaction.atomic
def stay_subscribed(actor: Actor, session_key: str, endpoint: str) -> None:
    """Whoever signed in anew goes on being told in this browser; NotFound unless it was theirs."""
    _require_agent(actor)
    session = _session(actor, session_key)
    kept = Browser.objects.filter(endpoint=endpoint[:ADDRESS_MAX], person_id=actor.me)
    if not kept.update(session=session):
        raise NotFound()


@transaction.atomic
def forget_browser(actor: Actor, browser_id: int) -> None:
    """Push nothing to this browser of the actor's any more."""
    if not Browser.objects.filter(pk=browser_id, person_id=actor.me).delete()[0]:
        raise NotFound()
    publish(actor, BrowserForgotten(actor.me, browser_id))


def _session(actor: Actor, session_key: str) -> OpenSession:
    found = OpenSession.objects.filter(session_key=session_key, person_id=actor.me).first()
    if found is None:
        raise Invalid(_("Sign in again, then ask once more."))
    return found


def _seen(actor: Actor, which: str, params: dict[str, object]) -> int:
    table = Notification._meta.db_table
    seen = run(
        f"UPDATE {table} SET seen_at = %(now)s, mail_at = NULL, push_at = NULL"
        f" WHERE person_id = %(me)s AND seen_at IS NULL AND {which}",
        {"now": clock.now(), "me": actor.me, **params},
    )
    if seen:
        tell(f"person:{actor.me}")
    return seen


def _require_agent(actor: Actor) -> None:
    if not actor.is_agent:
        raise Forbidden()
