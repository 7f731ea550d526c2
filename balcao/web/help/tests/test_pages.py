"""What pages of the help centre say, to people and to searches on the web."""

from __future__ import annotations

import json
import re
from functools import partial
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client

from balcao.register.brand import actions as brand
from balcao.service.knowledge import actions
from balcao.service.knowledge.models import Feedback, Search, Shown
from balcao.service.knowledge.tests.writing import published, shelf
from balcao.web.help import crawling, pictures, structured
from balcao.web.help.article import headings, raised
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_an_article_says_how_far_it_can_be_relied_upon(cast: Cast) -> None:
    one = published(cast)
    page = Client().get(f"/help/articles/{one.slug}/").content.decode()
    assert "1 minute to read" in page
    assert "Updated on" in page
    assert "This article does not exist in this language yet." in page
    assert "canonical" not in page
    assert "noindex" in page  # searches read it where it is in its own language


def test_a_translation_has_its_own_address_and_names_the_other(cast: Cast) -> None:
    one = published(cast)
    rita = cast.actor("rita")
    actions.translate(rita, one.pk, "en", "Warranty of the sofa", "Keep your invoice.")
    actions.publish(rita, one.pk)
    page = Client().get(f"/help/articles/{one.slug}/").content.decode()
    assert "Keep your invoice" in page
    assert f'hreflang="pt-BR" href="{_whole(f"/ajuda/artigos/{one.slug}/")}"' in page
    assert f'rel="canonical" href="{_whole(f"/help/articles/{one.slug}/")}"' in page
    assert "noindex" not in page
    there = Client().get(f"/ajuda/artigos/{one.slug}/").content.decode()
    assert "Keep your invoice" not in there


def test_searches_understand_the_page_and_no_title_breaks_out_of_it(cast: Cast) -> None:
    title = 'Sofá </script><script>alert(1)</script> & "aspas"'
    one = published(cast, title)
    page = Client().get(f"/ajuda/artigos/{one.slug}/").content.decode()
    assert "<script>alert" not in page
    told = json.loads(_DATA.findall(page)[0])
    article = next(part for part in told["@graph"] if part["@type"] == "TechArticle")
    assert article["headline"] == title
    assert article["mainEntityOfPage"].endswith(f"/ajuda/artigos/{one.slug}/")


@pytest.mark.parametrize("told", ["</script>", "<!--", "\u2028", "&lt;"])
def test_structured_words_are_the_same_once_read(told: str) -> None:
    written = str(structured.written({"name": told}))
    assert "<" not in written
    assert json.loads(written)["name"] == told


def test_headings_are_listed_where_there_are_enough_of_them() -> None:
    html = '<h3 id="a">Um &amp; <em>dois</em></h3><h4 id="b">B</h4><h3 id="c">C</h3>'
    assert [(one.anchor, one.label, one.is_deeper) for one in headings(html)] == [
        ("a", "Um & dois", False),
        ("b", "B", True),
        ("c", "C", False),
    ]
    assert headings('<h2 id="a">Um</h2>') == []


def test_topics_lead_to_articles_and_show_where_there_are_some(cast: Cast) -> None:
    outer = shelf(cast, "Compras")
    inner = shelf(cast, "Garantias", outer)
    shelf(cast, "Vazia")
    one = published(cast, category_id=inner.pk)
    home = Client().get("/ajuda/").content.decode()
    assert "Compras" in home
    assert "Vazia" not in home
    for topic in (outer, inner):
        page = Client().get(f"/ajuda/temas/{topic.slug}/").content.decode()
        assert f"/ajuda/artigos/{one.slug}/" in page
    assert Client().get("/ajuda/temas/vazia/").status_code == 404
    way = Client().get(f"/ajuda/artigos/{one.slug}/").content.decode()
    assert f"/ajuda/temas/{inner.slug}/" in way


