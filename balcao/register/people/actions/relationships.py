from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, documents, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish

from ..events import (
    OrganizationAdded,
    OrganizationSharingChanged,
    RelationshipBegun,
    RelationshipEnded,
)
from ..models import Organization, OrganizationKind, Person, Relationship, RelationshipKind


@transaction.atomic
def add_organization(
    actor: Actor, name: str, kind: str, *, cnpj: str | None = None, team_id: int | None = None
) -> Organization:
    """A company outside, a department inside with the team that answers for it, or the house."""
    require(actor, Permission.ADMINISTER)
    told = text.one_line(name).strip()[:160]
    if not told:
        raise Invalid(_("A name is needed."), {"name": _("A name is needed.")})
    if kind not in OrganizationKind.values:
        raise Invalid(_("This is not one of the choices."), {"kind": _("Choose one.")})
    number = None
    if cnpj:
        number = documents.normalize_cnpj(cnpj)
        if number is None:
            raise Invalid(_("This CNPJ is not valid."), {"cnpj": _("This CNPJ is not valid.")})
    if number is not None and Organization.objects.filter(cnpj=number).exists():
        raise Conflict(_("There is an organization with this CNPJ already."))
    if (
        kind == OrganizationKind.DEPARTMENT
        and Organization.objects.filter(kind=kind, folded_name=text.fold(told)).exists()
    ):
        raise Conflict(_("There is a department of this name already."))
    if kind == OrganizationKind.HOUSE and Organization.objects.filter(kind=kind).exists():
        raise Conflict(_("Our company is registered already."))
    organization = Organization.objects.create(
        name=told, folded_name=text.fold(told), kind=kind, cnpj=number, team_id=team_id
    )
    publish(actor, OrganizationAdded(organization.pk, kind=kind))
    return organization


@transaction.atomic
def share_tickets(actor: Actor, organization_id: int, *, shares: bool) -> Organization:
    """Whether people of an organization see each other's tickets; off unless said otherwise."""
    require(actor, Permission.ADMINISTER)
    organization = Organization.objects.select_for_update().filter(pk=organization_id).first()
    if organization is None:
        raise NotFound()
    organization.shares_tickets = shares
    organization.save(update_fields=["shares_tickets"])
    publish(actor, OrganizationSharingChanged(organization.pk, shares))
    return organization


@transaction.atomic
def begin_relationship(
    actor: Actor,
    person_id: int,
    kind: str,
    *,
    organization_id: int | None = None,
    sponsor_id: int | None = None,
    parts: Sequence[str] = (),
    since_on: date | None = None,
    until_on: date | None = None,
) -> Relationship:
    """Tie a person to the company; the sponsor is the company through which they come."""
    require(actor, Permission.ADMINISTER)
    if kind not in RelationshipKind.values:
        raise Invalid(_("This is not one of the choices."), {"kind": _("Choose one.")})
    if not actor.is_system:
        _require_known(person_id, organization_id, sponsor_id)
    relationship = Relationship.objects.create(
        person_id=person_id,
        kind=kind,
        organization_id=organization_id,
        sponsor_id=sponsor_id,
        parts=list(parts),
        since_on=since_on or clock.today(),
        until_on=until_on,
    )
    publish(actor, RelationshipBegun(person_id, relationship.pk, kind))
    return relationship


@transaction.atomic
def end_relationship(actor: Actor, relationship_id: int, on: date | None = None) -> Relationship:
    """End a relationship; the day named (yesterday by default) is its last one.

    Its hat ends with it; what listens to RelationshipEnded ends the person's sessions.
    """
    require(actor, Permission.ADMINISTER)
    relationship = Relationship.objects.select_for_update().filter(pk=relationship_id).first()
    if relationship is None:
        raise NotFound()
    last = on or clock.today() - clock.ONE_DAY
    relationship.until_on = last
    relationship.since_on = min(relationship.since_on, last)
    relationship.save(update_fields=["until_on", "since_on"])
    publish(actor, RelationshipEnded(relationship.person_id, relationship.pk, relationship.kind))
    return relationship


def _require_known(person_id: int, *organization_ids: int | None) -> None:
    """NotFound unless the person stands in the register, and each organization named."""
    if not Person.objects.filter(pk=person_id, merged_into=None).exists():
        raise NotFound()
    named = {pk for pk in organization_ids if pk is not None}
    if Organization.objects.filter(pk__in=named).count() != len(named):
        raise NotFound()
