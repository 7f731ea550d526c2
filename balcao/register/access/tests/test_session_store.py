from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from balcao.register.access.session_store import SessionStore

pytestmark = pytest.mark.django_db


def kept() -> str:
    store = SessionStore()
    store["hat"] = "Ana's"
    store.create()
    return str(store.session_key)


def test_what_was_kept_is_read_again() -> None:
    assert SessionStore(kept())["hat"] == "Ana's"


def test_a_session_that_is_over_holds_nothing_and_its_key_is_not_taken_up() -> None:
    key = kept()
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    over = SessionStore(key)
    assert over.get("hat") is None
    assert over.session_key is None


def test_an_invented_key_holds_nothing_and_is_not_taken_up() -> None:
    invented = SessionStore("0" * 32)
    assert invented.get("hat") is None
    assert invented.session_key is None


def test_a_session_signed_with_another_secret_holds_nothing() -> None:
    key = kept()
    Session.objects.update(session_data="rubbish:rubbish:rubbish")
    assert SessionStore(key).get("hat") is None
