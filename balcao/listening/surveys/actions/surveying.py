from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish as tell_event
from balcao.register.people.models import Person
from balcao.register.teams.models import Team

from ..editing import locked, touched, writing
from ..events import SurveyAdded, SurveyChanged
from ..models import Survey
from ..rules import COMMENTS_K_LEAST, K_LEAST, Purpose, Side, State, raised, read_words

NAME_MOST = 120
AROUND_MOST = 2000
INSIDE = frozenset({Purpose.ENPS, Purpose.CLIMATE, Purpose.INTERNAL_SERVICE})
OUTSIDE = frozenset({Purpose.NPS, Purpose.POST_SALE})


@transaction.atomic
def add_survey(
    actor: Actor,
    name: str,
    purpose: str,
    side: str,
    *,
    is_anonymous: bool | None = None,
    team_id: int | None = None,
) -> Survey:
    """A new draft, its owner the one who adds it; inside it is anonymous unless told otherwise."""
    require(actor, Permission.ASK, team_id)
    if purpose not in set(Purpose) or side not in set(Side):
        raise Invalid(_("This is not one of the choices."), {"purpose": _("Choose one.")})
    _refuse_wrong_side(purpose, side)
    survey = Survey.objects.create(
        name=_named(name),
        purpose=purpose,
        side=side,
        is_anonymous=side == Side.INTERNAL if is_anonymous is None else is_anonymous,
        owner_id=actor.person_id,
        team_id=_team(team_id),
        created_at=clock.now(),
    )
    writing(survey)
    tell_event(actor, SurveyAdded(survey.pk, purpose, side))
    return survey


@transaction.atomic
def change_survey(
    actor: Actor, survey_id: int, changes: Mapping[str, Any], *, seen: int | None = None
) -> Survey:
    """Change what stands around the questions: name, is_anonymous, k, comments_k, owner_id, intro, thanks.

    Once people were asked, anonymity and minimum groups stand; other words wait for the next version.
    """
    survey = locked(actor, survey_id, seen=seen)
    told = {name: _READ[name](survey, changes[name]) for name in _READ if name in changes}
    differing = sorted(name for name in told if told[name] != getattr(survey, name))
    if not differing:
        return survey
    for name in differing:
        setattr(survey, name, told[name])
    survey.save(update_fields=[name.removesuffix("_id") for name in differing])
    if survey.state == State.LIVE and {"intro", "thanks"} & set(differing):
        writing(survey)
    touched(survey)
    tell_event(actor, SurveyChanged(survey.pk, differing))
    return survey


def _minimum(name: str, least: int) -> Callable[[Survey, Any], int]:
    def read(survey: Survey, told: Any) -> int:
        is_launched = survey.launched_at is not None
        return raised(getattr(survey, name), int(told), least, is_launched=is_launched)

    return read


def _anonymity(survey: Survey, told: Any) -> bool:
    if survey.launched_at is not None and bool(told) != survey.is_anonymous:
        raise Invalid(_("Whether it is anonymous stands: people were asked so."))
    return bool(told)


def _named(name: str) -> str:
    told = text.one_line(name, NAME_MOST + 1)
    if not told or len(told) > NAME_MOST:
        raise Invalid(
            _("Give the survey a name of at most 120 characters."), {"name": _("Give a name.")}
        )
    return told


def _team(team_id: int | None) -> int | None:
    if team_id is not None and not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotFound()
    return team_id


def _owner(person_id: int | None) -> int | None:
    if person_id is None or not Person.objects.filter(pk=person_id, merged_into=None).exists():
        raise Invalid(_("There is no such person."), {"owner_id": _("Choose one.")})
    return person_id


def _refuse_wrong_side(purpose: str, side: str) -> None:
    if (side == Side.EXTERNAL and purpose in INSIDE) or (
        side == Side.INTERNAL and purpose in OUTSIDE
    ):
        raise Invalid(_("This is asked of the other side."), {"side": _("Choose the other side.")})


_READ: Mapping[str, Callable[[Survey, Any], Any]] = {
    "name": lambda _survey, told: _named(told),
    "is_anonymous": _anonymity,
    "k": _minimum("k", K_LEAST),
    "comments_k": _minimum("comments_k", COMMENTS_K_LEAST),
    "owner_id": lambda _survey, told: _owner(told),
    "intro": lambda _survey, told: read_words(told, AROUND_MOST),
    "thanks": lambda _survey, told: read_words(told, AROUND_MOST),
}
