from __future__ import annotations

from balcao.events.models import Event
from balcao.register.access.queries import audit_trail
from balcao.service.tickets import actions
from tests.cast import Cast


def test_a_canned_reply_stands_in_the_audit_trail_without_its_words(cast: Cast) -> None:
    rita, team = cast.actor("rita"), cast.teams["sac"].pk
    canned = actions.set_canned_reply(rita, "Saudação", "Olá", team_id=team)
    actions.set_canned_reply(rita, "Saudação", "Oi", team_id=team, canned_id=canned.pk)
    told = audit_trail(cast.actor("beto"), limit=2)
    assert [(line["name"], line["subject_id"], line["actor"]) for line in told] == [
        ("CannedReplySet", canned.pk, "Rita Nunes")
    ] * 2
    kept = Event.objects.filter(subject_type="canned_reply").order_by("pk")
    assert [event.data for event in kept] == [
        {"team_id": team, "is_new": True},
        {"team_id": team, "is_new": False},
    ]
