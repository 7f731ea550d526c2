from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from balcao.core.actor import NOBODY
from balcao.register.brand import queries
from tests.cast import Cast
from tests.signing import signed_in

HERE = "/administracao/aparencia/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def test_the_administrator_chooses_colour_and_logo(cast: Cast) -> None:
    beto = signed_in(cast.people["beto"].pk)
    beto.post(HERE, {"colour": "#8A1C4A"})
    beto.post(HERE, {"logo": SimpleUploadedFile("logo.png", PNG)})
    look = queries.look(NOBODY)
    assert (look["colour"], look["has_logo"]) == ("#8a1c4a", True)
    assert "/ajuda/logo" in beto.get(HERE).content.decode()
    beto.post(HERE, {"drop": "1"})
    beto.post(HERE, {"colour": "vermelho"})
    beto.post(HERE, {})
    look = queries.look(NOBODY)
    assert (look["colour"], look["has_logo"]) == ("#8a1c4a", False)


def test_others_find_no_such_page(cast: Cast) -> None:
    for name in ("rita", "joao"):
        assert signed_in(cast.people[name].pk).get(HERE).status_code == 404
        assert signed_in(cast.people[name].pk).post(HERE, {"colour": ""}).status_code == 404
