"""One's own feeds: made and told once, read without a sign-in, revoked one by one, over at once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.register.access import actions as access
from balcao.register.access.actions import Feed, feeding, make_feed_address, set_password
from balcao.register.access.models import FeedAddress, User
from balcao.register.people import actions as people
from balcao.service.knowledge.tests.writing import published
from balcao.web import own_feeds
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

PAGE = "/conta/feeds/"
WAYS = {
    Feed.HELP: "/ajuda/novidades/{}.atom",
    Feed.ANNOUNCEMENTS: "/comunicados/feed/{}.xml",
    Feed.AGENDA: "/desk/agenda/feed/{}.ics",
}


def made(client: Client, what: str, name: str = "") -> str:
    """The path of a new address, as the page shows it this once."""
    shown = unescape(client.post(PAGE, {"what": what, "name": name}).content.decode())
    found = re.search(r'<code class="secret">https?://[^/]+(/[^<]+)</code>', shown)
    assert found is not None
    return found[1]


def test_each_of_ones_feeds_is_revoked_by_itself(cast: Cast, sign_in: SignIn) -> None:
    published(cast, "Para dentro", "Texto.", ["internal"])
    carlos, program = sign_in("carlos"), Client()
    first, second = (made(carlos, "help", name) for name in ("Telefone", "Casa"))
    assert "Para dentro" in program.get(first).content.decode()
    shown = carlos.get(PAGE).content.decode()
    assert shown.count("/revogar/") == 2
    assert first.split("/")[-1].removesuffix(".atom") not in shown
    known = FeedAddress.objects.get(name="Telefone")
    assert known.read_at is not None
    assert known.digest not in first
    assert sign_in("zoe").post(f"{PAGE}{known.pk}/revogar/").status_code == 404
    assert carlos.post(f"{PAGE}{known.pk}/revogar/")["Location"] == PAGE
    assert [program.get(one).status_code for one in (first, second)] == [404, 200]


def test_every_sort_of_feed_is_made_here_and_opens_that_sort_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    marina, program = sign_in("marina"), Client()
    for what, way in WAYS.items():
        path = made(marina, what)
        secret = re.split(r"[/.]", path)[-2]
        assert path == way.format(secret)
        answers = {other: program.get(WAYS[other].format(secret)) for other in WAYS}
        opened = {other for other, answer in answers.items() if answer.status_code == 200}
        assert opened == {what}
        assert "noindex" in answers[what]["X-Robots-Tag"]
        assert answers[what]["Cache-Control"] == "private, no-cache"
        again = program.get(path, headers={"If-None-Match": answers[what]["ETag"]})
        assert again.status_code in {200, 304}  # an agenda of another second has another mark
    assert "webcal://" in marina.post(PAGE, {"what": "agenda"}).content.decode()
    assert FeedAddress.objects.filter(hats=["agent"]).count() == 2


def test_an_agenda_is_for_agents_and_nothing_else_is_made(cast: Cast, sign_in: SignIn) -> None:
    joao = sign_in("joao")
    assert 'value="agenda"' not in joao.get(PAGE).content.decode()
    for what in ("agenda", "tudo", ""):
        assert joao.post(PAGE, {"what": what}).status_code == 404
    assert Client().post(PAGE, {"what": "help"})["Location"].startswith("/entrar/")
    assert not FeedAddress.objects.exists()


@pytest.mark.parametrize("what", WAYS)
def test_nobody_makes_an_address_up(cast: Cast, what: Feed) -> None:
    secret = make_feed_address(cast.actor("marina"), what)
    kept = FeedAddress.objects.get().digest
    signed = Signer(salt=f"balcao.{what}.feed", sep=".").sign(secret)
    for told in (kept, signed, secret[:-1], "nada"):
        assert Client().get(WAYS[what].format(told)).status_code == 404
    assert Client().post(WAYS[what].format(secret)).status_code == 405


@pytest.mark.parametrize("what", WAYS)
@pytest.mark.parametrize("end", ["left", "switched off"])
def test_who_left_or_was_switched_off_reads_nothing_at_once(
    cast: Cast, what: Feed, end: str
) -> None:
    marina = cast.people["marina"]
    path = WAYS[what].format(make_feed_address(_worn(cast, what), what))
    assert Client().get(path).status_code == 200
    if end == "left":
        people.end_relationship(SYSTEM, marina.relationships.get().pk)
    else:
        set_password(SYSTEM, marina.pk, "marina@boapraca.example", None)
        User.objects.filter(person=marina).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_who_is_no_agent_any_more_has_no_agenda(cast: Cast) -> None:
    path = WAYS[Feed.AGENDA].format(make_feed_address(_worn(cast, Feed.AGENDA), Feed.AGENDA))
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert Client().get(path).status_code == 404


def test_an_address_is_read_so_often_an_hour(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(feeding, "READS_AN_HOUR", 2)
    path = WAYS[Feed.HELP].format(make_feed_address(cast.actor("zoe"), Feed.HELP))
    program = Client()
    with clock.at(clock.now().replace(minute=30)):
        assert [program.get(path).status_code for _read in range(3)] == [200, 200, 429]
        assert int(program.get(path)["Retry-After"]) > 0
        monkeypatch.setattr(own_feeds, "TRIES_AN_HOUR", 4)
        assert program.get(WAYS[Feed.HELP].format("nada")).status_code == 429


def test_the_list_costs_the_same_for_two_addresses_and_for_twenty(
    cast: Cast, sign_in: SignIn
) -> None:
    marina, costs = sign_in("marina"), []
    marina.get(PAGE)
    for count in (2, 18):
        for number in range(count):
            make_feed_address(cast.actor("marina"), list(Feed)[number % 3])
        costs.append(counted(lambda: marina.get(PAGE)))
    assert costs[0] == costs[1] <= 6
    refused = marina.post(PAGE, {"what": "help"}).content.decode()
    assert "20 " in refused
    assert FeedAddress.objects.count() == 20


def _worn(cast: Cast, what: Feed) -> Any:
    """Marina as she makes an address of this sort."""
    return cast.actor("marina").wearing(Hat.AGENT if what is Feed.AGENDA else Hat.INTERNAL)
