from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.notifications.rules import (
    Chosen,
    Hours,
    Kind,
    Way,
    after_quiet,
    is_push_service,
    is_quiet,
    mail_at,
    next_digest,
    push_at,
    ways,
)

SAO_PAULO = Hours("America/Sao_Paulo")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}-03:00")


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-23T07:29:59", True),
        ("2026-11-23T07:30:00", False),
        ("2026-11-23T18:59:59", False),
        ("2026-11-23T19:00:00", True),
        ("2026-11-21T12:00:00", True),  # a Saturday
    ],
)
def test_nights_and_weekends_are_quiet(at: str, quiet: bool) -> None:
    assert is_quiet(local(at), SAO_PAULO) is quiet


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23T12:00:00", "2026-11-23T12:00:00"),
        ("2026-11-23T22:00:00", "2026-11-24T07:30:00"),
        ("2026-11-24T03:00:00", "2026-11-24T07:30:00"),
        ("2026-11-20T19:00:00", "2026-11-23T07:30:00"),  # Friday evening: Monday morning
    ],
)
def test_what_comes_in_quiet_hours_waits_for_their_end(at: str, until: str) -> None:
    assert after_quiet(local(at), SAO_PAULO) == local(until)


def test_a_mention_leaves_at_once_and_the_rest_with_the_next_digest() -> None:
    noon = local("2026-11-23T12:00:00")
    assert mail_at(Kind.MENTIONED, noon, SAO_PAULO) == noon
    assert mail_at(Kind.ASSIGNED, noon, SAO_PAULO) == local("2026-11-23T13:30:00")
    assert mail_at(Kind.ASSIGNED, local("2026-11-20T14:00:00"), SAO_PAULO) == local(
        "2026-11-23T08:00:00"
    )


def test_only_what_is_urgent_breaks_the_quiet() -> None:
    night = local("2026-11-23T23:00:00")
    assert push_at(night, SAO_PAULO, is_urgent=True) == night
    assert push_at(night, SAO_PAULO) == local("2026-11-24T07:30:00")


def test_a_choice_for_the_team_outweighs_one_for_all_and_that_the_default() -> None:
    everywhere = Chosen("assigned", "mail", None, False)
    in_sac = Chosen("assigned", "mail", 7, True)
    assert Way.MAIL in ways(Kind.ASSIGNED, 7, [])
    assert Way.MAIL not in ways(Kind.ASSIGNED, 7, [everywhere])
    assert Way.MAIL in ways(Kind.ASSIGNED, 7, [in_sac, everywhere])
    assert Way.MAIL not in ways(Kind.ASSIGNED, 8, [in_sac, everywhere])


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://db5p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://evil.example/?fcm.googleapis.com", False),
        ("https://fcm.googleapis.com.evil.example/", False),
        ("https://fcm.googleapis.com:8080/", False),
        ("https://me@fcm.googleapis.com/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1/", False),
    ],
)
def test_only_known_services_are_pushed_to(endpoint: str, may: bool) -> None:
    assert is_push_service(endpoint) is may


times = st.times().map(lambda told: told.replace(second=0, microsecond=0))
hours = st.builds(
    Hours,
    st.sampled_from(["America/Sao_Paulo", "America/Noronha", "Europe/Lisbon", "Asia/Kolkata"]),
    times,
    times,
    st.booleans(),
    st.lists(times, min_size=1, max_size=4).map(tuple),
)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(instants, hours)
def test_whatever_waits_leaves_later_within_days_and_in_peace(at: datetime, told: Hours) -> None:
    moved = after_quiet(at, told)
    assert at <= moved <= at + timedelta(days=4)
    assert moved == at or is_quiet(at, told)
    assert not is_quiet(moved, told)


@given(instants, hours)
def test_a_digest_is_always_in_the_future_and_outside_the_quiet_hours(
    at: datetime, told: Hours
) -> None:
    moved = next_digest(at, told)
    assert moved >= at
    assert not is_quiet(moved, told)


def test_equal_ends_mean_no_quiet_nights() -> None:
    told = Hours("America/Sao_Paulo", time(0), time(0), is_quiet_at_weekends=False)
    assert not is_quiet(local("2026-11-21T03:00:00"), told)
