"""A caller of the API: the person's token over Django's test client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token
from tests.cast import Cast


class Caller:
    """Calls the API as the holder of a token; paths are below /api/v1."""

    def __init__(self, token: str | None) -> None:
        self.token = token
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        """The answer to a GET."""
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, told: Any = None) -> Any:
        """The answer to a POST of this as JSON."""
        return self.client.post(
            f"/api/v1{path}", told, content_type="application/json", headers=self._headers()
        )

    def patch(self, path: str, told: Any = None) -> Any:
        """The answer to a PATCH of this as JSON."""
        return self.client.patch(
            f"/api/v1{path}", told, content_type="application/json", headers=self._headers()
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


As = Callable[[str], Caller]


@pytest.fixture
def call(cast: Cast) -> As:
    """The caller that acts as a person of the cast, by their first handle."""

    def as_(name: str) -> Caller:
        return Caller(issue_token(SYSTEM, cast.handle(name).value))

    return as_


def is_problem(response: Any, status: int) -> bool:
    """True for a problem document of this status."""
    told: dict[str, Any] = response.json()
    return bool(
        response.status_code == status == told["status"]
        and response["Content-Type"] == "application/problem+json"
        and {"type", "title", "detail"} <= set(told)
    )
