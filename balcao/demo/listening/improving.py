"""What was made of it all: told to those who answered, suggested, tried, and drawn as journeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.listening.asking.models import Wave
from balcao.listening.ideas import actions as ideas
from balcao.listening.journeys.actions import take_journey
from balcao.listening.loop import actions as loop
from balcao.listening.loop import readers
from balcao.listening.surveys.models import Question, Survey
from balcao.register.access.actors import Level, actor_of

from .. import truths
from ..company import Registered
from ..roster import CAST, Roster
from . import suggesting
from .questionnaires import CLIMATE, FORMS, POST_SALE, Words

_LATE_SAID = {
    "pt-br": "O pedido chegava dias depois do combinado, e ninguém avisava.",
    "en": "Orders came days after the agreed date, and nobody said so.",
}
_LATE_DID = {
    "pt-br": "Trocamos o parceiro de entregas. Agora quase todo pedido chega no dia combinado.",
    "en": "We changed the delivery partner. Now nearly every order comes on the agreed day.",
}
_SHIFTS_SAID = {
    "pt-br": "A escala mudava em cima da hora, e folga que muda de véspera não é folga.",
    "en": "Shifts changed at the last moment, and a day off that moves the night before is none.",
}
_SHIFTS_DID = {
    "pt-br": "Quem trabalha nela passou a montar a escala, com um mês de antecedência.",
    "en": "Those who work the shifts now plan them, a month ahead.",
}
_DAMAGE_SAID = {
    "pt-br": "Produtos chegam riscados ou amassados, em embalagem fina demais.",
    "en": "Goods arrive scratched or dented, in packaging that is too thin.",
}
_DAMAGE_DID = {
    "pt-br": "Estamos testando cantoneiras e papelão reforçado com o fornecedor de embalagens.",
    "en": "We are trying corner guards and stronger board with the supplier of packaging.",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry of “you said, we did”; one without `published_days_ago` is still being written."""

    survey: str
    key: str
    who: str
    said: Words
    did: Words
    acted_days_ago: int
    published_days_ago: int | None
    since_days_ago: int = 0


_TOLD = (
    _Told(
        POST_SALE, "nps", "rita", _LATE_SAID, _LATE_DID, truths.PARTNER_DAYS_AGO, 50,
        since_days_ago=truths.PARTNER_DAYS_AGO + 120,
    ),
    _Told(
        CLIMATE, "climate_satisfied", "paulo", _SHIFTS_SAID, _SHIFTS_DID, truths.SHIFTS_DAYS_AGO, 120
    ),
    _Told(
        POST_SALE, "nps", "rita", _DAMAGE_SAID, _DAMAGE_DID, 6, None,
        since_days_ago=truths.RISING_THEME_DAYS,
    ),
)  # fmt: skip


def tell(known: Registered, people: Roster, last: date, zone: ZoneInfo) -> None:
    """All of it, each on its own day; numbers have been counted already."""

    def at(days_ago: int) -> datetime:
        return datetime.combine(last - timedelta(days=days_ago), time(11), zone)

    for one in _TOLD:
        who = actor_of(known.persons[CAST[one.who].address], Level.STRONG)
        _tell(one, who, last, at)
    suggesting.outside(known, people, at)
    suggesting.inside(known, people, at)
    with clock.at(at(0)):
        ideas.fire_all()
    with clock.at(at(20)):
        for key in ("purchase", "working_here"):
            take_journey(SYSTEM, key)


def _tell(one: _Told, who: Actor, last: date, at: suggesting.Instant) -> None:
    name = next(form.name for form in FORMS if form.key == one.survey)
    survey = Survey.objects.get(name=name)
    question = Question.objects.get(survey=survey, key=one.key)
    acted_on = truths.day(last, one.acted_days_ago)
    first = Wave.objects.filter(survey=survey, is_anonymous=True).order_by("number").first()
    draft = loop.Draft(
        one.said,
        one.did,
        acted_on,
        wave_id=first.pk if first else None,
        since_on=None if first else truths.day(last, one.since_days_ago),
        until_on=None if first else acted_on - timedelta(days=1),
        question_id=question.pk,
    )
    with clock.at(at(one.published_days_ago or 1)):
        told = loop.keep_told(who, survey.pk, draft)
        if one.published_days_ago is None:
            return
        loop.publish_told(who, told.pk)
    with clock.at(at(one.published_days_ago - 7)):
        readers.tell_all()
