"""Other teams say one message in their tickets once they agree: each ticket once, nobody beyond their rights."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.service.delivery.models import OutgoingMail
from balcao.service.problems import actions, consulting, queries, rules, sending
from balcao.service.problems.models import Broadcast, Consent, Letter
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast

from .causing import problem, sent

OUT = "Já sabemos do erro."
LATER = timedelta(minutes=1)


def said(*found: Ticket) -> list[int]:
    """How often each of these tickets was told."""
    told = Message.objects.filter(kind="outgoing")
    return [told.filter(ticket=ticket).count() for ticket in found]


def asked(cast: Cast, broadcast: Broadcast, team: str = "sac") -> Consent:
    return Consent.objects.get(broadcast=broadcast, team=cast.teams[team])


def test_all_tickets_of_all_teams_are_told_each_once_by_whoever_answers_there(cast: Cast) -> None:
    shop, second = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    inside, hidden = cast.ticket("carlos", "ti"), cast.ticket("ana", "rh")
    made = problem(cast, shop, second, inside, hidden)
    ana, marina, paulo = (cast.actor(name) for name in ("ana", "marina", "paulo"))
    [team] = queries.elsewhere(ana, made.pk)
    assert (team["name"], team["external"], team["internal"]) == ("SAC", 2, 0)
    assert queries.elsewhere(marina, made.pk) == []
    broadcast = actions.begin_broadcast(ana, made.pk, external=OUT, internal=OUT, asks_others=True)
    assert queries.consents_asked(marina) == []
    assert sent(broadcast) == (1, 0)
    with clock.at(broadcast.begins_at + LATER):
        [seen] = queries.consents(ana, broadcast.pk)
        assert (seen["team"], seen["tickets"], seen["may_decide"]) == ("SAC", 2, False)
        for actor, team_told, n in ((marina, "SAC", 2), (paulo, "RH", 1)):
            [found] = queries.consents_asked(actor)
            assert (found["team"], found["tickets"], found["external"]) == (team_told, n, OUT)
        for stranger in (ana, paulo):
            with pytest.raises(NotFound):
                actions.agree(stranger, asked(cast, broadcast).pk)
        answer = actions.agree(marina, asked(cast, broadcast).pk)
        with pytest.raises(Conflict):
            actions.agree(marina, asked(cast, broadcast).pk)
        actions.decline(paulo, asked(cast, broadcast, "rh").pk)
    assert (sent(answer), sent(answer)) == ((2, 0), (2, 0))
    assert said(shop, second, inside, hidden) == [1, 1, 1, 0]
    names = Message.objects.filter(ticket=shop, kind="outgoing").values_list("author_id", flat=True)
    assert list(names) == [cast.people["marina"].pk]
    assert [one["state"] for one in queries.consents(ana, broadcast.pk)] == ["given"]
    with pytest.raises(NotFound):
        queries.broadcast(ana, answer.pk)


def test_a_ticket_that_changed_teams_meanwhile_is_told_once(cast: Cast) -> None:
    mine, theirs = cast.ticket("carlos", "ti"), cast.ticket("joao", "sac")
    made, ana = problem(cast, mine, theirs), cast.actor("ana")
    broadcast = actions.begin_broadcast(ana, made.pk, external=OUT, internal=OUT, asks_others=True)
    assert sent(broadcast) == (1, 0)
    tickets.transfer(SYSTEM, mine.pk, cast.teams["sac"].pk, "É do SAC")
    with clock.at(broadcast.begins_at + LATER):
        answer = actions.agree(cast.actor("marina"), asked(cast, broadcast).pk)
    assert list(Letter.objects.filter(broadcast=answer).values_list("ticket_id", flat=True)) == [
        theirs.pk
    ]
    assert sent(answer) == (1, 0)
    assert said(mine, theirs) == [1, 1]


def test_who_owns_the_problem_asks_even_where_no_ticket_is_theirs(cast: Cast) -> None:
    theirs = cast.ticket("joao", "sac")
    made, ana = problem(cast, theirs), cast.actor("ana")
    with pytest.raises(Invalid):
        actions.begin_broadcast(ana, made.pk, external=OUT)
    with pytest.raises(Invalid):
        actions.begin_broadcast(ana, made.pk, internal=OUT, asks_others=True)
    broadcast = actions.begin_broadcast(ana, made.pk, external=OUT, asks_others=True)
    assert sent(broadcast) == (0, 0)
    assert actions.stop_broadcast(ana, broadcast.pk) == 0
    with clock.at(broadcast.begins_at + LATER), pytest.raises(Conflict):
        actions.agree(cast.actor("marina"), asked(cast, broadcast).pk)
    again = actions.begin_broadcast(ana, made.pk, external=OUT, asks_others=True)
    with clock.at(again.begins_at + rules.CONSENT_LASTS), pytest.raises(Conflict):
        actions.agree(cast.actor("marina"), asked(cast, again).pk)
    assert said(theirs) == [0]


def test_a_team_hears_of_the_question_by_mail_when_somebody_is_up(cast: Cast) -> None:
    made = problem(cast, cast.ticket("joao", "sac"))
    noon = clock.now().replace(hour=15) + timedelta(days=9 - clock.now().weekday())
    with clock.at(noon):
        actions.begin_broadcast(cast.actor("ana"), made.pk, external=OUT, asks_others=True)
        assert consulting.consult_all() == 0
    with clock.at(noon + timedelta(hours=14)):
        assert consulting.consult_all() == 0
    with clock.at(noon + timedelta(days=1)):
        assert (consulting.consult_all(), consulting.consult_all()) == (1, 0)
    mail = OutgoingMail.objects.get(purpose="notice")
    assert mail.to_address == "rita@boapraca.example"
    assert "SAC" in mail.subject


def test_what_a_dead_worker_left_is_said_once_by_the_next(cast: Cast) -> None:
    made = problem(cast, *(cast.ticket("joao", "sac") for _n in range(3)))
    broadcast = actions.begin_broadcast(cast.actor("ana"), made.pk, external=OUT, asks_others=True)
    with clock.at(broadcast.begins_at + LATER):
        answer = actions.agree(cast.actor("marina"), asked(cast, broadcast).pk)
    with clock.at(answer.begins_at + LATER):
        assert sending._next(answer.pk)
        assert sending.send_due() == 2
        assert sending.send_due() == 0
    assert sending.outcome(answer.pk) == (3, 0)
    assert Message.objects.filter(kind="outgoing").count() == 3
