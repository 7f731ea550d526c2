from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from balcao.service.notifications import queries
from balcao.service.tickets import actions as tickets
from tests.cast import Cast
from tests.signing import SignIn, signed_in

from .conftest import counted

LIST = reverse("desk:notifications")
BELL = reverse("desk:bell")
STAY = reverse("desk:browser-stay")
CHOICES = reverse("desk:notification-choices")


def given(cast: Cast, subject: str = "Mesa lascada") -> str:
    ticket = cast.ticket("joao", "sac", subject)
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    return ticket.protocol


def test_the_bell_counts_and_the_list_tells(cast: Cast, marina: Client) -> None:
    protocol = given(cast)
    assert "bell-count" in marina.get(BELL).content.decode()
    page = marina.get(LIST).content.decode()
    assert "Mesa lascada" in page
    assert reverse("desk:ticket", args=[protocol]) in page


def test_opening_the_ticket_silences_the_bell(cast: Cast, marina: Client) -> None:
    protocol = given(cast)
    marina.get(reverse("desk:context", args=[protocol]))
    assert "bell-count" not in marina.get(BELL).content.decode()


def test_all_seen_means_all_that_were_shown(cast: Cast, marina: Client) -> None:
    given(cast)
    shown = queries.notifications(cast.actor("marina"))[0][0]["id"]
    given(cast, "Chegou depois")
    marina.post(reverse("desk:notifications-seen"), {"until": shown})
    assert queries.unseen(cast.actor("marina")) == 1


@pytest.mark.parametrize("until", ["", "-1", "abc", "9" * 40])
def test_rubbish_sees_nothing(cast: Cast, marina: Client, until: str) -> None:
    given(cast)
    assert marina.post(reverse("desk:notifications-seen"), {"until": until}).status_code == 302
    assert queries.unseen(cast.actor("marina")) == 1


def test_choices_are_kept_and_hold(cast: Cast, marina: Client) -> None:
    marina.post(CHOICES, {"replied": ["page"]})
    given(cast)
    assert queries.unseen(cast.actor("marina")) == 0
    assert 'name="replied" value="page" checked' in marina.get(CHOICES).content.decode()


def test_quiet_hours_are_kept(cast: Cast, marina: Client) -> None:
    told = {"quiet_from": "18:00", "quiet_until": "08:00", "digest_at": ["09:00", ""]}
    marina.post(CHOICES, told)
    kept = queries.rest(cast.actor("marina"))
    assert kept is not None
    assert kept["digest_at"] == ["09:00"]
    assert not kept["is_quiet_at_weekends"]


def test_a_wrong_time_is_refused_in_words(cast: Cast, marina: Client) -> None:
    answer = marina.post(
        CHOICES, {"quiet_from": "25:99", "quiet_until": "08:00", "digest_at": "09:00"}, follow=True
    )
    assert answer.status_code == 200
    assert queries.rest(cast.actor("marina")) is None


def test_a_browser_subscribes_and_is_forgotten(cast: Cast) -> None:
    marina = signed_in(cast.people["marina"].pk)
    told = {
        "endpoint": "https://fcm.googleapis.com/x",
        "p256dh": "k",
        "auth": "s",
        "name": "Chrome",
    }
    assert marina.post(reverse("desk:browser"), told).status_code == 201
    (kept,) = queries.browsers(cast.actor("marina"))
    assert "Chrome" in marina.get(CHOICES).content.decode()
    assert marina.post(STAY, told).status_code == 204
    assert signed_in(cast.people["rita"].pk).post(STAY, told).status_code == 404
    marina.post(reverse("desk:browser-forget", args=[kept["id"]]))
    assert marina.post(STAY, told).status_code == 404
    assert queries.browsers(cast.actor("marina")) == []


def test_signing_out_ends_what_the_browser_shows(cast: Cast) -> None:
    marina = signed_in(cast.people["marina"].pk)
    told = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "k", "auth": "s"}
    assert marina.post(reverse("desk:browser"), told).status_code == 201
    answer = marina.post(reverse("entrance:sign_out"))
    assert answer["Clear-Site-Data"] == '"storage"'
    assert queries.browsers(cast.actor("marina")) == []


def test_an_address_of_ones_choice_is_refused_in_words(cast: Cast) -> None:
    marina = signed_in(cast.people["marina"].pk)
    told = {"endpoint": "https://intranet.local/", "p256dh": "k", "auth": "s", "name": "x"}
    answer = marina.post(reverse("desk:browser"), told)
    assert answer.status_code == 422
    assert answer.json()["refused"]


def test_a_client_has_no_bell(sign_in: SignIn) -> None:
    for address in (LIST, BELL, CHOICES):
        assert sign_in("joao").get(address).status_code == 404


def test_the_list_asks_the_same_number_of_statements_for_two_and_for_twenty(
    cast: Cast, marina: Client
) -> None:
    given(cast), given(cast)
    marina.get(LIST)
    with counted() as few:
        marina.get(LIST)
    for number in range(18):
        given(cast, f"Assunto {number}")
    with counted() as many:
        marina.get(LIST)
    assert len(few) == len(many)
