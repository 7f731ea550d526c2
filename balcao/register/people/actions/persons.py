from __future__ import annotations

from django.db import connection, transaction
from django.db.models import CharField
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, documents, phones, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish

from ..events import HandleAdded, HandleVerified, PersonChanged, PersonRegistered
from ..models import Handle, HandleChannel, Person
from ..rules import may_hold

CHANGEABLE = frozenset(
    {
        "name",
        "preferred_name",
        "preferred_channel",
        "language",
        "zone",
        "contact_hours",
        "accessibility_need",
        "cpf",
        "lifecycle",
    }
)
OWN = CHANGEABLE - {"cpf", "lifecycle"}


@transaction.atomic
def register_person(
    actor: Actor,
    name: str,
    *,
    email: str | None = None,
    is_work: bool = False,
    is_verified: bool = False,
    cpf: str | None = None,
    language: str = "",
) -> Person:
    """A new person, with a mail address when given. Invalid when the CPF or address is none."""
    require(actor, Permission.ADMINISTER)
    person = Person.objects.create(
        name=_name(name),
        folded_name=text.fold(_name(name)),
        cpf=_free_cpf(cpf),
        language=language,
        created_at=clock.now(),
    )
    publish(actor, PersonRegistered(person.pk))
    if email:
        add_handle(
            actor, person.pk, HandleChannel.EMAIL, email, is_work=is_work, is_verified=is_verified
        )
    return person


@transaction.atomic
def add_handle(
    actor: Actor,
    person_id: int,
    channel: str,
    value: str,
    *,
    is_work: bool = False,
    is_verified: bool = False,
) -> Handle:
    """A further address of a person; Conflict when somebody has it already.

    Until it is verified it opens nothing, and gives way to whoever writes from it. An address
    the person has already, from a first mail say, may so become a work address.
    """
    require(actor, Permission.ADMINISTER)
    if channel not in HandleChannel.values:
        raise Invalid(_("This is not one of the choices."), {"channel": _("Choose one.")})
    known = normalize_handle(channel, value)
    if not Person.objects.filter(pk=person_id, merged_into=None).exists():
        raise NotFound()
    handle, made = Handle.objects.get_or_create(
        channel=channel,
        value=known,
        defaults={
            "person_id": person_id,
            "is_work": is_work,
            "is_primary": not Handle.objects.filter(person_id=person_id, channel=channel).exists(),
            "verified_at": clock.now() if is_verified else None,
            "created_at": clock.now(),
        },
    )
    if made:
        publish(actor, HandleAdded(person_id, handle.pk))
        return handle
    if handle.person_id != person_id or not is_work or handle.is_work:
        raise Conflict(_("This address belongs to somebody already."))
    handle.is_work = True
    handle.save(update_fields=["is_work"])
    publish(actor, PersonChanged(person_id, "handle"))
    return handle


@transaction.atomic
def verify_handle(actor: Actor, handle_id: int) -> Handle:
    """The handle is its person's, says an administrator; a link sent to it says so by itself."""
    require(actor, Permission.ADMINISTER)
    handle = Handle.objects.select_for_update().filter(pk=handle_id).first()
    if handle is None:
        raise NotFound()
    if handle.verified_at is None:
        handle.verified_at = clock.now()
        handle.save(update_fields=["verified_at"])
        publish(actor, HandleVerified(handle.person_id, handle.pk))
    return handle


def holder_of_address(actor: Actor, address: str, name: str = "") -> Handle:
    """The handle of a mail address, with its person; a first mail makes them, without relationship.

    Two mails of one stranger at once make one person: the constraint decides. An address that
    was only claimed for somebody becomes a person of its own: the claim opens nobody's mail.
    """
    known = normalize_handle(HandleChannel.EMAIL, address)
    found = _held(known)
    if found is not None and not _is_claim(found):
        return found
    called = text.one_line(name).strip()[:160] or known.split("@", 1)[0]
    with transaction.atomic(savepoint=False):
        person = Person.objects.create(
            name=called, folded_name=text.fold(called), created_at=clock.now()
        )
        handle = _given(person, known)
        if handle is None:
            person.delete()
            return holder_of_address(actor, address, name)
        publish(actor, PersonRegistered(person.pk))
        publish(actor, HandleAdded(person.pk, handle.pk))
        return handle


