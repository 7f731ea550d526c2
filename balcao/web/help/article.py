"""One article, as far as its reader may read it; and whether it helped."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import strip_tags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.knowledge import actions, queries

from ..pages import is_fragment, page
from ..places import place
from ..posting import told
from . import structured
from .reading import marked, reader, show, unmarked
from .shelves import steps
from .tongues import address, whole

HEADINGS_LEAST = 3
THANKED = "obrigado"
VISIT = "visita"
_LEVEL = re.compile(r"<(/?)h([2-6])\b")
_HEADING = re.compile(r'<h([2-4]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


class Heading(NamedTuple):
    """A place in an article to go to."""

    anchor: str
    label: str
    is_deeper: bool


@require_safe
def article(request: HttpRequest, language: str, article_slug: str) -> HttpResponse:
    """The article, with how fresh it is, what stands beside it, and a question at its end."""
    actor = reader(request)

    def drawn() -> HttpResponse:
        return _drawn(request, actor, language, article_slug)

    visit = visit_of(request.GET.get(VISIT, ""))
    if visit is not None:
        actions.note_opened(actor, visit, article_slug)
    if request.GET:
        return unmarked(language, drawn)
    return marked(request, language, actor, drawn)


# A form from elsewhere brings no session (SameSite) and so counts as a stranger's, who needs no
# page of ours to send one; so the page of strangers holds nothing of any of them.
@csrf_exempt
@require_POST
def feedback(request: HttpRequest, language: str, article_slug: str) -> HttpResponse:
    """Take down whether it helped, and a word on it."""
    actor, helped = reader(request), told(request, "helped")
    if helped not in ("0", "1"):
        raise NotFound()
    words, caller = told(request, "words"), place(request)
    actions.give_feedback(actor, article_slug, language, helped == "1", words, caller=caller)
    here = address(language, "article", article_slug)
    if not is_fragment(request):
        return HttpResponseRedirect(f"{here}?{THANKED}={helped}#resolveu", status=303)
    return unmarked(language, lambda: page(request, "help/thanks.html", {"thanked": helped}))


def visit_of(told: str) -> UUID | None:
    """What holds together the suggestions for one request; None for what is none."""
    try:
        return UUID(told)
    except ValueError:
        return None


def raised(html: str) -> str:
    """The article's HTML with its highest headings right below the page's own, whatever its writer took."""
    levels = [int(level) for _slash, level in _LEVEL.findall(html)]
    above = min(levels, default=2) - 2
    return _LEVEL.sub(lambda one: f"<{one[1]}h{int(one[2]) - above}", html) if above else html


def headings(html: str) -> list[Heading]:
    """The headings of an article, where there are enough to need a list of them."""
    told = _HEADING.findall(html)
    highest = min((level for level, _anchor, _label in told), default="")
    found = [
        Heading(anchor, unescape(strip_tags(label)), level != highest)
        for level, anchor, label in told
    ]
    return found if len(found) >= HEADINGS_LEAST else []


def _drawn(request: HttpRequest, actor: Actor, language: str, slug: str) -> HttpResponse:
    try:
        found = queries.article(actor, slug, language)
    except queries.Gone as gone:
        known = {"related": gone.related, "words": gone.message}
        return show(request, language, "help/gone.html", known, {}, status=410)
    except NotFound:
        return show(request, language, "help/missing.html", {}, {}, status=404)
    ways = {code: address(code, "article", slug) for code in found["languages"]}
    way = steps(language, found["shelves"])
    html = raised(found["html"])
    context: dict[str, Any] = {
        "article": found,
        "html": Markup(html),  # noqa: S704 - made safe when it was published
        "headings": headings(html),
        "steps": way,
        "is_translated": found["language"] == language,
        "thanked": request.GET.get(THANKED, ""),
        "about": found["summary"],
        "structured": structured.written(_described(found, way, ways)),
    }
    return show(request, language, "help/article.html", context, ways)


def _described(found: Row, way: list[tuple[str, str]], ways: dict[str, str]) -> dict[str, Any]:
    here = whole(ways[found["language"]])
    named = [*((label, whole(href)) for label, href in way), (found["title"], here)]
    return {"@graph": [structured.article(found, here), structured.crumbs(named)]}
