from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.problems.rules import (
    FEWEST,
    Asked,
    State,
    Then,
    filled,
    lacking,
    likeness,
    may_become,
    rising,
    status_then,
    words,
)
from balcao.service.tickets.rules import Status

NOON = datetime(2026, 11, 22, 15, tzinfo=UTC)


def asked(*subjects: str) -> list[Asked]:
    """Tickets a minute apart, in this order."""
    return [
        Asked(number, NOON + timedelta(minutes=number), words(subject))
        for number, subject in enumerate(subjects, 1)
    ]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("open", "known_error", True),
        ("open", "fixed", True),
        ("known_error", "open", True),
        ("known_error", "known_error", False),
        ("fixed", "open", True),
        ("fixed", "closed", True),
        ("fixed", "known_error", False),
        ("closed", "open", True),
        ("closed", "fixed", False),
    ],
)
def test_what_has_ended_is_looked_for_again_first(before: str, after: str, allowed: bool) -> None:
    assert may_become(State(before), State(after)) is allowed


def test_a_known_error_has_a_cause_and_a_way_round() -> None:
    assert set(lacking(State.KNOWN, cause=" ", workaround="", reason="")) == {"cause", "workaround"}
    assert set(lacking(State.FIXED, cause="", workaround="", reason="")) == {"cause"}
    assert set(lacking(State.CLOSED, cause="", workaround="", reason=" ")) == {"reason"}
    assert not lacking(State.OPEN, cause="", workaround="", reason="")


def test_words_are_folded_without_plurals_and_without_what_everybody_says() -> None:
    told = "Preciso de ajuda URGENTE: as notas fiscais não saíam, nota 12345 (e-mail)!"
    assert words(told) == ["nota", "fiscai", "saiam", "mail"]
    assert words("x" * 50_000) == []


@given(st.text())
def test_words_of_any_text_are_few_and_short(text: str) -> None:
    found = words(text)
    assert len(found) <= 60
    assert all(4 <= len(word) <= 40 for word in found)
    assert likeness(found, set(found)) == found


def test_five_with_the_same_words_in_a_day_stand_out_where_they_are_rare() -> None:
    lately = asked(*["Erro na nota fiscal"] * 5, "Cadeira quebrada", "Fiscal da nota")
    (one,) = rising(lately, {})
    assert one.words == ("erro", "fiscal", "nota") or one.words == ("fiscal", "nota")
    assert set(one.tickets) >= {1, 2, 3, 4, 5}
    assert one.usual == 0
    assert one.since == NOON + timedelta(minutes=1)


def test_what_comes_as_often_every_day_does_not_stand_out() -> None:
    lately = asked(*["Entrega atrasada"] * 8)
    assert rising(lately, {("atrasada", "entrega"): 7.5}) == []
    assert rising(lately, {("atrasada", "entrega"): 1.0})


@given(st.integers(min_value=0, max_value=FEWEST - 1))
def test_fewer_than_five_never_stand_out(n: int) -> None:
    assert rising(asked(*["Erro na nota fiscal"] * n), {}) == []


def test_pairs_of_the_same_tickets_are_one_suggestion() -> None:
    found = rising(asked(*["Impressora térmica travada setor expedição"] * 6), {})
    assert len(found) == 1
    assert found[0].words == ("expedicao", "impressora", "setor", "termica", "travada")
    assert found[0].tickets == (1, 2, 3, 4, 5, 6)


def test_each_ticket_is_told_in_its_own_words() -> None:
    known = {"client": "João", "protocol": "2026 0000 001 7", "subject": "Sofá {{cliente}}"}
    text = "Olá, {{ cliente }}! {{protocolo}}: {{assunto}} {{outro}}"
    assert filled(text, known) == "Olá, João! 2026 0000 001 7: Sofá {{cliente}} {{outro}}"


def test_what_was_new_has_been_answered() -> None:
    assert status_then(Then.KEEP, Status.NEW) is Status.OPEN
    assert status_then(Then.KEEP, Status.PENDING) is Status.PENDING
    assert status_then(Then.ON_HOLD, Status.NEW) is Status.ON_HOLD
    assert status_then(Then.RESOLVED, Status.ON_HOLD) is Status.RESOLVED
