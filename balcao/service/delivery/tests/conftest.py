from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_outbox(outbox: None) -> None:
    """Every mail found is of this test."""
