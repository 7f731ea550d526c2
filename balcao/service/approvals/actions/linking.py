from __future__ import annotations

import hmac
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.access.actions import spend

from .. import mailing, tokens
from ..links import MISSES_MOST
from ..models import Approval, Ask
from ..rules import Way, What, needs_code
from ..trail import note
from .deciding import open_ask, settle_ask, why_not

CODE_LIFE = timedelta(minutes=10)
TRIES_A_CODE = 5
CODES_AN_HOUR, HOUR = 5, 3600
LOCKED = _("Too many wrong codes were written here: this link is locked. Sign in to decide.")


@transaction.atomic
def ask_code(token: str) -> None:
    """Send the one who decides by this link a code, good for ten minutes; an earlier one is dead.

    TooMany for more than five an hour; Conflict where the link decides nothing any more.
    """
    ask = _by(token)
    _require_open(ask)
    spend("approvals.code", str(ask.pk), limit=CODES_AN_HOUR, seconds=HOUR)
    code = tokens.new_code()
    ask.code_digest = tokens.code_digest(ask.pk, ask.serial, code)
    ask.code_until, ask.code_tries = clock.now() + CODE_LIFE, 0
    ask.save(update_fields=["code_digest", "code_until", "code_tries"])
    if not mailing.send_code(ask, code):
        raise Conflict(_("You have no address of work to send a code to. Sign in to decide."))
    note(ask.stage.approval, What.CODE_SENT, stage=ask.stage, about=ask.decider_id)


def decide_by_token(
    token: str, decision: str, reason: str = "", code: str | None = None
) -> Approval:
    """Approve or refuse by the link somebody was sent, in their name, once; a refusal says why.

    Above the amount that asks for it a code sent to them is needed: a wrong one costs one of five
    tries, and too many of them lock the link. NotFound where it leads nowhere.
    """
    refusal: Invalid | Conflict | None = None
    with transaction.atomic():  # a wrong code is counted, so it is refused after the commit
        ask = _by(token)
        _require_open(ask)
        if _wants_code(ask):
            refusal = _missed(ask, code or "")
        if refusal is None:
            actor = Actor(person_id=ask.decider_id)
            settle_ask(actor, ask, ask.decider_id, decision, reason, Way.LINK)
    if refusal is not None:
        raise refusal
    return ask.stage.approval


def _by(token: str) -> Ask:
    number = (
        Ask.objects.filter(token_digest=tokens.digest(token)).values_list("pk", flat=True).first()
    )
    ask = open_ask(number) if number is not None else None
    if ask is None or ask.token_digest != tokens.digest(token):  # handed on meanwhile
        raise NotFound()
    return ask


def _require_open(ask: Ask) -> None:
    refused: Conflict | Forbidden | None = why_not(ask, ask.decider_id)
    if refused is not None:
        raise refused
    if ask.misses >= MISSES_MOST:
        raise Conflict(LOCKED)


def _wants_code(ask: Ask) -> bool:
    approval = ask.stage.approval
    limits = (ask.stage.code_above, approval.code_above)
    return any(needs_code(approval.amount, above) for above in limits)


def _missed(ask: Ask, code: str) -> Invalid | Conflict | None:
    """None for the right code; else why it isn't, with the try counted."""
    words = {"code": _("Write the code that was sent to you.")}
    if not code.strip():
        return Invalid(_("A code is needed to decide this."), words)
    living = ask.code_until is not None and ask.code_until > clock.now()
    if not ask.code_digest or not living or ask.code_tries >= TRIES_A_CODE:
        return Invalid(
            _("This code is no longer good. Ask for a new one."), {"code": _("Ask for a new one.")}
        )
    if hmac.compare_digest(ask.code_digest, tokens.code_digest(ask.pk, ask.serial, code)):
        return None
    ask.code_tries += 1
    ask.misses += 1
    ask.save(update_fields=["code_tries", "misses"])
    if ask.misses >= MISSES_MOST:
        note(ask.stage.approval, What.LINK_LOCKED, stage=ask.stage, about=ask.decider_id)
        return Conflict(LOCKED)
    return Invalid(_("This code is wrong."), {"code": _("This code is wrong.")})