def test_what_is_searched_in_vain_is_counted_and_leads_to_asking(cast: Cast) -> None:
    published(cast)
    found = Client().get("/help/search/?q=garantia").content.decode()
    assert "Garantia do sofá" in found
    nothing = Client().get("/help/search/?q=helicóptero").content.decode()
    assert "Nothing was found" in nothing
    asking = re.findall(r'href="(/novo/[^"]*)"', nothing)[-1]
    assert asking.startswith("/novo/?assunto=helic")
    assert 'value="helicóptero"' in Client().get(asking, follow=True).content.decode()
    assert dict(Search.objects.values_list("words", "found")) == {"garantia": 1, "helicoptero": 0}
    assert "noindex" in nothing


def test_feedback_needs_no_sign_in_and_no_script(cast: Cast) -> None:
    one = published(cast)
    here = f"/ajuda/artigos/{one.slug}/"
    form = {"helped": "0", "words": "Faltou o prazo"}
    client = Client(enforce_csrf_checks=True)
    sent = client.post(f"{here}resolveu/", form)
    assert (sent.status_code, sent["Location"]) == (303, f"{here}?obrigado=0#resolveu")
    assert Feedback.objects.get().words == "Faltou o prazo"
    part = Client().post(f"{here}resolveu/", {"helped": "1"}, headers={"HX-Request": "true"})
    assert "help-thanks" in part.content.decode()
    assert Client().post(f"{here}resolveu/", {"helped": "7"}).status_code == 404
    assert Client().post("/ajuda/artigos/nada/resolveu/", {"helped": "1"}).status_code == 404
    one.refresh_from_db()
    assert (one.helped, one.unhelpful) == (1, 1)


def test_suggestions_come_while_one_writes_and_what_became_of_them_is_counted(cast: Cast) -> None:
    one = published(cast)
    client, visit = signed_in(cast.people["joao"].pk), str(uuid4())
    told = {"subject": "garantia", "body": "meu sofá rasgou", "help_visit": visit}
    part = client.post("/ajuda/enquanto-escreve/", told).content.decode()
    assert f"/help/articles/{one.slug}/?visita={visit}" in part
    client.get(f"/help/articles/{one.slug}/?visita={visit}")
    assert client.post("/ajuda/enquanto-escreve/resolveu/", told).status_code == 302
    assert Shown.objects.values_list("was_opened", "outcome").get() == (True, "answered")


def test_nothing_is_suggested_to_whoever_has_hardly_begun_or_may_not_read_it(cast: Cast) -> None:
    published(cast, "Garantia de dentro", "Garantia para o sofá.", ["employee"])
    for words in ("ga", "garantia do sofá que comprei"):
        part = Client().post("/ajuda/enquanto-escreve/", {"subject": words}).content.decode()
        assert "<li>" not in part
        assert 'name="help_visit"' in part
    assert not Shown.objects.exists()


@pytest.mark.parametrize("visit", ["", "x", "1" * 400, "../../etc"])
def test_a_visit_that_is_none_changes_nothing(cast: Cast, visit: str) -> None:
    one = published(cast)
    assert Client().get(f"/ajuda/artigos/{one.slug}/", {"visita": visit}).status_code == 200
    told = {"subject": "garantia do sofá", "help_visit": visit}
    assert Client().post("/ajuda/enquanto-escreve/", told).status_code == 200
    assert Client().post("/ajuda/enquanto-escreve/resolveu/", told).status_code == 302


def test_the_map_names_each_page_that_everybody_may_read(cast: Cast) -> None:
    one = published(cast, category_id=shelf(cast).pk)
    published(cast, "Só para dentro", "Palavra.", ["internal"])
    found = _locations("/sitemap.xml")
    assert _whole(f"/ajuda/artigos/{one.slug}/") in found
    assert _whole("/ajuda/temas/compras/") in found
    assert not [way for way in found if way and "dentro" in way]
    assert all(Client().get(str(way).removeprefix(_whole(""))).status_code == 200 for way in found)
    robots = Client().get("/robots.txt").content.decode()
    assert f"Sitemap: {_whole('/sitemap.xml')}" in robots
    assert "Disallow: /\n" in robots


