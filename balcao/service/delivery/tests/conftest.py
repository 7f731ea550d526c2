from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from balcao.service.delivery.outbox import folder


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> Iterator[None]:
    """Mails leave into an outbox that is empty before and after each test."""
    settings.EMAIL_BACKEND = "balcao.service.delivery.outbox.OutboxBackend"
    yield
    for file in folder().iterdir():
        file.unlink()
