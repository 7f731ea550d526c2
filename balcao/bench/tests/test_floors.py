"""A floor repeats what the page really did."""

from __future__ import annotations

import pytest

from balcao.bench import filling, floors
from balcao.bench.sessions import sign_in


@pytest.fixture
def session(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(filling, "CLIENTS", 100)
    monkeypatch.setattr(filling, "AGENTS", 4)
    monkeypatch.setattr(filling, "TOLD", 60)
    filled = filling.fill(30, lambda words: None)
    return sign_in(filled.agents[0])


def test_a_page_is_recorded_and_repeated(session: str) -> None:
    recorded = floors.record(session, "/desk/lists/teams/")
    assert recorded.status == 200
    assert 0 < len(recorded.own) < len(recorded.statements)
    assert recorded.renderings
    found = floors.floor([recorded], rounds=3)
    assert found.asked == 3
