"""What happened, in few words, for who is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balcao.core.sql import Row

from . import rules


def words(line: Row) -> str:
    """What happened, for the reader: `kind` and `who` of a notification, in few words."""
    who = line["who"]
    told = {
        rules.Kind.MENTIONED: _("%(who)s mentioned you"),
        rules.Kind.ASSIGNED: _("%(who)s gave you a ticket"),
        rules.Kind.REPLIED: _("%(who)s wrote"),
        rules.Kind.FOLLOWED: _("%(who)s wrote in a ticket you follow"),
    }
    alone = {
        rules.Kind.MENTIONED: _("You were mentioned"),
        rules.Kind.ASSIGNED: _("A ticket was given to you"),
        rules.Kind.REPLIED: _("The client wrote"),
        rules.Kind.FOLLOWED: _("Something new in a ticket you follow"),
        rules.Kind.UNDELIVERED: _("Your reply was not delivered"),
        rules.Kind.REMINDED: _("A follow-up is due"),
        rules.Kind.CALL: _("A call is promised, to be made by you or your team"),
        rules.Kind.WARNED: _("A promise is about to break"),
        rules.Kind.BREACHED: _("A promise is broken"),
        rules.Kind.ARRIVED: _("A ticket came to your team"),
    }
    kind = rules.Kind(line["kind"])
    return told[kind] % {"who": who} if who and kind in told else alone[kind]
