from __future__ import annotations

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.service.delivery import actions, queries
from balcao.service.delivery.inbound import settle
from balcao.service.tickets.queries import counts
from tests.cast import Cast
from tests.signing import SignIn

FORGED = (
    b"From: Chefe <ana@boapraca.example>\r\nTo: sac@boapraca.example\r\nSubject: Pague hoje\r\n"
    b"Message-ID: <1@x.example>\r\nAuthentication-Results: mx.here; dmarc=fail\r\n\r\nPague!\r\n"
)


@pytest.fixture
def held(cast: Cast, settings: object) -> int:
    """A mail to SAC whose sender did not pass."""
    settings.AUTHSERV_IDS = ["mx.here"]  # type: ignore[attr-defined]
    number = actions.store_raw(SYSTEM, FORGED, envelope_to=["sac@boapraca.example"])
    settle(number)
    return number


def test_what_is_held_is_shown_with_its_reason_to_those_it_was_for(
    held: int, sign_in: SignIn
) -> None:
    shown = sign_in("marina").get(f"/desk/quarantine/{held}/").content.decode()
    assert "Pague hoje" in shown
    assert "Pague!" in shown
    assert "Pague hoje" in sign_in("marina").get("/desk/quarantine/").content.decode()
    assert "Pague hoje" not in sign_in("ana").get("/desk/quarantine/").content.decode()
    assert sign_in("ana").get(f"/desk/quarantine/{held}/").status_code == 404


@pytest.mark.parametrize("name", ["joao", "lucia", "carlos"])
def test_others_know_of_no_quarantine(held: int, sign_in: SignIn, name: str) -> None:
    assert sign_in(name).get("/desk/quarantine/").status_code == 404


def test_released_it_becomes_a_ticket(cast: Cast, held: int, marina: Client) -> None:
    answer = marina.post(f"/desk/quarantine/{held}/", {"act": "release"})
    assert "/desk/tickets/" in answer["Location"]
    assert "Pague hoje" in marina.get(answer["Location"]).content.decode()
    assert not queries.quarantine(cast.actor("marina"))


def test_discarded_it_becomes_nothing(cast: Cast, held: int, marina: Client) -> None:
    marina.post(f"/desk/quarantine/{held}/", {"act": "discard"})
    assert not queries.quarantine(cast.actor("marina"))
    assert counts(cast.actor("marina"))["all"] == 0
    assert marina.get(f"/desk/quarantine/{held}/").status_code == 404
