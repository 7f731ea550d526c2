from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/entrar/", "/nada/", "/desk/"])
def test_no_page_may_use_what_a_counter_does_not_need(path: str) -> None:
    policy = Client().get(path)["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy
