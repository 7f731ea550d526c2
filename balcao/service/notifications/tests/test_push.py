from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid, NotFound
from balcao.register.access import actions as access
from balcao.service.notifications import actions, push, queries, vapid
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

from .pushing import ENDPOINT, PushService, served, session, subscribed

NOON = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def given(cast: Cast) -> str:
    ticket = cast.ticket("joao", "sac", "Mesa lascada")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    return ticket.protocol


def test_what_is_pushed_says_why_and_the_protocol_and_nothing_more(cast: Cast) -> None:
    service = PushService()
    subscribed(cast, service)
    with clock.at(NOON):
        protocol = given(cast)
        assert push.push_all(served(service)) == 1
        assert push.push_all(served(service)) == 0
    told = service.read()
    assert told["address"] == f"/desk/tickets/{protocol}/"
    assert told["tag"] == protocol
    assert told["lang"] == "pt-br"
    assert "Mesa" not in json.dumps(told)
    assert "João" not in json.dumps(told)
    sent = service.requests[0]
    assert sent.headers["Content-Encoding"] == "aes128gcm"
    assert vapid.public_key() in sent.headers["Authorization"]


def test_a_browser_that_is_gone_is_forgotten(cast: Cast) -> None:
    service = PushService(410)
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        assert push.push_all(served(service)) == 0
    assert queries.browsers(cast.actor("marina")) == []


def test_a_service_that_fails_costs_the_browser_nothing(cast: Cast) -> None:
    service = PushService(500)
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        assert push.push_all(served(service)) == 0
    assert len(queries.browsers(cast.actor("marina"))) == 1
    assert queries.unseen(cast.actor("marina")) == 1


def test_nothing_is_pushed_to_who_may_no_longer_see_it(cast: Cast) -> None:
    service = PushService()
    subscribed(cast, service)
    with clock.at(NOON):
        given(cast)
        access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
        push.push_all(served(service))
    assert service.requests == []


def test_nothing_is_pushed_where_one_has_signed_out(cast: Cast) -> None:
    """However the session ended: by its own button, from elsewhere, or by itself."""
    service = PushService()
    marina = cast.people["marina"].pk
    subscribed(cast, service)
    access.end_sessions(SYSTEM, marina)
    assert queries.browsers(cast.actor("marina")) == []
    Session.objects.filter(session_key=subscribed(cast, service)).delete()
    with clock.at(NOON):
        given(cast)
        push.push_all(served(service))
    assert service.requests == []


def test_who_signs_in_anew_goes_on_being_told_where_they_were(cast: Cast) -> None:
    service = PushService()
    Session.objects.filter(session_key=subscribed(cast, service)).delete()
    actions.stay_subscribed(cast.actor("marina"), session(cast), ENDPOINT)
    with clock.at(NOON):
        given(cast)
        assert push.push_all(served(service)) == 1


def test_nobody_takes_up_a_browser_that_somebody_else_left(cast: Cast) -> None:
    service = PushService()
    key = subscribed(cast, service)
    with pytest.raises(NotFound):
        actions.stay_subscribed(cast.actor("rita"), session(cast, "rita"), ENDPOINT)
    with pytest.raises(Invalid):
        actions.stay_subscribed(cast.actor("rita"), key, ENDPOINT)
    assert len(queries.browsers(cast.actor("marina"))) == 1


def test_a_new_signing_key_forgets_no_browser() -> None:
    with override_settings(SECRET_KEY="first", SECRET_KEY_FALLBACKS=[]):
        before = vapid.public_key()
    with override_settings(SECRET_KEY="second", SECRET_KEY_FALLBACKS=["first"]):
        assert vapid.public_key() == before
