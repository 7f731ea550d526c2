from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from balcao.web import evenly


class Clock:
    """Time that passes only where somebody works or sleeps."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(evenly, "time", told)
    return told


@pytest.mark.parametrize("works", [0.0, 0.004, 0.09])
def test_a_short_and_a_long_search_are_answered_after_the_same_time(
    clock: Clock, works: float
) -> None:
    @evenly.evenly
    def view(request: HttpRequest) -> HttpResponse:
        clock.now += works
        return HttpResponse()

    view(RequestFactory().post("/"))
    assert clock.now == pytest.approx(evenly.SECONDS)


def test_a_refusal_takes_as_long_as_an_answer(clock: Clock) -> None:
    @evenly.evenly
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):
        view(RequestFactory().post("/"))
    assert clock.now == pytest.approx(evenly.SECONDS)


def test_looking_at_the_form_waits_for_nothing(clock: Clock) -> None:
    @evenly.evenly
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    view(RequestFactory().get("/"))
    assert clock.now == 0.0