def test_a_map_too_long_for_one_file_is_a_list_of_files(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [published(cast, title) for title in ("Um", "Dois", "Três", "Quatro")]
    monkeypatch.setattr(crawling, "ARTICLES", 2)
    files = _locations("/sitemap.xml")
    assert len(files) == 2
    told = [way for file in files for way in _locations(file.removeprefix(_whole("")))]
    assert len(told) == len(set(told))
    assert {_whole(f"/ajuda/artigos/{one.slug}/") for one in made} < set(told)
    assert _whole("/ajuda/") in told


def _locations(path: str) -> list[str]:
    found = ElementTree.fromstring(Client().get(path).content).iter()
    return [str(loc.text) for loc in found if loc.tag.endswith("}loc")]


def test_the_brand_paints_the_pages(cast: Cast) -> None:
    assert "aparencia.css" not in Client().get("/ajuda/").content.decode()
    assert Client().get("/ajuda/logo").status_code == 404
    brand.set_colour(cast.actor("beto"), "#8a1c4a")
    brand.set_logo(cast.actor("beto"), PNG)
    home = Client().get("/ajuda/").content.decode()
    address = re.findall(r'href="(/ajuda/aparencia.css\?v=\d+)"', home)[0]
    paint = Client().get(address)
    assert "#8a1c4a" in paint.content.decode()
    assert "immutable" in paint["Cache-Control"]
    assert "immutable" not in Client().get("/ajuda/aparencia.css?v=1")["Cache-Control"]
    logo = Client().get(re.findall(r'src="(/ajuda/logo\?v=\d+)"', home)[0])
    assert (logo.content, logo["Content-Type"]) == (PNG, "image/png")
    assert "sandbox" in logo["Content-Security-Policy"]
    for portal in (Client(), signed_in(cast.people["joao"].pk)):
        shown = portal.get("/status/", follow=True).content.decode()
        assert (address in shown, "/ajuda/logo?v=" in shown) == (True, True)
    desk = signed_in(cast.people["marina"].pk).get("/desk/").content.decode()
    assert ("aparencia.css" in desk, "/ajuda/logo" in desk) == (False, False)


def test_a_page_costs_as_much_with_many_articles_as_with_few(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    one = published(cast, category_id=shelf(cast).pk)
    paths = ("/ajuda/", "/ajuda/temas/compras/", f"/ajuda/artigos/{one.slug}/", "/sitemap.xml")
    for path in paths:
        client.get(path)
    few = [counted(partial(client.get, path)) for path in paths]
    for number in range(12):
        published(cast, f"Artigo {number}", category_id=one.category_id)
    many = [counted(partial(client.get, path)) for path in paths]
    assert many == few


def _whole(path: str) -> str:
    from django.conf import settings

    return f"{settings.BASE_URL}{path}"


@pytest.mark.parametrize(
    ("name", "icon"),
    [("Entregas", "truck-delivery"), ("Férias e folgas", "beach"), ("Diversos", pictures.ANY)],
)
def test_a_topic_has_the_picture_of_what_it_speaks_of(name: str, icon: str) -> None:
    assert pictures.picture(name) == icon


def test_the_highest_headings_of_an_article_stand_right_below_its_title() -> None:
    html = '<p>&lt;h3</p><h3 id="a">A</h3><h4 id="b">B</h4>'
    assert raised(html) == '<p>&lt;h3</p><h2 id="a">A</h2><h3 id="b">B</h3>'
    assert raised('<h2 id="a">A</h2><h4>B</h4>') == '<h2 id="a">A</h2><h4>B</h4>'
    assert raised("<p>nada</p>") == "<p>nada</p>"