@transaction.atomic
def change_person(
    actor: Actor, person_id: int, field: str, value: str, version: int | None = None
) -> Person:
    """Set one field of a profile; Conflict when `version` is no longer the person's."""
    if field not in CHANGEABLE:
        raise Invalid(_("This can't be changed."), {field: _("Unknown field.")})
    if actor.person_id != person_id or field not in OWN:
        require(actor, Permission.ADMINISTER)
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    if version is not None and version != person.version:
        raise Conflict()
    person.version += 1
    saved = [field, "version"]
    if field == "cpf":
        person.cpf = _free_cpf(value, person.pk)
    elif field == "name":
        person.name, person.folded_name = _name(value), text.fold(_name(value))
        saved.append("folded_name")
    else:
        told = text.one_line(value).strip()[: longest(field)]
        if not may_hold(field, told):
            raise Invalid(_("This is not one of the choices."), {field: _("Choose one.")})
        setattr(person, field, told)
    person.save(update_fields=saved)
    publish(actor, PersonChanged(person.pk, field))
    return person


def longest(field: str) -> int:
    """How many characters a text field of a person holds."""
    found = Person._meta.get_field(field)
    assert isinstance(found, CharField)
    assert found.max_length
    return found.max_length


def make_acquainted(team_id: int, person_id: int, side: str) -> None:
    """From now on the team may see this person, as a client of that side."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_acquaintance (team_id, person_id, side) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [team_id, person_id, side],
        )


def normalize_handle(channel: str, value: str) -> str:
    """The one way a handle is stored: mail in lower case, phones as E.164. Invalid when it is none."""
    told = text.one_line(value).strip()
    if channel == HandleChannel.PHONE:
        phone = phones.normalize_phone(told)
        if phone is None:
            raise Invalid(_("This is no phone number."), {"phone": _("This is no phone number.")})
        return phone
    if channel == HandleChannel.EMAIL:
        told = told.lower()
        local, at, domain = told.rpartition("@")
        if not (local and at and domain) or len(told) > 254 or any(c.isspace() for c in told):
            raise Invalid(_("This is no mail address."), {"email": _("This is no mail address.")})
    return told[:254]


def _held(address: str) -> Handle | None:
    # Plain SQL: every mail that comes in asks this, and building the query took most of the time.
    found = Handle.objects.raw(
        "SELECT * FROM people_handle WHERE channel = %s AND value = %s",
        [HandleChannel.EMAIL, address],
    )
    return next(iter(found), None)


def _given(person: Person, address: str) -> Handle | None:
    """The address as this person's, free or only claimed until now; None when it is held by now."""
    instant = clock.now()
    handle = Handle(
        person=person,
        channel=HandleChannel.EMAIL,
        value=address,
        is_primary=True,
        created_at=instant,
    )
    found = row(
        """
        INSERT INTO people_handle AS h
            (person_id, channel, value, is_work, is_primary, verified_at, created_at)
        VALUES (%(person)s, %(channel)s, %(value)s, false, true, NULL, %(now)s)
        ON CONFLICT (channel, value) DO UPDATE
            SET person_id = excluded.person_id, is_primary = true, is_work = false
            WHERE h.verified_at IS NULL AND NOT h.is_primary
        RETURNING id
        """,
        {"person": person.pk, "channel": handle.channel, "value": address, "now": instant},
    )
    handle.pk = found["id"] if found else None
    return handle if found else None


def _name(name: str) -> str:
    told = text.one_line(name).strip()[:160]
    if not told:
        raise Invalid(_("A name is needed."), {"name": _("A name is needed.")})
    return told


def _is_claim(handle: Handle) -> bool:
    return handle.verified_at is None and not handle.is_primary


def _free_cpf(cpf: str | None, person_id: int = 0) -> str | None:
    known = _cpf(cpf)
    held = Person.objects.filter(cpf=known, merged_into=None).exclude(pk=person_id)
    if known is not None and held.exists():
        raise Conflict(_("Somebody in the register has this CPF already."))
    return known


def _cpf(cpf: str | None) -> str | None:
    if not cpf:
        return None
    known = documents.normalize_cpf(cpf)
    if known is None:
        raise Invalid(_("This CPF is not valid."), {"cpf": _("This CPF is not valid.")})
    return known
