from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.people.actions.persons import longest
from balcao.register.people.models import Acquaintance, Person, Side
from balcao.register.people.rules import may_hold

from .events import FactLearned, PreferenceTold
from .models import Fact, LawfulBasis, Matter, Method, Preference
from .rules import NAMES, ON_PERSON


@transaction.atomic
def learn(
    actor: Actor,
    person_id: int,
    name: str,
    value: str,
    *,
    origin: str,
    method: str = Method.DECLARED,
    lawful_basis: str = LawfulBasis.LEGITIMATE_INTEREST,
) -> Fact:
    """Write down what we now know of a person, from whom and how; the older value is kept.

    Oneself, whoever handles their tickets, and administrators may tell.
    """
    if name not in NAMES or method not in Method.values or lawful_basis not in LawfulBasis.values:
        raise Invalid(_("This kind of fact is unknown."))
    _require_acquaintance(actor, person_id)
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    told = text.one_line(value).strip()
    Fact.objects.filter(person=person, name=name, superseded_at=None).update(
        superseded_at=clock.now()
    )
    fact = Fact.objects.create(
        person=person,
        name=name,
        value=told,
        origin=text.one_line(origin).strip()[:80],
        method=method,
        lawful_basis=lawful_basis,
        known_at=clock.now(),
    )
    if name in ON_PERSON and may_hold(name, told[: longest(name)]):
        setattr(person, name, told[: longest(name)])
        person.version += 1
        person.save(update_fields=[name, "version"])
    publish(actor, FactLearned(person.pk, field=name, method=method, lawful_basis=lawful_basis))
    return fact


@transaction.atomic
def prefer(
    actor: Actor, person_id: int, matter: str, side: str, *, is_wanted: bool, origin: str
) -> Preference:
    """Write down whether somebody wants to be written to about a matter; the older word is kept.

    Said again, it stays as it is. The same may tell as with `learn`.
    """
    if matter not in Matter.values or side not in Side.values:
        raise Invalid(_("This kind of preference is unknown."))
    _require_acquaintance(actor, person_id)
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    current = Preference.objects.filter(
        person=person, matter=matter, side=side, superseded_at=None
    ).first()
    if current is not None and current.is_wanted == is_wanted:
        return current
    if current is not None:
        current.superseded_at = clock.now()
        current.save(update_fields=["superseded_at"])
    told = Preference.objects.create(
        person=person,
        matter=matter,
        side=side,
        is_wanted=is_wanted,
        origin=text.one_line(origin).strip()[:80],
        told_at=clock.now(),
    )
    publish(actor, PreferenceTold(person.pk, matter=matter, side=side, is_wanted=is_wanted))
    return told


def _require_acquaintance(actor: Actor, person_id: int) -> None:
    if actor.is_system or actor.person_id == person_id or actor.may(Permission.ADMINISTER):
        return
    teams = actor.teams_where(Permission.CHANGE_TICKET)
    if not Acquaintance.objects.filter(person_id=person_id, team_id__in=teams).exists():
        raise NotFound()
