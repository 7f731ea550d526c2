from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Teams, inboxes and people by name."""
    return make_cast()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Passwords are hashed for speed, not for strength."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
