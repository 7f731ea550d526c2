from __future__ import annotations

import re

from django.test import Client

from balcao.inside.announcements import actions as announcements
from balcao.register.access.models import FeedAddress
from balcao.service.knowledge.tests.writing import published
from tests.cast import Cast
from tests.signing import signed_in

PAGE = "/conta/feeds/"


def test_each_of_ones_feeds_is_revoked_by_itself(cast: Cast) -> None:
    published(cast, "Para dentro", "Texto.", ["internal"])
    announcements.open_feed(cast.actor("carlos"))
    carlos, program = signed_in(cast.people["carlos"].pk), Client()
    first, second = (_made(carlos, name) for name in ("Telefone", "Casa"))
    assert "Para dentro" in program.get(first).content.decode()
    shown = carlos.get(PAGE).content.decode()
    assert (shown.count("/revogar/"), "/comunicados/feed/fechar/" in shown) == (2, True)
    assert first.split("/")[-1].removesuffix(".atom") not in shown
    known = FeedAddress.objects.get(name="Telefone")
    assert known.read_at is not None
    assert known.digest not in first
    zoe = signed_in(cast.people["zoe"].pk)
    assert zoe.post(f"{PAGE}{known.pk}/revogar/").status_code == 404
    assert carlos.post(f"{PAGE}{known.pk}/revogar/")["Location"] == PAGE
    assert [program.get(one).status_code for one in (first, second)] == [404, 200]


def _made(client: Client, name: str) -> str:
    shown = client.post(PAGE, {"name": name}).content.decode()
    found = re.search(r'value="https?://[^/]+(/[^"]+[.]atom)"', shown)
    assert found is not None
    return found[1]
