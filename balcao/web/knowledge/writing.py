"""Writing an article beside what its readers will see, and saying for whom and until when it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import Row
from balcao.register.access import queries as access
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.rules import BODY_MOST, LANGUAGES, SUMMARY_MOST, TITLE_MOST

from ..components import audience
from ..pages import page, tell
from ..posting import REFUSALS, as_number, day, number, told
from . import related, words
from .asking import show, writer

_ALL = "all"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    actor = writer(request)
    if request.method == "GET":
        given = {"title": request.GET.get("title", "")[:TITLE_MOST], "audience": ["internal"]}
        return show(request, "knowledge/new.html", _beginning(actor, given))
    try:
        made = actions.begin(
            actor,
            number(request, "team") or 0,
            told(request, "title"),
            request.POST.get("body", ""),
            summary=told(request, "summary"),
            audience=request.POST.getlist("audience"),
            category_id=number(request, "category"),
        )
    except REFUSALS as refusal:
        given = {**request.POST.dict(), "audience": request.POST.getlist("audience")}
        context = {**_beginning(actor, given), **_refused(refusal)}
        return show(request, "knowledge/new.html", context, status=refusal.status)
    tell(request, _("Kept as a draft. Nobody else reads it before it is published."))
    return HttpResponseRedirect(reverse("knowledge:article", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article of one's team: its newest words, and what becomes of it."""
    actor = writer(request)
    found = queries.draft(actor, article_id)
    language = _language(request, found)
    if request.method == "GET":
        return show(request, "knowledge/article.html", _context(actor, found, language))
    written = found["texts"].get(language)
    title, body, summary = (
        told(request, "title"),
        request.POST.get("body", ""),
        told(request, "summary"),
    )
    try:
        if written is None:
            actions.translate(actor, article_id, language, title, body, summary=summary)
        else:
            actions.write(
                actor,
                article_id,
                title,
                body,
                summary=summary,
                language=language,
                seen=number(request, "seen"),
            )
    except REFUSALS as refusal:
        context = _context(actor, found, language) | _refused(refusal)
        context["given"] = {"title": title, "body": body, "summary": summary}
        return show(request, "knowledge/article.html", context, status=refusal.status)
    tell(request, _("Kept. Readers go on with the published version."))
    there = reverse("knowledge:article", args=[article_id])
    return HttpResponseRedirect(f"{there}?language={language}")


@require_POST
def settle(request: HttpRequest, article_id: int) -> HttpResponse:
    """Change for whom it is, where it stands, who looks after it and until when it is good."""
    actor = writer(request)
    found = queries.draft(actor, article_id)
    known = {word for word, _label in audience.choices(actor)}
    # What this writer can't see is not taken away by them: another team's, say.
    kept = [word for word in found["audience"] if word not in known]
    changes = {
        "audience": [*request.POST.getlist("audience"), *kept],
        "category_id": number(request, "category"),
        "owner_id": number(request, "owner"),
        "review_on": day(request, "review_on"),
        "expires_on": day(request, "expires_on"),
    }
    for name in ("review_on", "expires_on"):
        if changes[name] == found[name]:
            del changes[name]
    try:
        actions.settle(actor, article_id, changes)
    except REFUSALS as refusal:
        context = _context(actor, found, found["language"]) | _refused(refusal)
        return show(request, "knowledge/article.html", context, status=refusal.status)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("knowledge:article", args=[article_id]))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What some readers would see of these words; what is not understood is said in its place."""
    actor = writer(request)
    viewed = told(request, "as")
    viewed = viewed if viewed in dict(words.views()) else _ALL
    context: dict[str, Any] = {"title": told(request, "title"), "refused": ""}
    try:
        html = queries.preview(
            actor, request.POST.get("body", ""), viewed, article_id=number(request, "article")
        )
        context["html"] = Markup(html)  # noqa: S704 - made safe by the rules of articles
    except Invalid as refusal:
        context["refused"] = str(refusal.message)
    return page(request, "knowledge/preview.html", context)


def _language(request: HttpRequest, found: Row) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or found["language"]
    if asked not in dict(LANGUAGES):
        raise NotFound()
    return asked


def _refused(refusal: Any) -> dict[str, Any]:
    return {"refused": str(refusal.message), "errors": getattr(refusal, "fields", {})}


def _beginning(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "given": given,
        "teams": [(one["id"], one["name"]) for one in queries.writable_teams(actor)],
        **_choices(actor, given["audience"]),
        **_empty(),
    }


def _choices(actor: Actor, ticked: list[str]) -> dict[str, Any]:
    return {
        "audiences": audience.choices(actor),
        "ticked": ticked,
        "shelves": queries.shelves(actor),
    }


def _empty() -> dict[str, Any]:
    return {
        "refused": "",
        "errors": {},
        "views": words.views(),
        "most": {"title": TITLE_MOST, "summary": SUMMARY_MOST, "body": BODY_MOST},
        "today": clock.today().isoformat(),
    }


def _context(actor: Actor, found: Row, language: str) -> dict[str, Any]:
    text = found["texts"].get(language)
    members = access.members(actor, [found["team_id"]])
    return {
        "article": {**found, "standing": words.state(found)},
        "text": text,
        "spoken": language,
        "language_names": words.languages(),
        "for_whom": audience.told(actor, found["audience"]),
        "given": text or {"title": "", "summary": "", "body": ""},
        "members": [(one["person_id"], one["called"]) for one in members],
        "pictures": queries.pictures(actor, found["id"]),
        "tomorrow": (clock.today() + clock.ONE_DAY).isoformat(),
        **related.context(actor, found),
        **_choices(actor, found["audience"]),
        **_empty(),
    }


def as_versions(request: HttpRequest) -> tuple[int, int]:
    """The two versions that an address names; NotFound where it names none."""
    before, after = (as_number(request.GET.get(name, "")) for name in ("a", "b"))
    if before is None or after is None:
        raise NotFound()
    return before, after
