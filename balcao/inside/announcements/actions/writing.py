"""Announcements are written: words in each language, whom they are for, what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.actions import publish as tell_fact
from balcao.register.access import audiences
from balcao.register.teams.queries import teams as known_teams

from .. import rules, scope
from ..events import AnnouncementChanged, AnnouncementDiscarded, AnnouncementWritten
from ..models import Announcement, Edition

_TERMS = (
    "audience",
    "needs_confirmation",
    "is_mailed",
    "mails_customers",
    "remind_days",
    "expires_at",
)
Wrong = dict[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Content:
    """The words of an edition: `titles` and `bodies` (Markdown) by language, and maybe a question."""

    titles: rules.Words
    bodies: rules.Words
    question: rules.Question | None = None


@transaction.atomic
def write(
    actor: Actor,
    content: Content,
    audience: Sequence[str],
    *,
    team_id: int | None = None,
    needs_confirmation: bool = False,
    is_mailed: bool = False,
    mails_customers: bool = False,
    remind_days: int = 0,
    expires_at: datetime | None = None,
) -> Announcement:
    """Write a draft, for a team or, without one, for the company; nobody else reads it yet.

    A question is asked of who confirms, so it needs confirmation. Invalid names the fields.
    """
    if not scope.may_write(actor):
        raise NotFound()
    if not _may_for(actor, team_id):
        raise Forbidden()
    terms = {
        "audience": audience,
        "needs_confirmation": needs_confirmation,
        "is_mailed": is_mailed,
        "mails_customers": mails_customers,
        "remind_days": remind_days,
        "expires_at": expires_at,
    }
    clean = checked_terms(actor, terms, content)
    made = Announcement.objects.create(
        **clean, team_id=team_id, author_id=actor.person_id, created_at=clock.now()
    )
    place(actor, made, 1, content)
    tell_fact(actor, AnnouncementWritten(made.pk, team_id))
    return made


@transaction.atomic
def change(
    actor: Actor, announcement_id: int, content: Content, terms: Mapping[str, Any]
) -> Announcement:
    """Change a draft, or what is scheduled: its words, audience, needs_confirmation, is_mailed,
    mails_customers, remind_days, expires_at. What has been published is revised instead."""
    found = scope.kept(actor, announcement_id)
    if found.edition:
        raise Conflict(_("It has been published: revise it instead."))
    ends = terms.get("expires_at")
    if found.publish_at is not None and ends is not None and ends <= found.publish_at:
        wrong = _("It would be over before it begins.")
        raise Invalid(wrong, {"expires_at": wrong})
    wanted = {name: getattr(found, name) for name in _TERMS} | {
        name: terms[name] for name in _TERMS if name in terms
    }
    clean = checked_terms(actor, wanted, content)
    named = [name for name in _TERMS if getattr(found, name) != clean[name]]
    for name in named:
        setattr(found, name, clean[name])
    if named:
        found.save(update_fields=named)
    Edition.objects.filter(announcement=found).delete()
    place(actor, found, 1, content)
    tell_fact(actor, AnnouncementChanged(found.pk, sorted([*named, "words"])))
    return found


@transaction.atomic
def discard(actor: Actor, announcement_id: int) -> None:
    """Throw a draft away; what has been published is withdrawn instead."""
    found = scope.kept(actor, announcement_id)
    if found.edition:
        raise Conflict(_("It has been published: withdraw it instead."))
    tell_fact(actor, AnnouncementDiscarded(found.pk))
    found.delete()


def place(actor: Actor, found: Announcement, number: int, content: Content) -> Edition:
    """Keep these words as an edition that is not read yet."""
    clean = checked(content)
    return Edition.objects.create(
        announcement=found,
        number=number,
        titles=dict(clean.titles),
        bodies=dict(clean.bodies),
        question=clean.question.kept() if clean.question else None,
        author_id=actor.person_id,
        made_at=clock.now(),
    )


def checked(content: Content) -> Content:
    """The words as they are kept; Invalid names what is missing."""
    titles = _worded(content.titles, rules.TITLE_MOST)
    bodies = {
        language: text.clean(content.bodies.get(language, "")).strip()[: rules.BODY_MOST]
        for language in rules.LANGUAGES
    }
    bodies = {language: said for language, said in bodies.items() if said}
    wrong: Wrong = {}
    if not titles and not bodies:
        wrong["title"] = _("Say it in one language at least.")
    for language in rules.LANGUAGES:
        if (language in titles) != (language in bodies):
            name = "title" if language in bodies else "body"
            wrong[f"{name}_{language}"] = _("Give it a title and words in each language it has.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return Content(titles, bodies, _question(content.question))


def checked_terms(actor: Actor, told: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """The terms of an announcement as they are kept; Invalid names what can't be."""
    clean, wrong = dict(told), {}
    clean["audience"] = _audience(actor, told["audience"])
    if audiences.PUBLIC in clean["audience"] and clean["needs_confirmation"]:
        wrong["needs_confirmation"] = _("Everybody can't confirm: choose who is asked.")
    if content.question is not None and not clean["needs_confirmation"]:
        wrong["needs_confirmation"] = _("A question is asked of who confirms: ask for that too.")
    days = clean["remind_days"]
    if not isinstance(days, int) or not 0 <= days <= rules.REMIND_DAYS_MOST:
        wrong["remind_days"] = _("Remind after 1 to 30 days, or never.")
    if clean["expires_at"] is not None and clean["expires_at"] <= clock.now():
        wrong["expires_at"] = _("Its last day is over already.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    if not (clean["needs_confirmation"] and (clean["is_mailed"] or clean["mails_customers"])):
        clean["remind_days"] = 0
    return clean


def _audience(actor: Actor, told: Sequence[str]) -> list[str]:
    """An audience of words and of teams that exist for the actor."""
    try:
        clean = audiences.checked(told)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"audience": refusal.message}) from None
    known = {f"{audiences.TEAM}{number}" for number in _known(actor)}
    if any(word.startswith(audiences.TEAM) and word not in known for word in clean):
        wrong = _("There is no such audience.")
        raise Invalid(wrong, {"audience": wrong})
    return clean


def _may_for(actor: Actor, team_id: int | None) -> bool:
    if team_id is None:
        return actor.may(Permission.ANNOUNCE)
    return any(team["id"] == team_id for team in scope.teams(actor))


def _known(actor: Actor) -> set[int]:
    return {team["id"] for team in known_teams(actor)}


def _worded(told: rules.Words, most: int) -> dict[str, str]:
    lines = {language: text.one_line(told.get(language, ""), most) for language in rules.LANGUAGES}
    return {language: said for language, said in lines.items() if said}


def _question(told: rules.Question | None) -> rules.Question | None:
    if told is None:
        return None
    asked = _worded(told.asked, rules.ASKED_MOST)
    choices = tuple(_worded(one, rules.CHOICE_MOST) for one in told.choices)
    wrong: Wrong = {}
    if not asked:
        wrong["asked"] = _("Ask something.")
    if not rules.CHOICES_FEWEST <= len(choices) <= rules.CHOICES_MOST or not all(choices):
        wrong["choices"] = _("Give two to five choices.")
    elif told.right is not None and not 0 <= told.right < len(choices):
        wrong["right"] = _("Say which choice is the right one.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return rules.Question(asked, choices, told.right)
