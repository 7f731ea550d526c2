from __future__ import annotations

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.register.people import actions as people
from tests.cast import Cast
from tests.signing import signed_in


@pytest.mark.parametrize("way", ["/", "/entrar/"])
def test_strangers_see_whose_counter_it_is(cast: Cast, way: str) -> None:
    assert "Padaria <Sol>" not in Client().get(way).content.decode()
    people.add_organization(SYSTEM, "Padaria <Sol>", "house")
    assert "Padaria &lt;Sol&gt;" in Client().get(way).content.decode()


def test_the_frame_of_desk_and_portal_bears_the_company(cast: Cast) -> None:
    people.add_organization(SYSTEM, "Padaria do Sol", "house")
    client = signed_in(cast.people["marina"].pk)
    for way in ("/desk/", "/"):
        assert '<span class="brand-name">Padaria do Sol</span>' in client.get(way).content.decode()


def test_there_is_one_house_only(cast: Cast) -> None:
    people.add_organization(SYSTEM, "Padaria do Sol", "house")
    with pytest.raises(Conflict):
        people.add_organization(SYSTEM, "Padaria da Lua", "house")
