from __future__ import annotations

from typing import Any

import pytest

from balcao.demo.living import play_day
from balcao.service.delivery.models import OutgoingMail
from balcao.service.routing.models import Presence
from balcao.service.tickets.models import Message, Ticket


@pytest.fixture(scope="module")
def company(small_company: list[str]) -> None:
    """The one that nobody was asked in."""


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


def test_a_day_is_played_at_its_pace_and_really_happens(company: None) -> None:
    before = Ticket.objects.count()
    told: list[str] = []
    passing = Clock()
    played = play_day(
        7, 60.0, told.append, count=8, sleep=passing.sleep, monotonic=passing.monotonic
    )
    assert played > 0
    assert Ticket.objects.count() > before
    assert Message.objects.filter(kind="outgoing").exists()
    assert OutgoingMail.objects.exists(), "nothing is hushed: answers leave"
    assert passing.now == pytest.approx(10 * 3600 / 60)
    assert max(passing.naps) <= 20
    assert any("asks" in line for line in told)


def test_at_the_end_of_the_day_everybody_has_gone_home(company: None) -> None:
    passing = Clock()
    play_day(
        7, 600.0, lambda _words: None, count=2, sleep=passing.sleep, monotonic=passing.monotonic
    )
    assert set(Presence.objects.values_list("state", flat=True)) == {"away"}


def test_who_stops_it_sends_everybody_home(company: None) -> None:
    def stop(_seconds: float) -> None:
        assert Presence.objects.filter(state="available").exists()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play_day(7, 1.0, lambda _words: None, count=2, sleep=stop)
    assert not Presence.objects.filter(state="available").exists()


def test_what_somebody_did_meanwhile_is_no_reason_to_stop(
    company: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balcao.core.errors import Invalid
    from balcao.service.tickets import actions as tickets

    def refuse(*_told: Any, **_named: Any) -> None:
        raise Invalid("Somebody was quicker.")

    monkeypatch.setattr(tickets, "reply", refuse)
    told: list[str] = []
    passing = Clock()
    play_day(7, 600.0, told.append, count=8, sleep=passing.sleep, monotonic=passing.monotonic)
    assert any("left out: Somebody was quicker." in line for line in told)
