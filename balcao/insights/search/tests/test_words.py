"""The SQL functions that make words of texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.core import text
from balcao.core.sql import row
from balcao.service.tickets.models import Message
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def asked(sql: str, told: str) -> Any:
    """What one SQL expression makes of a text, given as %(t)s."""
    found = row(f"SELECT {sql} AS made", {"t": told})
    assert found is not None
    return found["made"]


def stems(word: str) -> set[str]:
    """The stems of a text."""
    return set(asked("tsvector_to_array(balcao_stems(balcao_words(%(t)s)))", word))


@pytest.mark.parametrize(
    "told",
    [
        "Reclamação",
        "ÁÉÍÓÚ âêô ãõ ç Ü",
        "STRASSE straße ẞ",
        "Ægir œuvre Øre Łódź þorn ðá đ",
        "ﬁm Ⅷ ½ ²",
        "İstanbul",
        "ΣΊΣΥΦΟΣ ς",
        "a\u0301e\u0303",
        "東京 カ",
        "plain ASCII 123",
        "",
    ],
)
def test_a_text_folds_in_sql_as_in_python(told: str) -> None:
    assert asked("balcao_fold(%(t)s)", told) == text.fold(told)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(max_codepoint=0x24F, exclude_characters="\x00"), max_size=60))
def test_every_text_in_latin_letters_folds_in_sql_as_in_python(told: str) -> None:
    assert asked("balcao_fold(%(t)s)", told) == text.fold(told)


@pytest.mark.parametrize(
    "spellings",
    [
        ("reclamação", "reclamações", "reclamacao", "RECLAMACOES"),
        ("cartão", "cartões", "cartao", "cartoes"),
        ("móvel", "móveis", "movel", "MOVEIS"),
        ("fácil", "fáceis", "facil", "faceis"),
        ("papel", "papéis", "papeis"),
        ("digital", "digitais"),
        ("pão", "pães"),
        ("lençol", "lençóis"),
        ("mãe", "mães"),
        ("lei", "leis"),
        ("entrega", "entregas"),
        ("geladeira", "geladeiras"),
        ("cancelamento", "cancelamentos"),
        ("frequência", "frequências", "frequencia"),
    ],
)
def test_the_spellings_of_a_word_meet(spellings: tuple[str, ...]) -> None:
    made = [stems(word) for word in spellings]
    assert all(one == made[0] and len(one) == 1 for one in made), dict(
        zip(spellings, made, strict=True)
    )


@pytest.mark.parametrize(("one", "other"), [("mãe", "mão"), ("pai", "pá")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@pytest.mark.parametrize("quiet", ["não", "de", "para", "mais", "ao", "são"])
def test_common_words_leave_no_stem(quiet: str) -> None:
    assert stems(quiet) == set()


@pytest.mark.parametrize(
    "body",
    [
        "palavra " * 200_000,
        "".join(f"{number} " for number in range(180_000)),
        "x" * 900_000,
        "\ufdfa " * 100_000,
        " ".join(chr(0x4E00 + number % 20_000) for number in range(400_000)),
        "a-b/c.d@e_f" * 50_000,
        "'\\\"&|!()<->:*" * 1000,
        "\u0301" * 1000,
    ],
    ids=["long", "numbers", "one word", "ligatures", "ideographs", "joined", "operators", "marks"],
)
def test_no_text_is_refused_for_its_words(cast: Cast, body: str) -> None:
    ticket = cast.ticket("joao", "sac", body=body)
    assert Message.objects.get(ticket=ticket).body == body
