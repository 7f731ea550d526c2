from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Grant, Permission, Role, require
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.register.people.models import Handle, HandleChannel, Person
from balcao.register.teams.models import Team

from ..events import GlassBroken, GrantSet, MembershipEnded, MembershipSet, PasswordSet
from ..models import BreakGlass, CompanyGrant, Membership, User
from .secrets import require_standing

GLASS_LASTS = timedelta(hours=1)


@transaction.atomic
def set_membership(actor: Actor, person_id: int, team_id: int, role: str) -> Membership:
    """Give a person a role in a team."""
    require(actor, Permission.ADMINISTER)
    if role not in set(Role):
        raise Invalid(_("This is not one of the choices."), {"role": _("Choose one.")})
    if not Team.objects.filter(pk=team_id).exists():
        raise NotFound()
    _require_person(person_id)
    membership, _made = Membership.objects.update_or_create(
        person_id=person_id,
        team_id=team_id,
        defaults={"role": Role(role)},
        create_defaults={"role": Role(role), "since_at": clock.now()},
    )
    publish(actor, MembershipSet(membership.pk, person_id, team_id, role))
    tell(f"access:{person_id}")
    return membership


@transaction.atomic
def end_membership(actor: Actor, person_id: int, team_id: int) -> None:
    """The person no longer belongs to the team."""
    require(actor, Permission.ADMINISTER)
    found = Membership.objects.select_for_update().filter(person_id=person_id, team_id=team_id)
    membership = found.first()
    if membership is None:
        raise NotFound()
    membership_id = membership.pk
    membership.delete()
    publish(actor, MembershipEnded(membership_id, person_id, team_id))
    tell(f"access:{person_id}")


@transaction.atomic
def set_grant(actor: Actor, person_id: int, grant: str, *, held: bool) -> None:
    """Give or take a company-wide grant; the last administrator keeps theirs."""
    require(actor, Permission.ADMINISTER)
    if grant not in set(Grant):
        raise Invalid(_("This is not one of the choices."), {"grant": _("Choose one.")})
    _require_person(person_id)
    if held:
        CompanyGrant.objects.get_or_create(
            person_id=person_id, grant=Grant(grant), defaults={"since_at": clock.now()}
        )
    else:
        holders = list(CompanyGrant.objects.select_for_update().filter(grant=grant))
        if grant == Grant.ADMINISTRATOR and {holder.person_id for holder in holders} == {person_id}:
            raise Invalid(_("The last administrator can't be taken away."))
        CompanyGrant.objects.filter(person_id=person_id, grant=grant).delete()
    publish(actor, GrantSet(person_id, grant=grant, held=held))
    tell(f"access:{person_id}")


@transaction.atomic
def set_password(actor: Actor, person_id: int, address: str, password: str | None) -> User:
    """The account with which a person signs in on this handle of theirs.

    Without a password only the identity provider or a reset opens it. The password of a work
    handle is set under the internal hat or by an administrator: a link to a private mailbox never
    leads to it.
    """
    handle = Handle.objects.filter(
        person_id=person_id, channel=HandleChannel.EMAIL, value=address.strip().lower()
    ).first()
    if handle is None:
        raise NotFound()
    require_standing(actor, handle)
    user, _made = User.objects.get_or_create(person_id=person_id, defaults={"email": handle.value})
    user.email = handle.value
    if password is None:
        user.set_unusable_password()
    else:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid(
                " ".join(error.messages), {"password": " ".join(error.messages)}
            ) from None
        user.set_password(password)
    user.save()
    publish(actor, PasswordSet(person_id, handle_id=handle.pk))
    return user


@transaction.atomic
def break_glass(actor: Actor, team_id: int, reason: str) -> BreakGlass:
    """Look into a team one doesn't belong to, for an hour and a reason; the team is told."""
    if not (actor.may(Permission.ADMINISTER) or actor.teams_where(Permission.SUPERVISE)):
        raise Forbidden()
    if not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotFound()
    told = reason.strip()
    if len(told) < 10:
        raise Invalid(
            _("Say why, in a sentence: the team will read it."), {"reason": _("Say why.")}
        )
    broken = BreakGlass.objects.create(
        person_id=actor.me,
        team_id=team_id,
        reason=told,
        at=clock.now(),
        until_at=clock.now() + GLASS_LASTS,
    )
    publish(actor, GlassBroken(team_id, broken.pk))
    tell(f"access:{actor.person_id}", f"team:{team_id}")
    return broken


def _require_person(person_id: int) -> None:
    if not Person.objects.filter(pk=person_id, merged_into=None).exists():
        raise NotFound()
