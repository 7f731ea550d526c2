"""Programs that look into mail open every link of it, twice, and fetch ahead: nothing comes of it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from balcao.core import clock
from balcao.listening.answers.models import Answer, Sealed
from balcao.listening.answers.tests.responding import LATER, MONDAY, wave
from balcao.listening.asking.models import Invited
from balcao.register.profile.models import Preference
from balcao.service.delivery.outbox import folder
from balcao.service.delivery.sending import send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
AHEAD: tuple[dict[str, str], ...] = (
    {},
    {"Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"X-Moz": "prefetch"},
    {"User-Agent": "Mozilla/5.0 (compatible; LinkScanner/1.0)"},
)


def addresses() -> set[str]:
    """Every address of every mail that left: of both its faces and of its headers."""
    found: set[str] = set()
    for file in folder().glob("*.eml"):
        mail: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
        told = " ".join(str(value) for value in mail.values())
        told += "".join(
            part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
        )
        found |= set(re.findall(rf"{re.escape(settings.BASE_URL)}([^\s\"'<>)]*)", unescape(told)))
    return found


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_opening_everything_answers_nothing_and_takes_nobody_off(*, is_anonymous: bool) -> None:
    made = wave("enps", is_anonymous=is_anonymous)
    with clock.at(MONDAY):
        send_all()
    asked = addresses()
    people = Invited.objects.filter(wave=made).count()
    assert len([one for one in asked if "nota=" in one]) == 11 * people
    assert len([one for one in asked if one.endswith("/nao-perguntar/")]) == people
    client = Client(enforce_csrf_checks=True)
    for address in sorted(asked)[:26]:
        for headers in AHEAD:
            for method in (client.get, client.head):
                with clock.at(LATER):
                    assert method(address, headers=headers).status_code == 200, address
    assert not client.cookies
    assert not Invited.objects.filter(has_answered=True).exists()
    assert not Answer.objects.exists()
    assert not Sealed.objects.exists()
    assert not Preference.objects.exists()
