"""The pages of announcements: in either frame, without script, for whom they are and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import Hat
from balcao.inside.announcements import actions
from balcao.inside.announcements.models import Announcement, Reading, Wave
from balcao.inside.announcements.tests.announcing import ASKED, content, published, written
from balcao.register.access.actions import Feed, make_feed_address
from balcao.register.access.actors import Level
from tests.cast import Cast
from tests.signing import SignIn, signed_in
from tests.statements import counted

HOME, BELL = "/comunicados/", "/desk/notifications/bell/"


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def form(**told: Any) -> dict[str, Any]:
    """A form of a new announcement as a browser sends it."""
    return {
        "title_pt-br": "Novo horário",
        "body_pt-br": "Às **9h**.",
        "audience": "internal",
    } | told


def test_each_frame_shows_its_readers_what_they_are_told(cast: Cast, sign_in: SignIn) -> None:
    beto = cast.actor("beto")
    published(beto, ["internal"], "De dentro")
    published(beto, ["customer"], "De fora")
    published(beto, ["public"], "De todos")
    desk = text(sign_in("marina"), HOME)
    assert 'body class="desk"' in desk
    assert "De dentro" in desk
    assert "De fora" not in desk
    portal = text(signed_in(cast.people["joao"].pk, Level.LINK), HOME)
    assert 'body class="portal"' in portal
    assert "De fora" in portal
    assert "De dentro" not in portal
    carlos = signed_in(cast.people["carlos"].pk, hat=Hat.EXTERNAL)
    assert "De dentro" not in text(carlos, HOME)
    street = text(Client(), HOME)
    assert "De todos" in street
    assert "De dentro" not in street
    assert "De fora" not in street


def test_whoever_is_not_told_finds_nothing_at_any_address(cast: Cast) -> None:
    made = published(cast.actor("beto"), needs_confirmation=True)
    zoe = signed_in(cast.people["zoe"].pk, Level.LINK)
    ana = signed_in(cast.people["ana"].pk)
    pages = ("mudar/", "alcance/", "alcance/nomes.csv")
    acts = ("publicar/", "retirar/", "apagar/", "prazo/", "lembrar/", "mudar/")
    for path in ("", *pages):
        text(zoe, f"{HOME}{made.pk}/{path}", 404)
    for path in pages:
        text(ana, f"{HOME}{made.pk}/{path}", 404)
    for client in (zoe, ana):
        for path in acts:
            assert client.post(f"{HOME}{made.pk}/{path}", {}).status_code == 404
        text(client, f"{HOME}nossos/", 404)
        text(client, f"{HOME}novo/", 404)
    assert zoe.post(f"{HOME}{made.pk}/confirmar/", {"edition": "1"}).status_code == 404
    assert Client().get(f"{HOME}{made.pk}/").status_code == 404
    for path in ("nossos/", "novo/", "faixa/"):
        assert Client().get(f"{HOME}{path}").status_code == 302


def test_it_is_written_looked_at_and_published_without_script(cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    sac = cast.teams["sac"].pk
    told = form(team=sac, needs_confirmation="1", is_mailed="1", remind_days="2")
    told |= {"title_en": "New hours", "body_en": "At nine."}
    told |= {"asked_pt-br": "Quando?", "choice_1_pt-br": "Às 8h", "choice_3_pt-br": "Às 9h"}
    answer = rita.post(f"{HOME}novo/", told | {"right": "3"})
    made = Announcement.objects.get()
    assert answer["Location"] == f"{HOME}{made.pk}/"
    assert (made.editions.get().question or {})["right"] == 1
    page = text(rita, f"{HOME}{made.pk}/")
    assert "<h1>New hours</h1>" in page
    assert "Draft" in page
    assert 'value="2"' in text(rita, f"{HOME}{made.pk}/mudar/")
    rita.post(f"{HOME}{made.pk}/mudar/", told | {"title_en": "Newer hours", "right": "3"})
    rita.post(f"{HOME}{made.pk}/publicar/", {"at": ""})
    made.refresh_from_db()
    assert (made.state, made.recipients, made.remind_days) == ("published", 7, 2)
    assert Wave.objects.count() == 4
    assert "Newer hours" in text(signed_in(cast.people["carlos"].pk), HOME)
    assert "Newer hours" in text(rita, f"{HOME}nossos/")


def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    for told, word in (
        (form(audience=[]), "Say whom it is for."),
        (form(**{"body_pt-br": ""}), "Give it a title and words"),
        (form(needs_confirmation="1", **{"asked_pt-br": "Quando?"}), "Give two to five choices."),
        (form(last_day="2020-01-01"), "Its last day is over already."),
    ):
        answer = beto.post(f"{HOME}novo/", told)
        assert answer.status_code == 422, word
        page = answer.content.decode()
        assert word in page
        assert 'value="Novo horário"' in page
    assert not Announcement.objects.exists()


def test_a_reader_confirms_after_the_right_answer(cast: Cast) -> None:
    made = published(cast.actor("beto"), asked=ASKED)
    carlos = signed_in(cast.people["carlos"].pk)
    assert "To confirm" in text(carlos, HOME)
    assert "To confirm" in text(carlos, "/")
    page = text(carlos, f"{HOME}{made.pk}/")
    assert "From when on?" in page
    assert "is kept with your name" in page
    to = f"{HOME}{made.pk}/confirmar/"
    wrong = carlos.post(to, {"edition": "1", "choice": "0"})
    assert wrong.status_code == 422
    assert "That is not it" in wrong.content.decode()
    assert carlos.post(to, {"edition": "1"}).status_code == 422
    assert carlos.post(to, {"edition": "9", "choice": "1"}).status_code == 409
    assert carlos.post(to, {"edition": "1", "choice": "1"}).status_code == 302
    assert "You confirmed it on" in text(carlos, f"{HOME}{made.pk}/")
    assert "To confirm" not in text(carlos, "/")


def test_looking_at_the_list_reads_nothing_and_opening_one_does(cast: Cast) -> None:
    made = published(cast.actor("beto"))
    joao, carlos = (signed_in(cast.people[name].pk) for name in ("joao", "carlos"))
    text(carlos, HOME)
    carlos.head(f"{HOME}{made.pk}/")
    text(joao, f"{HOME}{made.pk}/", 404)
    assert not Reading.objects.exists()
    text(carlos, f"{HOME}{made.pk}/")
    assert Reading.objects.count() == 1


def test_hostile_words_are_shown_as_words(cast: Cast) -> None:
    body = "<script>alert(1)</script> ![x](https://fora.example/p.gif) [y](javascript:alert(1))"
    beto = cast.actor("beto")
    made = actions.write(beto, content("<b>Oi</b>", body), ["internal"])
    actions.publish(beto, made.pk)
    page = text(signed_in(cast.people["carlos"].pk), f"{HOME}{made.pk}/")
    words = page.partition('class="announcement-words"')[2].partition("</article>")[0]
    assert "<script" not in words
    assert "fora.example/p.gif" not in re.sub(r"alt=\"[^\"]*\"", "", words)
    assert 'href="javascript' not in words
    assert "<b>Oi</b>" not in page


def test_the_bell_counts_what_waits_and_the_band_names_it(cast: Cast, sign_in: SignIn) -> None:
    made = published(cast.actor("beto"), title="Mudança de turno")
    marina = sign_in("marina")
    assert "1" in re.sub(r"<[^>]*>", "", text(marina, BELL))
    assert "Mudança de turno" in text(marina, f"{HOME}faixa/")
    assert "1 announcement waits for you" in text(marina, "/desk/notifications/")
    text(marina, f"{HOME}{made.pk}/")
    assert "Mudança de turno" not in text(marina, f"{HOME}faixa/")
    assert "1" not in re.sub(r"<[^>]*>", "", text(marina, BELL))


def test_reach_names_whoever_has_not_confirmed_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    made = published(cast.actor("beto"), needs_confirmation=True)
    actions.confirm(cast.actor("ana"), made.pk, edition=1)
    beto = sign_in("beto")
    page = text(beto, f"{HOME}{made.pk}/alcance/")
    assert "Carlos Dias" in page
    assert "Ana Prado" not in page
    assert "Ana Prado" in text(beto, f"{HOME}{made.pk}/alcance/?confirmaram=1")
    file = b"".join(beto.get(f"{HOME}{made.pk}/alcance/nomes.csv")).decode()
    assert "Ana Prado" in file
    assert "Carlos Dias" in file
    beto.post(f"{HOME}{made.pk}/lembrar/")
    assert Wave.objects.get().kind == "reminder"
    plain = published(cast.actor("beto"))
    assert "by name" not in text(beto, f"{HOME}{plain.pk}/alcance/")
    text(beto, f"{HOME}{plain.pk}/alcance/nomes.csv", 404)


def test_a_new_edition_an_end_and_a_way_back(cast: Cast, sign_in: SignIn) -> None:
    beto, carlos = sign_in("beto"), signed_in(cast.people["carlos"].pk)
    made = published(cast.actor("beto"), needs_confirmation=True)
    actions.confirm(cast.actor("carlos"), made.pk, edition=1)
    told = form(**{"title_pt-br": "Outro", "asks_again": "1"})
    assert beto.post(f"{HOME}{made.pk}/mudar/", told).status_code == 302
    page = text(carlos, f"{HOME}{made.pk}/")
    assert "You confirmed an earlier edition" in page
    beto.post(f"{HOME}{made.pk}/prazo/", {"last_day": "2099-01-31"})
    made.refresh_from_db()
    assert made.expires_at is not None
    beto.post(f"{HOME}{made.pk}/prazo/", {"now": "1"})
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert "is over since" in text(carlos, f"{HOME}{made.pk}/")
        assert "Outro" in text(carlos, f"{HOME}anteriores/")
    beto.post(f"{HOME}{made.pk}/retirar/")
    text(carlos, f"{HOME}{made.pk}/", 404)


def test_a_draft_is_scheduled_taken_back_and_thrown_away(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    made = written(cast.actor("beto"))
    beto.post(f"{HOME}{made.pk}/publicar/", {"at": "2099-01-31T09:00"})
    made.refresh_from_db()
    assert made.state == "scheduled"
    beto.post(f"{HOME}{made.pk}/retirar/")
    beto.post(f"{HOME}{made.pk}/apagar/")
    assert not Announcement.objects.exists()


def test_feeds_give_each_reader_their_own_and_strangers_what_is_public(cast: Cast) -> None:
    beto = cast.actor("beto")
    published(beto, ["internal"], "De dentro")
    published(beto, ["public"], "De todos")
    carlos = signed_in(cast.people["carlos"].pk)
    assert "/conta/feeds/?what=announcements" in text(carlos, HOME)
    address = f"{HOME}feed/{make_feed_address(cast.actor('carlos'), Feed.ANNOUNCEMENTS)}.xml"
    feed = Client().get(address)
    assert "De dentro" in feed.content.decode()
    again = Client().get(address, headers={"If-None-Match": feed["ETag"]})
    assert again.status_code == 304
    for client in (Client(), carlos):
        open_one = client.get(f"{HOME}feed.xml")
        assert "De todos" in open_one.content.decode()
        assert "De dentro" not in open_one.content.decode()
        assert "public" in open_one["Cache-Control"]
        assert open_one["ETag"] != feed["ETag"]


@pytest.mark.parametrize("many", [2, 20])
def test_the_list_takes_as_many_statements_for_two_as_for_twenty(cast: Cast, many: int) -> None:
    for number in range(many):
        published(cast.actor("beto"), ["customer"], f"Aviso {number}")
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    text(joao, HOME)
    assert counted(lambda: text(joao, HOME)) <= 6
