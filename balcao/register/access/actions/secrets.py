from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Hat, Permission, require
from balcao.core.errors import NotFound
from balcao.events.actions import publish
from balcao.register.people.models import Handle, HandleChannel

from ..events import SignInLinkMade, TokenIssued, TokenRevoked
from ..models import ApiToken, OneTimeSecret, Purpose

LIFE = {
    Purpose.SIGN_IN: timedelta(minutes=20),
    Purpose.CONSOLE: timedelta(minutes=30),
    Purpose.FOLLOW: timedelta(minutes=20),
    Purpose.VERIFY: timedelta(days=1),
    Purpose.FIRST_RUN: timedelta(days=7),
}

USE_NOTED_AFTER = timedelta(minutes=1)


def digest(secret: str) -> str:
    """The only form in which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(actor: Actor, address: str, name: str = "") -> str:
    """A bearer token that acts as the holder of this address; told once. NotFound when unknown.

    A token is never stronger than its maker: one for a work handle needs the internal hat, and
    an address that isn't verified yet has none.
    """
    handle = _handle(address)
    require_standing(actor, handle)
    secret = f"bal_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        person_id=handle.person_id,
        handle=handle,
        name=name or str(_("API token")),
        digest=digest(secret),
        created_at=clock.now(),
    )
    publish(actor, TokenIssued(token.pk, person_id=handle.person_id))
    return secret


def note_token_use(token: ApiToken) -> None:
    """Remember, at most once a minute, that the token was used."""
    instant = clock.now()
    if token.last_used_at is None or instant - token.last_used_at > USE_NOTED_AFTER:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=instant)


@transaction.atomic
def revoke_token(actor: Actor, token_id: int) -> None:
    """From now on the token opens nothing."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, revoked_at=None).first()
    if token is None or (
        actor.person_id != token.person_id and not actor.may(Permission.ADMINISTER)
    ):
        raise NotFound()
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    publish(actor, TokenRevoked(token.pk, person_id=token.person_id))


@transaction.atomic
def make_link(actor: Actor, address: str, purpose: str = Purpose.SIGN_IN) -> str:
    """The secret of a single-use link for the holder of this address; NotFound when unknown.

    Only the console makes CONSOLE links, which are as strong as a password with MFA.
    """
    if purpose == Purpose.CONSOLE:
        require(actor, Permission.ADMINISTER)
    handle = _handle(address)
    secret = secrets.token_urlsafe(32)
    made = OneTimeSecret.objects.create(
        purpose=purpose,
        digest=digest(secret),
        handle=handle,
        created_at=clock.now(),
        expires_at=clock.now() + LIFE[Purpose(purpose)],
    )
    publish(actor, SignInLinkMade(made.pk, person_id=handle.person_id, purpose=purpose))
    return secret


def reading_secret(secret: str, *purposes: str) -> OneTimeSecret | None:
    """The unused, living secret of one of these purposes, left as it is: what a GET may do."""
    return (
        OneTimeSecret.objects.select_related("handle")
        .filter(
            digest=digest(secret),
            purpose__in=purposes,
            used_at=None,
            expires_at__gt=clock.now(),
        )
        .first()
    )


@transaction.atomic
def use_link(secret: str, *purposes: str) -> OneTimeSecret:
    """Consume the secret: its second use, or a late one, is NotFound. Its handle is verified."""
    found = (
        OneTimeSecret.objects.select_for_update(of=("self",))
        .select_related("handle")
        .filter(
            digest=digest(secret), purpose__in=purposes, used_at=None, expires_at__gt=clock.now()
        )
        .first()
    )
    if found is None:
        raise NotFound(_("This link was used already, or its time is over. Ask for a new one."))
    found.used_at = clock.now()
    found.save(update_fields=["used_at"])
    if found.handle is not None and found.handle.verified_at is None:
        found.handle.verified_at = clock.now()
        found.handle.save(update_fields=["verified_at"])
    return found


@transaction.atomic
def make_code(purpose: str, *, subject_id: int | None = None, handle_id: int | None = None) -> str:
    """A code of eight digits that opens one subject, for a while and a few tries.

    An earlier code for the same subject and handle stops being good.
    """
    code = f"{secrets.randbelow(10**8):08d}"
    OneTimeSecret.objects.filter(
        Q(handle_id=handle_id) if handle_id else Q(handle=None),
        purpose=purpose,
        subject_id=subject_id,
        used_at=None,
    ).update(used_at=clock.now())
    OneTimeSecret.objects.create(
        purpose=purpose,
        digest=digest(f"{purpose}:{subject_id}:{code}"),
        handle_id=handle_id,
        subject_id=subject_id,
        created_at=clock.now(),
        expires_at=clock.now() + LIFE[Purpose(purpose)],
    )
    return code


def use_code(purpose: str, code: str, *, subject_id: int | None = None) -> OneTimeSecret:
    """Consume a code; a wrong one costs a try of every open code of the subject. Else NotFound."""
    told = "".join(c for c in code if c.isdigit())
    with transaction.atomic():
        living = OneTimeSecret.objects.select_for_update(of=("self",)).filter(
            purpose=purpose,
            subject_id=subject_id,
            used_at=None,
            expires_at__gt=clock.now(),
            tries_left__gt=0,
        )
        wanted = digest(f"{purpose}:{subject_id}:{told}")
        good = None
        for secret in living.order_by("pk"):
            if secrets.compare_digest(secret.digest, wanted):
                good = secret
                continue
            secret.tries_left -= 1
            secret.save(update_fields=["tries_left"])
        if good is not None:
            good.used_at = clock.now()
            good.save(update_fields=["used_at"])
    if good is None:
        raise NotFound(_("This code is wrong, or its time is over."))
    return good


def require_standing(actor: Actor, handle: Handle) -> None:
    """Forbidden unless the actor may open ways in for this handle: an administrator, or its holder

    under the hat it belongs to, once it is verified.
    """
    is_holder = (
        actor.person_id == handle.person_id
        and handle.verified_at is not None
        and (Hat.INTERNAL if handle.is_work else Hat.EXTERNAL) in actor.hats
    )
    if not is_holder:
        require(actor, Permission.ADMINISTER)


def _handle(address: str) -> Handle:
    found = Handle.objects.filter(
        channel=HandleChannel.EMAIL, value=address.strip().lower(), person__merged_into=None
    ).first()
    if found is None:
        raise NotFound(_("Nobody in the register has this address."))
    return found
