from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from . import article, crawling, feeds, finding, looks, shelves, suggesting
from .tongues import TONGUES, Tongue

app_name = "help"


def _pages(tongue: Tongue) -> Iterator[URLPattern]:
    """Every page in one language; the names of pages in Portuguese are bare."""
    told = {"language": tongue.code}
    for route, view, name in (
        ("", shelves.home, "home"),
        (f"{tongue.topics}/<slug:category_slug>/", shelves.topic, "topic"),
        (f"{tongue.articles}/<slug:article_slug>/", article.article, "article"),
        (f"{tongue.articles}/<slug:article_slug>/{tongue.helped}/", article.feedback, "feedback"),
        (f"{tongue.search}/", finding.search, "search"),
        (f"{tongue.news}.atom", feeds.public, "feed"),
        (f"{tongue.news}/<str:feed_secret>.atom", feeds.own, "own_feed"),
    ):
        yield path(f"{tongue.prefix}{route}", view, told, name=f"{name}{tongue.suffix}")


urlpatterns = [
    *(page for tongue in TONGUES for page in _pages(tongue)),
    path("ajuda/enquanto-escreve/", suggesting.suggest, name="suggest"),
    path("ajuda/enquanto-escreve/resolveu/", suggesting.answered, name="answered"),
    path("ajuda/aparencia.css", looks.paint, name="paint"),
    path("ajuda/logo", looks.logo, name="logo"),
    path("robots.txt", crawling.robots, name="robots"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
]
