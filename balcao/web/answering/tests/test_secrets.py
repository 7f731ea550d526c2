"""No table keeps a link that would still be somebody's right: neither asked, nor reminded, nor failed."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import rows
from balcao.listening.answers.tests.responding import MONDAY, links, wave
from balcao.listening.asking import actions as asking
from balcao.listening.asking.links import link
from balcao.listening.asking.tests.asking import survey
from balcao.service.delivery.models import OutgoingMail
from balcao.service.delivery.sending import send_all

pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    """A transport whose other side takes nothing, ever."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """550, as servers say it."""
        raise smtplib.SMTPResponseException(550, b"No such user here")


def dump() -> str:
    """Every value of every table, as whoever holds a copy of the database reads it."""
    told: list[Any] = []
    for table in connection.introspection.table_names():
        found = rows(f'SELECT told::text AS "line" FROM "{table}" AS told')
        told += [one["line"] for one in found]
    return "\n".join(told)


@pytest.mark.parametrize("is_anonymous", [True, False])
@pytest.mark.usefixtures("outbox")
def test_what_was_sent_leaves_no_link_behind(*, is_anonymous: bool) -> None:
    made = wave("enps", is_anonymous=is_anonymous)
    tokens = links(made)
    assert all(token in dump() for token in tokens), "until it is sent it has to be somewhere"
    with clock.at(MONDAY):
        assert send_all() >= len(tokens)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
    told = dump()
    assert not [token for token in tokens if token in told]


def test_what_could_not_be_delivered_leaves_none_either(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    tokens = links(wave("enps", is_anonymous=False))
    with clock.at(MONDAY):
        assert send_all() == 0
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"failed"}
    told = dump()
    assert not [token for token in tokens if token in told]


def test_the_address_of_a_link_open_to_all_is_in_no_table() -> None:
    made = asking.open_link(SYSTEM, survey().pk, "qr", "Porta")
    assert str(link(SYSTEM, made.pk)["token"]) not in dump()


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_the_tables_refuse_words_of_what_is_over(state: str) -> None:
    wave("enps", is_anonymous=False)
    one = OutgoingMail.objects.filter(purpose="notice").order_by("pk")[:1]
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=one[0].pk).update(state=state)
