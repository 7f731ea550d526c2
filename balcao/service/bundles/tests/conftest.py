from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.bundles import library
from balcao.service.bundles.models import Template
from tests.cast import Cast

WELCOME = {"who": "Bia Prado", "first_day": "2040-06-04", "place": "Loja da Praça"}


@pytest.fixture
def welcoming(cast: Cast) -> Template:
    """RH welcomes who is new, with Paulo asking TI; any employee may ask for it."""
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    return library.take(
        cast.actor("paulo"),
        "welcoming",
        {"it": cast.inboxes["ti"].pk},
        team_id=cast.teams["rh"].pk,
        inbox_id=cast.inboxes["rh"].pk,
        owner_id=cast.people["paulo"].pk,
        audience=["employee"],
    )
