from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from balcao.service.delivery.outbox import folder


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals are compared in the words they were written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def outbox(settings: Any) -> Iterator[None]:
    """Mails leave into an outbox that is empty before and after."""
    settings.EMAIL_BACKEND = "balcao.service.delivery.outbox.OutboxBackend"
    for file in folder().iterdir():
        file.unlink()
    yield
    for file in folder().iterdir():
        file.unlink()
