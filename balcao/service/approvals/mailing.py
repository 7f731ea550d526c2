"""The mails of an approval: to who is asked, to who asked, and to who keeps the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balcao.core import text
from balcao.core.sql import Row, row, rows
from balcao.service.delivery import outbound

from .models import Approval, Ask, Stage
from .rules import State
from .tokens import token_of
from .wording import how_it_ended, money

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
# What is decided is the company's: it is written to addresses of work alone.
_READERS = """
SELECT p.id, p.language, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
    (SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
        AND h.is_work AND h.verified_at IS NOT NULL ORDER BY h.is_primary DESC, h.id LIMIT 1)
        AS address
FROM people_person p WHERE p.id = ANY(%(people)s) AND p.merged_into_id IS NULL ORDER BY p.id
"""
_REQUESTER = """
SELECT p.id, p.language, coalesce(h.value, (SELECT w.value FROM people_handle w
    WHERE w.person_id = p.id AND w.channel = 'email' AND w.is_work AND w.verified_at IS NOT NULL
      AND t.id IS NULL
    ORDER BY w.is_primary DESC, w.id LIMIT 1)) AS address, t.protocol
FROM approvals_approval a JOIN people_person p ON p.id = a.requester_id
LEFT JOIN tickets_ticket t ON t.id = a.ticket_id AND t.requester_id = p.id
LEFT JOIN people_handle h ON h.id = t.requester_handle_id AND h.channel = 'email'
WHERE a.id = %(approval)s AND p.merged_into_id IS NULL
"""


def reach(ask: Ask, *, is_reminder: bool = False) -> bool:
    """Mail the link to who decides; False where nobody may be written to."""
    reader = _reader(ask.decider_id)
    token = token_of(ask.pk, ask.decider_id, ask.serial, ask.token_digest or "")
    if reader is None or token is None:
        return False
    _send(reader, lambda: _asked(ask, reader, token, is_reminder=is_reminder))
    return True


def send_code(ask: Ask, code: str) -> bool:
    """Mail the code that a decision by the link needs; False where nobody may be written to."""
    reader = _reader(ask.decider_id)
    if reader is None:
        return False
    _send(reader, lambda: (_("Your code to decide: %(code)s") % {"code": code}, _code_body(code)))
    return True


def tell_requester(approval: Approval, reason: str) -> None:
    """Mail who asked how it ended."""
    reader = row(_REQUESTER, {"approval": approval.pk})
    if reader is None or not reader["address"]:
        return
    _send(reader, lambda: _ended(approval, reason, reader["protocol"]))


def tell_keepers(stage: Stage, people: Iterable[int]) -> None:
    """Mail those who keep the rule that a stage has too few people to decide it."""
    for reader in rows(_READERS, {"people": sorted(people)}):
        if reader["address"]:
            _send(reader, lambda: _stuck(stage))


def _reader(person_id: int) -> Row | None:
    found = row(_READERS, {"people": [person_id]})
    return found if found is not None and found["address"] else None


def _send(reader: Row, written: Callable[[], tuple[str, str]]) -> None:
    language = reader["language"] or settings.LANGUAGE_CODE
    with translation.override(language):
        subject, body = written()
    outbound.notice(reader["address"], text.one_line(subject, 200), body, language)


def _asked(ask: Ask, reader: Row, token: str, *, is_reminder: bool) -> tuple[str, str]:
    stage, approval = ask.stage, ask.stage.approval
    subject = _("Approve or refuse: %(what)s") % {"what": _in_short(approval)}
    if is_reminder:
        subject = _("Reminder: %(subject)s") % {"subject": subject}
    told = [
        _("%(who)s, this waits for your decision:") % {"who": _plain(reader["called"])},
        f"**{_plain(approval.summary)}**",
        _amount(approval),
        _("Asked by %(who)s.") % {"who": _plain(approval.requester.called)},
        _("Asked for again. What changed: %(words)s") % {"words": _plain(approval.changed)}
        if approval.changed
        else "",
        _("You decide for %(who)s, who is away.") % {"who": _plain(ask.approver.called)}
        if ask.approver_id != ask.decider_id
        else "",
        "[" + _("Look at it and decide") + f"]({settings.BASE_URL}/aprovar/{token}/)",
        _("Decide by %(day)s. The link is yours alone: it decides in your name, once.")
        % {"day": _day(stage)},
    ]
    return subject, _paragraphs(told)


def _code_body(code: str) -> str:
    return _paragraphs(
        [
            _("To decide by the link you were sent, write this code on its page:"),
            f"**{code[:4]} {code[4:]}**",
            _(
                "It is good for ten minutes. If you did not ask for it, somebody else has your link."
            ),
        ]
    )


def _ended(approval: Approval, reason: str, protocol: str | None) -> tuple[str, str]:
    words = {
        State.APPROVED: _("Approved: %(what)s"),
        State.REFUSED: _("Not approved: %(what)s"),
        State.EXPIRED: _("Nobody decided in time: %(what)s"),
        State.WITHDRAWN: _("Taken back: %(what)s"),
    }[State(approval.state)]
    told = [
        f"**{_plain(approval.summary)}**",
        _amount(approval),
        how_it_ended(State(approval.state)),
        _("The reason: %(reason)s") % {"reason": _plain(reason)} if reason else "",
        "[" + _("Follow your request") + f"]({settings.BASE_URL}/chamados/{protocol}/)"
        if protocol
        else "",
    ]
    return words % {"what": approval.summary}, _paragraphs(told)


def _stuck(stage: Stage) -> tuple[str, str]:
    approval = stage.approval
    address = f"{settings.BASE_URL}/aprovacoes/{approval.pk}/"
    told = [
        _("“%(stage)s” has too few people to decide this: %(what)s")
        % {"stage": _plain(stage.name), "what": _plain(approval.summary)},
        _("Name somebody who decides it: %(address)s") % {"address": address},
    ]
    return _("Nobody can approve: %(what)s") % {"what": approval.summary}, _paragraphs(told)


def _in_short(approval: Approval) -> str:
    """What it is, for whom and for how much: of two alike one can tell which is which."""
    told = [approval.summary, approval.requester.called, _amount_told(approval)]
    return " · ".join(part for part in told if part)


def _amount(approval: Approval) -> str:
    return _plain(_amount_told(approval))


def _amount_told(approval: Approval) -> str:
    return money(approval.amount) if approval.amount is not None else ""


def _day(stage: Stage) -> str:
    return date_format(localtime(stage.due_at), "SHORT_DATETIME_FORMAT")


def _paragraphs(told: Iterable[str]) -> str:
    return "\n\n".join(part for part in told if part)


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(words.split()))
