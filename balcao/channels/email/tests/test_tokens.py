"""Proofs of thread: read back whatever happens to case and place, never when forged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email.tokens import Tokens

TOKENS = Tokens(["first key"])
IDS = st.integers(min_value=0, max_value=2**63 - 1)


@given(ticket=IDS, message=IDS)
def test_a_message_id_names_its_ticket_and_message(ticket: int, message: int) -> None:
    made = TOKENS.message_id(ticket, message, "mail.boapraca.example")
    assert TOKENS.read_message(made) == (ticket, message)
    assert TOKENS.read_message_id(f"<{made.upper()}>") == ticket


def test_two_message_ids_of_one_message_differ() -> None:
    assert TOKENS.message_id(1, 2, "a.example") != TOKENS.message_id(1, 2, "a.example")


@given(ticket=IDS)
def test_a_plus_address_names_its_ticket_and_its_inbox(ticket: int) -> None:
    made = TOKENS.plus_address("sac@boapraca.example", ticket)
    assert TOKENS.read_plus_address(made.upper()) == ticket
    assert TOKENS.inbox_address(made) == "sac@boapraca.example"
    assert len(made.partition("@")[0]) <= 64


def test_an_address_without_our_token_is_its_own_inbox() -> None:
    assert TOKENS.inbox_address("Joao+casa@Cliente.example") == "joao+casa@cliente.example"
    assert TOKENS.read_plus_address("joao+casa@cliente.example") is None


@given(ticket=IDS)
def test_a_marker_is_found_in_quoted_text(ticket: int) -> None:
    text = f"obrigado!\n> > Protocolo 2026 0000012 3 · {TOKENS.marker(ticket).upper()}.\n> tchau"
    assert TOKENS.read_markers(text) == (ticket,)


def test_markers_come_in_order_and_once() -> None:
    text = " ".join([TOKENS.marker(9), TOKENS.marker(4), TOKENS.marker(9)])
    assert TOKENS.read_markers(text) == (9, 4)


@given(ticket=IDS, other=IDS, swapped=st.integers(min_value=0, max_value=15))
def test_a_forged_token_names_nothing(ticket: int, other: int, swapped: int) -> None:
    marker = TOKENS.marker(ticket)
    letter = marker[4 + swapped]
    forged = marker[: 4 + swapped] + ("b" if letter == "a" else "a") + marker[5 + swapped :]
    assert TOKENS.read_markers(forged) == ()
    if ticket != other:
        stolen = TOKENS.marker(ticket)[:20] + TOKENS.marker(other)[20:]
        assert TOKENS.read_markers(stolen) == ()


def test_one_kind_of_proof_is_not_another() -> None:
    token = TOKENS.plus_address("sac@b.example", 7).partition("+")[2].partition("@")[0]
    assert TOKENS.read_markers(f"ref:{token[1:]}") == ()
    assert TOKENS.read_plus_address(f"sac+t{TOKENS.marker(7)[4:]}@b.example") is None


def test_an_invitation_holds_for_that_address_alone() -> None:
    made = TOKENS.invitation(12, "Carlos@Entregas.example")
    assert TOKENS.read_invitation(made, "carlos@entregas.example") == 12
    assert TOKENS.read_invitation(made, "zoe@fora.example") is None
    address = TOKENS.invitation_address("sac@b.example", 12, "carlos@entregas.example")
    assert TOKENS.read_invitation(address, "CARLOS@entregas.example") == 12
    assert TOKENS.read_invitation(address, "zoe@fora.example") is None
    assert TOKENS.read_plus_address(address) is None
    assert TOKENS.inbox_address(address) == "sac@b.example"


def test_a_plain_plus_address_is_no_invitation() -> None:
    made = TOKENS.plus_address("sac@b.example", 12)
    assert TOKENS.read_invitation(made, "carlos@entregas.example") is None


def test_keys_turn_over() -> None:
    old = Tokens(["old"])
    both = Tokens(["new", "old"])
    assert both.read_markers(old.marker(5)) == (5,)
    assert old.read_markers(both.marker(5)) == ()
    assert Tokens(["new"]).read_message_id(old.message_id(5, 1, "b.example")) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert TOKENS.read_markers(text) == ()
    assert TOKENS.read_message_id(text) is None
    assert TOKENS.read_plus_address(text) is None
    assert TOKENS.read_invitation(text, text) is None
    assert TOKENS.inbox_address(text) is not None


@pytest.mark.parametrize("keys", [[], [""], ["good", ""]])
def test_empty_keys_are_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Tokens(keys)
