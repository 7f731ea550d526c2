"""Protocol numbers, priority and status, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.tickets import rules
from balcao.service.tickets.rules import Priority, Status

SEPARATORS = [" ", ".", "-", "/", "_", "·", "#", "\u00a0", "–", "—", ",", ":", "\u2009", "()"]

numbers = st.builds(rules.protocol, st.integers(1000, 9999), st.integers(0, 9_999_999))


def test_a_protocol_is_year_sequence_and_damms_digit() -> None:
    assert rules.protocol(2026, 1) == "202600000012"
    assert rules.protocol(2026, 9_999_999)[:11] == "20269999999"


@pytest.mark.parametrize(("year", "sequence"), [(2026, 10_000_000), (12026, 1), (2026, 123456789)])
def test_a_sequence_beyond_seven_digits_is_refused(year: int, sequence: int) -> None:
    with pytest.raises(ValueError):
        rules.protocol(year, sequence)


@given(number=numbers, data=st.data())
def test_any_separators_are_accepted_on_the_way_in(number: str, data: st.DataObject) -> None:
    gaps = st.lists(st.sampled_from(SEPARATORS), max_size=2).map("".join)
    told = "".join(data.draw(gaps) + digit for digit in number) + data.draw(gaps)
    assert rules.read_protocol(told) == number
    assert rules.read_protocol(rules.group_protocol(number)) == number


@given(number=numbers, place=st.integers(0, 11), by=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, by: int) -> None:
    wrong = str((int(number[place]) + by) % 10)
    assert rules.read_protocol(number[:place] + wrong + number[place + 1 :]) is None


@given(number=numbers, place=st.integers(0, 10))
def test_two_neighbours_changed_about_are_always_found(number: str, place: int) -> None:
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert changed == number or rules.read_protocol(changed) is None


@given(told=st.text(max_size=30))
def test_reading_anything_never_fails(told: str) -> None:
    found = rules.read_protocol(told)
    assert found is None or (len(found) == 12 and found.isascii() and found.isdigit())


@pytest.mark.parametrize(
    "told", ["", "20260000001", "2026000000120", "٢٠٢٦٠٠٠٠٠٠١٢", "20260000001a"]
)
def test_what_is_no_protocol_is_none(told: str) -> None:
    assert rules.read_protocol(told) is None


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        (1, 1, Priority.LOW),
        (1, 2, Priority.NORMAL),
        (2, 1, Priority.NORMAL),
        (1, 3, Priority.NORMAL),
        (2, 2, Priority.NORMAL),
        (3, 1, Priority.NORMAL),
        (2, 3, Priority.HIGH),
        (3, 2, Priority.HIGH),
        (3, 3, Priority.URGENT),
    ],
)
def test_priority_follows_from_impact_and_urgency(
    impact: int, urgency: int, priority: Priority
) -> None:
    assert rules.priority(impact, urgency) is priority


@pytest.mark.parametrize(
    ("before", "after"),
    [(status, Status.NEW if status is Status.NEW else Status.OPEN) for status in Status],
)
def test_a_clients_word_wakes_whatever_waited(before: Status, after: Status) -> None:
    assert rules.status_after_client_spoke(before) is after


def test_only_what_had_ended_is_reopened() -> None:
    reopened = {(a, b) for a in Status for b in Status if rules.is_reopened(a, b)}
    assert reopened == {(a, b) for a in rules.ENDED for b in rules.ACTIVE}


def test_nothing_becomes_new_again() -> None:
    refused = {(a, b) for a in Status for b in Status if not rules.may_become(a, b)}
    assert refused == {(a, Status.NEW) for a in Status if a is not Status.NEW}


def test_every_status_has_a_label_for_staff_and_one_for_the_client() -> None:
    for labels in (rules.STATUS_LABELS, rules.CLIENT_STATUS_LABELS):
        assert [status for status, _label in labels] == list(Status)
        assert all(str(label) for _status, label in labels)
    assert [kind for kind, _label in rules.KIND_LABELS] == list(rules.Kind)
    assert [level for level, _label in rules.PRIORITY_LABELS] == list(Priority)
