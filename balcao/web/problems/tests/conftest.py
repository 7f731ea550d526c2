from __future__ import annotations

import pytest
from django.test import Client

from tests.signing import SignIn


@pytest.fixture
def marina(sign_in: SignIn) -> Client:
    """Marina, an agent of SAC."""
    return sign_in("marina")


@pytest.fixture
def ana(sign_in: SignIn) -> Client:
    """Ana, an agent of TI."""
    return sign_in("ana")
