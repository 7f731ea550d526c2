from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from balcao.core.actor import NOBODY
from balcao.core.errors import Forbidden, Invalid
from balcao.register.brand import actions, queries, rules
from balcao.register.brand.models import Brand
from tests.cast import Cast

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def test_an_administrator_paints_the_clients_pages(cast: Cast) -> None:
    before = queries.look(NOBODY)
    actions.set_colour(cast.actor("beto"), "#0B5F57")
    after = queries.look(NOBODY)
    assert (before["colour"], after["colour"]) == ("", "#0b5f57")
    assert after["version"] > before["version"]
    actions.set_colour(cast.actor("beto"), " ")
    assert queries.look(NOBODY)["colour"] == ""


def test_the_logo_comes_and_goes(cast: Cast) -> None:
    beto = cast.actor("beto")
    assert queries.logo(NOBODY) is None
    actions.set_logo(beto, PNG)
    assert queries.logo(NOBODY) == (PNG, "image/png")
    assert queries.look(NOBODY)["has_logo"] is True
    actions.drop_logo(beto)
    assert queries.logo(NOBODY) is None
    assert queries.look(NOBODY)["has_logo"] is False


@pytest.mark.parametrize(
    "content", [b"<svg/>", b"", PNG + bytes(rules.LOGO_MAX_BYTES)], ids=["svg", "empty", "big"]
)
def test_what_is_no_small_picture_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Invalid):
        actions.set_logo(cast.actor("beto"), content)
    assert not Brand.objects.exclude(logo=None).exists()


def test_nobody_else_paints(cast: Cast) -> None:
    for name in ("rita", "lucia", "ana", "joao"):
        for act in (
            lambda actor: actions.set_colour(actor, "#000000"),
            lambda actor: actions.set_logo(actor, PNG),
            actions.drop_logo,
        ):
            with pytest.raises(Forbidden):
                act(cast.actor(name))


def test_there_is_one_brand(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Brand.objects.create(pk=2)
