from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.register.brand import actions as brand
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


@pytest.mark.parametrize(
    "way",
    [
        "/entrar/",
        "/aprovar/nonsense/",
        "/responder/nonsense/",
        "/status/avisos/sair/nonsense/",
        "/comunicados/sair/nonsense/",
    ],
)
def test_pages_behind_a_link_wear_the_colour_and_the_logo_for_one_statement(
    cast: Cast, way: str
) -> None:
    people.add_organization(SYSTEM, "Padaria do Sol", "house")
    plain = Client().get(way).content.decode()
    assert ("aparencia.css" in plain, "Padaria do Sol</span>" in plain) == (False, True)
    brand.set_colour(cast.actor("beto"), "#8a1c4a")
    brand.set_logo(cast.actor("beto"), b"\x89PNG\r\n\x1a\n" + bytes(40))
    with CaptureQueriesContext(connection) as asked:
        shown = Client().get(way).content.decode()
    assert "/ajuda/aparencia.css?v=" in shown
    assert 'src="/ajuda/logo?v=' in shown
    assert 'alt="Padaria do Sol"' in shown
    assert sum("brand_brand" in one["sql"] for one in asked) == 1
