"""Refusals say why, and which status the web answers with."""

from __future__ import annotations

import pytest

from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany


@pytest.mark.parametrize(
    ("kind", "status"),
    [(NotFound, 404), (Forbidden, 403), (Conflict, 409), (Invalid, 422), (TooMany, 429)],
)
def test_each_kind_has_its_status_and_words(kind: type[Refusal], status: int) -> None:
    assert kind.status == status
    assert str(kind().message)
    assert str(kind("porque sim")) == "porque sim"


def test_invalid_names_the_fields_and_too_many_the_wait() -> None:
    assert Invalid("x", {"email": "não"}).fields == {"email": "não"}
    assert TooMany(retry_after=7).retry_after == 7
