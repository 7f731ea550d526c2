"""Being told of incidents by mail: signed in at once, else once the mailbox has said yes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row
from balcao.register.access.actions import spend
from balcao.service.delivery import outbound

from .. import subscription
from ..models import Subscriber
from ..subscription import Asker

ASKS_A_PLACE, ASKS_AN_ADDRESS = 20, 3
HOUR, DAY = 3600, 86_400
_NOW = "SELECT coalesce(merged_into_id, id) AS id FROM people_person WHERE id = %(person)s"
_REACHED = f"SELECT FROM (SELECT %(person)s::bigint AS person_id, %(side)s AS side) s, LATERAL ({subscription.ADDRESS}) h"


@transaction.atomic
def subscribe(actor: Actor, side: str) -> Subscriber:
    """Be told of incidents under this hat, at one's own address of that side. Invalid without one."""
    if side not in actor.sides:
        raise NotFound()
    if row(_REACHED, {"person": actor.me, "side": side}) is None:
        raise Invalid(_("We know no confirmed address of yours there."))
    return _kept(Asker(actor.me, side, "", ""))


def unsubscribe(actor: Actor, side: str) -> None:
    """Be told no more under this hat; said twice, it is said once."""
    Subscriber.objects.filter(person_id=actor.me, side=side).delete()


def ask(address: str, language: str, place: str) -> None:
    """Mail an address what it takes to be told: nothing is kept until its mailbox says yes.

    The same happens whether it is known or not. TooMany for who asks for many, or one often.
    """
    told = address.strip().lower()
    try:
        validate_email(told)
    except ValidationError:
        wrong = _("Write your e-mail address, like name@example.com.")
        raise Invalid(wrong, {"address": wrong}) from None
    spend("status.ask.place", place, limit=ASKS_A_PLACE, seconds=HOUR)
    spend("status.ask.address", told, limit=ASKS_AN_ADDRESS, seconds=DAY)
    link = f"{settings.BASE_URL}/status/avisos/confirmar/{subscription.asked(told, language)}/"
    words = [
        _("Somebody asked, on our status page, to tell this address when something fails."),
        _("If it was you, say yes here: %(address)s") % {"address": link},
        _("If not, do nothing: without a yes nothing is kept and nothing else comes."),
    ]
    outbound.notice(told, _("Be told when something fails?"), "\n\n".join(words), language)


@transaction.atomic
def confirm(token: str) -> Subscriber:
    """The mailbox said yes. Said twice, it is said once; NotFound for a link that is no more."""
    return _kept(subscription.read_asked(token))


@transaction.atomic
def choose(token: str, *, is_wanted: bool) -> None:
    """The holder of a link out is told no more, or is again."""
    asker = _now(subscription.read_out(token))
    if is_wanted:
        _kept(asker)
    else:
        _rows(asker).delete()


def is_told(asker: Asker) -> bool:
    """True for who is mailed of incidents."""
    return _rows(_now(asker)).exists()


def _rows(asker: Asker) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(**_is(asker))


def _kept(asker: Asker) -> Subscriber:
    fresh = {"language": asker.language, "since_at": clock.now()}
    found, _new = Subscriber.objects.get_or_create(defaults=fresh, **_is(asker))
    return found


def _is(asker: Asker) -> dict[str, Any]:
    return {"person_id": asker.person_id, "side": asker.side, "address": asker.address}


def _now(asker: Asker) -> Asker:
    """Two people who turned out to be one are that one."""
    if asker.person_id is None:
        return asker
    found = row(_NOW, {"person": asker.person_id})
    if found is None:
        raise NotFound()
    return asker._replace(person_id=found["id"])
