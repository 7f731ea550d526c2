"""The first page of the help centre, and one of its topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.knowledge import queries

from . import structured
from .pictures import picture
from .reading import marked, reader, show
from .tongues import TONGUES, address, whole

LATEST = 60
SHOWN_LATEST = 6
SHOWN_A_TOPIC = 3


@require_safe
def home(request: HttpRequest, language: str) -> HttpResponse:
    """A box to search in, the topics, and what is new."""
    actor = reader(request)
    return marked(request, language, actor, lambda: _home(request, actor, language))


@require_safe
def topic(request: HttpRequest, language: str, category_slug: str) -> HttpResponse:
    """The articles of a topic that this reader may read; NotFound where there are none."""
    actor = reader(request)
    return marked(request, language, actor, lambda: _topic(request, actor, language, category_slug))


def trail(tree: list[Row], field: str, value: object) -> list[Row]:
    """The topics from the outermost to the one whose field has this value; empty without one."""
    for one in tree:
        if one[field] == value:
            return [one]
        if below := trail(one["children"], field, value):
            return [one, *below]
    return []


def steps(language: str, way: list[Row]) -> list[tuple[str, str]]:
    """The help centre and topics as labels with their addresses."""
    topics = [(one["name"], address(language, "topic", one["slug"])) for one in way]
    return [(_("Help centre"), address(language, "home")), *topics]


def _home(request: HttpRequest, actor: Actor, language: str) -> HttpResponse:
    latest, _more = queries.articles(actor, language=language, limit=LATEST)
    topics = queries.categories(actor, language)
    ways = {one.code: address(one.code, "home") for one in TONGUES}
    site = structured.site(
        _("Help centre"), whole(ways[language]), whole(address(language, "search"))
    )
    context: dict[str, Any] = {
        "topics": [
            {**one, "some": list(_some(one, latest)), "picture": picture(one["name"])}
            for one in topics
        ],
        "latest": latest[:SHOWN_LATEST],
        "own_feed": reverse("entrance:feeds") if actor.hats else "",
        "about": _("Answers, step by step, and a person to ask when they are not enough."),
        "structured": structured.written(site),
    }
    return show(request, language, "help/home.html", context, ways)


def _some(one: Row, latest: list[Row]) -> Iterator[Row]:
    """The newest articles of a topic, of those that are new at all."""
    within = set(_ids(one))
    found = (each for each in latest if each["category_id"] in within)
    for _place, each in zip(range(SHOWN_A_TOPIC), found, strict=False):
        yield each


def _ids(one: Row) -> Iterator[int]:
    yield one["id"]
    for child in one["children"]:
        yield from _ids(child)


def _topic(request: HttpRequest, actor: Actor, language: str, slug: str) -> HttpResponse:
    way = trail(queries.categories(actor, language), "slug", slug)
    if not way:
        raise NotFound()
    cursor = request.GET.get("cursor") or None
    found, following = queries.articles(actor, category=slug, language=language, cursor=cursor)
    here = way[-1]
    ways = {} if cursor else {one.code: address(one.code, "topic", slug) for one in TONGUES}
    told = structured.crumbs([(label, whole(href)) for label, href in steps(language, way)])
    context = {
        "topic": here,
        "picture": picture,
        "steps": steps(language, way[:-1]),
        "articles": found,
        "following": following,
        "about": _("%(topic)s: answers, step by step.") % {"topic": here["name"]},
        "structured": structured.written(told),
    }
    return show(request, language, "help/topic.html", context, ways)
