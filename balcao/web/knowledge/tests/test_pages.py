"""Writing at the desk: who may, what readers keep meanwhile, what is refused without losing words."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.models import Article, Category, Picture
from balcao.service.knowledge.tests.writing import BODY, INSIDE, published, shelf
from tests.cast import Cast
from tests.signing import PART, SignIn
from tests.statements import counted

HOME = "/conhecimento/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def body(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_an_article_goes_from_the_agent_over_the_supervisor_to_its_readers(
    cast: Cast, sign_in: SignIn
) -> None:
    marina, rita = sign_in("marina"), sign_in("rita")
    form = {
        "team": cast.teams["sac"].pk,
        "title": "Troca de cor",
        "body": "Trinta dias.",
        "audience": ["public"],
    }
    there = marina.post(f"{HOME}novo/", form)["Location"]
    article = Article.objects.get()
    assert there == f"{HOME}{article.pk}/"
    assert "Entregar" in body(marina.get(there)) or "Hand in" in body(marina.get(there))
    marina.post(f"{there}publicar/")
    article.refresh_from_db()
    assert article.state == "draft"
    marina.post(f"{there}entregar/")
    assert "Troca de cor" in body(rita.get(f"{HOME}?state=review"))
    rita.post(f"{there}publicar/")
    article.refresh_from_db()
    assert article.state == "published"


def test_nobody_else_finds_these_pages(cast: Cast, sign_in: SignIn) -> None:
    made = published(cast)
    pages = ("", "novo/", "revisar/", "buscas/", "opinioes/", "categorias/", f"{made.pk}/")
    for name in ("joao", "carlos", "zoe", "lucia", "beto"):
        client = sign_in(name)
        assert {client.get(f"{HOME}{page}").status_code for page in pages} <= {403, 404}
    assert sign_in("ana").get(f"{HOME}{made.pk}/").status_code == 404
    assert Client().get(HOME).status_code in (302, 403, 404)


def test_a_refused_version_loses_no_word(cast: Cast, sign_in: SignIn) -> None:
    made, rita = published(cast), sign_in("rita")
    there = f"{HOME}{made.pk}/"
    for words, seen, status in (("::: interno\nsem fim", 1, 422), ("Outro texto.", 0, 409)):
        response = rita.post(there, {"title": "Garantia", "body": words, "seen": seen})
        assert response.status_code == status
        assert words.splitlines()[0] in body(response)
    assert made.texts.count() == 1


def test_versions_stand_beside_each_other(cast: Cast, sign_in: SignIn) -> None:
    made, rita = published(cast, body="Trinta dias."), sign_in("rita")
    there = f"{HOME}{made.pk}/"
    rita.post(there, {"title": "Garantia", "body": "Sessenta dias.", "seen": 1})
    assert rita.get(f"{there}versoes/").status_code == 200
    shown = body(rita.get(f"{there}comparar/?a=1&b=2"))
    assert "<del>Trinta dias.</del>" in shown
    assert "<ins>Sessenta dias.</ins>" in shown
    for wrong in ("?a=1", "?a=1&b=7", "?a=x&b=2", "?language=xx&a=1&b=2"):
        assert rita.get(f"{there}comparar/{wrong}").status_code == 404


@pytest.mark.parametrize(
    ("viewed", "sees"),
    [("stranger", False), ("customer", False), ("employee", True), ("all", True)],
)
def test_a_preview_is_what_these_readers_get(
    cast: Cast, sign_in: SignIn, viewed: str, sees: bool
) -> None:
    shown = sign_in("marina").post(f"{HOME}previa/", {"title": "T", "body": BODY, "as": viewed})
    assert (INSIDE in body(shown)) is sees
    assert "noventa dias" in body(shown)


def test_a_preview_says_what_it_does_not_understand(cast: Cast, sign_in: SignIn) -> None:
    shown = sign_in("marina").post(f"{HOME}previa/", {"body": "<b>x</b>\n::: interna\n"})
    assert "interna" in body(shown)
    assert shown.status_code == 200


def test_properties_keep_readers_that_the_writer_can_not_see(cast: Cast, sign_in: SignIn) -> None:
    rh = f"team:{cast.teams['rh'].pk}"
    made = published(cast, audience=["customer", rh])
    there = f"{HOME}{made.pk}/"
    review = clock.today() + timedelta(days=90)
    rita = sign_in("rita")
    rita.post(f"{there}propriedades/", {"audience": ["supplier"], "review_on": review})
    made.refresh_from_db()
    assert made.audience == sorted(["supplier", rh])
    assert made.review_on == review
    refused = rita.post(f"{there}propriedades/", {"audience": ["marte"]})
    assert refused.status_code == 422


def test_publishing_at_an_instant_and_not_after_all(cast: Cast, sign_in: SignIn) -> None:
    made, rita = published(cast), sign_in("rita")
    there = f"{HOME}{made.pk}/"
    rita.post(there, {"title": "Garantia", "body": "Sessenta dias.", "seen": 1})
    rita.post(f"{there}agendar/", {"at": "2041-01-05T09:30"})
    assert made.texts.get(number=2).publish_at is not None
    rita.post(f"{there}desagendar/")
    assert made.texts.get(number=2).publish_at is None
    rita.post(f"{there}agendar/", {"at": "nunca"})
    assert made.texts.get(number=2).publish_at is None


def test_checking_and_withdrawing(cast: Cast, sign_in: SignIn) -> None:
    made, rita = published(cast), sign_in("rita")
    there = f"{HOME}{made.pk}/"
    next_on = clock.today() + timedelta(days=30)
    rita.post(f"{there}conferir/", {"next_on": next_on})
    made.refresh_from_db()
    assert made.review_on == next_on
    rita.post(f"{there}retirar/")
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_picture_is_fetched_by_its_readers_alone(cast: Cast, sign_in: SignIn) -> None:
    made, rita = published(cast), sign_in("rita")
    there = f"{HOME}{made.pk}/"
    sent = SimpleUploadedFile("foto.png", PNG, "text/html")
    assert rita.post(f"{there}imagens/", {"picture": sent}).status_code == 302
    picture = Picture.objects.get()
    address = f"{HOME}imagem/{picture.pk}"
    assert Client().get(address).status_code == 404
    words = f"::: interno\n![foto]({address})\n:::"
    rita.post(there, {"title": "Garantia", "body": words, "seen": 1})
    rita.post(f"{there}publicar/")
    shown = sign_in("ana").get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown["Cache-Control"] == "private, no-store"
    assert {sign_in(name).get(address).status_code for name in ("joao", "zoe")} == {404}
    rita.post(f"{there}imagens/", {"picture": SimpleUploadedFile("a.svg", b"<svg/>")})
    assert Picture.objects.count() == 1


def test_what_else_to_read_is_searched_added_and_removed(cast: Cast, sign_in: SignIn) -> None:
    made, other = published(cast), published(cast, "Troca de cor", "Trinta dias.")
    rita, there = sign_in("rita"), f"{HOME}{made.pk}/relacionados/"
    assert there in body(rita.get(f"{HOME}{made.pk}/"))
    found = body(rita.get(there, {"q": "troca"}))
    assert f'id="found-{other.pk}"' in found
    rita.post(there, {"add": other.pk, "q": "troca"})
    shown = rita.get(there, {"q": "troca"}, headers=PART)
    assert f'id="related-{other.pk}"' in body(shown)
    assert f'id="found-{other.pk}"' not in body(shown)
    assert "<html" not in body(shown)
    assert "Troca de cor" in body(Client().get(f"/ajuda/artigos/{made.slug}/"))
    part = body(rita.post(there, {"remove": other.pk}, headers=PART))
    assert f'id="related-{other.pk}"' not in part
    marina = sign_in("marina")
    marina.post(there, {"add": other.pk})
    assert f'value="{other.pk}"' not in body(marina.get(there, {"q": "troca"}))
    assert not made.related.exists()
    assert sign_in("ana").get(there).status_code == 404


def test_worklists_lead_to_writing_and_are_worked_off(cast: Cast, sign_in: SignIn) -> None:
    made, rita, joao = published(cast), sign_in("rita"), cast.actor("joao")
    queries.search(joao, "montagem")
    actions.give_feedback(joao, made.slug, "pt-br", False, "Não diz o prazo.")
    assert "title=montagem" in body(rita.get(f"{HOME}buscas/"))
    shown = body(rita.get(f"{HOME}opinioes/"))
    assert "Não diz o prazo." in shown
    assert "João" not in shown
    rita.post(f"{HOME}buscas/resolver/", {"words": "montagem"})
    rita.post(f"{HOME}opinioes/{made.feedback.get().pk}/")
    assert "montagem" not in body(rita.get(f"{HOME}buscas/"))
    assert "Não diz o prazo." not in body(rita.get(f"{HOME}opinioes/"))
    with clock.at(clock.now()):
        actions.settle(cast.actor("rita"), made.pk, {"owner_id": None})
    assert made.texts.get().title in body(rita.get(f"{HOME}revisar/"))


def test_shelves_are_put_up_moved_and_taken_away(cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    there = f"{HOME}categorias/"
    rita.post(there, {"name_pt-br": "Compras", "name_en": "Buying"})
    above = Category.objects.get()
    rita.post(there, {"name_pt-br": "Entrega", "parent": above.pk})
    under = Category.objects.get(parent=above)
    assert "Buying" in body(rita.get(there))
    rita.post(f"{there}{under.pk}/", {"name_pt-br": "Entregas", "position": "3"})
    under.refresh_from_db()
    assert (under.names["pt-br"], under.parent, under.position) == ("Entregas", None, 3)
    rita.post(f"{there}{under.pk}/tirar/")
    assert not Category.objects.filter(pk=under.pk).exists()
    assert sign_in("marina").get(f"{there}{above.pk}/").status_code == 404


def test_lists_take_the_same_statements_for_two_and_for_twenty(cast: Cast, sign_in: SignIn) -> None:
    def write(many: range) -> None:
        for n in many:
            kept = published(cast, f"Garantia {n}", review_on=clock.today() + timedelta(days=1))
            shelf(cast, f"Compras {n}")
            actions.give_feedback(cast.actor("joao"), kept.slug, "pt-br", False, "Não ajudou.")
            queries.search(NOBODY, f"helicóptero{n}")

    rita = sign_in("rita")
    lists = [HOME, *(f"{HOME}{one}/" for one in ("revisar", "buscas", "opinioes", "categorias"))]
    write(range(2))
    small = {path: counted(partial(rita.get, path)) for path in lists * 2}
    write(range(2, 20))
    assert {path: counted(partial(rita.get, path)) for path in lists} == small
