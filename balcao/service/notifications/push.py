"""Push to browsers (RFC 8030) that stand by even when the page is closed.

What is pushed is encrypted for the browser (RFC 8291) and holds no words of a ticket: only why and
under which protocol. It is sent at most once; what got lost still waits in the page.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from pywebpush import WebPushException, webpush

from balcao.core import clock
from balcao.core.actor import Hat
from balcao.core.sql import Row, rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets.rules import group_protocol

from . import rules, scope, vapid
from .models import Browser
from .wording import words

AT_A_TIME = 200
TIMEOUT_SECONDS = 10
KEPT_SECONDS = 12 * 3600
GONE = (404, 410)

_TAKE = """
UPDATE notifications_notification n SET push_at = NULL
WHERE n.id IN (SELECT w.id FROM notifications_notification w
    WHERE w.push_at <= %(now)s ORDER BY w.push_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING n.id, n.person_id
"""
_LINES = f"""
SELECT n.kind, t.protocol, NULL AS who, {scope.PROMISE} FROM notifications_notification n
{scope.TICKET}
LEFT JOIN events_event e ON e.id = n.event_id
WHERE n.id = ANY(%(ids)s) AND n.seen_at IS NULL AND {scope.READ} ORDER BY n.id
"""

logger = logging.getLogger(__name__)


def push_all(session: requests.Session | None = None) -> int:
    """Push all that is due; how many pushes a service accepted."""
    accepted = 0
    while taken := _take():
        for browser, payload in _addressed(taken):
            accepted += _push(browser, payload, session)
    return accepted


def push_to(
    people: Sequence[int],
    said: Callable[[], dict[str, str]],
    session: requests.Session | None = None,
) -> int:
    """Push what `said` gives, in each reader's language, to browsers of staff among these people, at
    most once; how many pushes a service accepted. It holds no words of a ticket."""
    accepted = 0
    for person_id in people:
        browsers = _standing_by(person_id)
        actor = actor_of(person_id, Level.STRONG).wearing(Hat.AGENT)
        if browsers and actor.is_agent:
            with translation.override(actor.language):
                payload = json.dumps(said())
            accepted += sum(_push(browser, payload, session) for browser in browsers)
    return accepted


@transaction.atomic
def _take() -> list[Row]:
    return rows(_TAKE, {"now": clock.now(), "limit": AT_A_TIME})


def _addressed(taken: list[Row]) -> Iterator[tuple[Browser, str]]:
    """Each payload with each browser of its reader, in the reader's scope and language."""
    for person_id in sorted({line["person_id"] for line in taken}):
        browsers = _standing_by(person_id)
        actor = actor_of(person_id, Level.STRONG).wearing(Hat.AGENT)
        if not browsers or not actor.is_agent:
            continue
        ids = [line["id"] for line in taken if line["person_id"] == person_id]
        for line in rows(_LINES, {**scope.params(actor), "ids": ids}):
            with translation.override(actor.language):
                payload = json.dumps(_payload(line))
            yield from ((browser, payload) for browser in browsers)


def _standing_by(person_id: int) -> list[Browser]:
    """Browsers whose session lives: who left a shared machine is not told there any more."""
    living = Session.objects.filter(expire_date__gt=clock.now())
    return list(
        Browser.objects.filter(
            person_id=person_id,
            session__person_id=person_id,
            session__session_key__in=living.values("session_key"),
        ).order_by("pk")
    )


def _payload(line: Row) -> dict[str, str]:
    if line["about_id"]:
        there = rules.address_of(line["about_type"], line["about_id"])
        language = translation.get_language()
        return {"title": words(line), "body": "", "address": there, "tag": there, "lang": language}
    return {
        "title": words(line),
        "body": group_protocol(line["protocol"]),
        "address": reverse("desk:ticket", args=[line["protocol"]]),
        "tag": line["protocol"],
        "lang": translation.get_language(),
    }


def _push(browser: Browser, payload: str, session: requests.Session | None) -> bool:
    if not rules.is_push_service(browser.endpoint, settings.PUSH_SERVICES):
        return False
    try:
        webpush(
            {
                "endpoint": browser.endpoint,
                "keys": {"p256dh": browser.public_key, "auth": browser.secret},
            },
            payload,
            vapid_private_key=vapid.key(),
            vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
            ttl=KEPT_SECONDS,
            timeout=TIMEOUT_SECONDS,
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is not None and error.response.status_code in GONE:
            browser.delete()
        else:
            logger.warning("Push to %s was refused: %s", _host(browser), error.message)
        return False
    except (requests.RequestException, ValueError) as error:
        logger.warning("Push to %s failed: %s", _host(browser), type(error).__name__)
        return False
    return True


def _host(browser: Browser) -> str:
    return urlsplit(browser.endpoint).hostname or "?"
