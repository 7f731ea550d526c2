from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core.actor import NOBODY, SYSTEM, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.service.approvals.actions import keep_rule, set_active
from balcao.service.approvals.models import Approval
from balcao.service.catalog import actions, queries
from balcao.service.catalog.actions.asking import FormChanged
from balcao.service.catalog.models import ItemVersion, Request
from balcao.service.tickets import queries as tickets
from balcao.service.tickets.content import File
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .offering import FORM, offer


def test_what_is_asked_becomes_a_ticket_with_all_that_was_filled_in(cast: Cast) -> None:
    item, ana = offer(cast), cast.actor("ana")
    ticket = actions.ask(ana, item.pk, {"what": "laptop", "cost": "8.000,00", "why": "Old"})
    assert (ticket.subject, ticket.kind, ticket.side) == ("New laptop", "request", "internal")
    assert ticket.team_id == cast.teams["ti"].pk
    told = tickets.get(ana, ticket.protocol)
    assert tickets.thread(ana, told)[0]["body"] == "What: Laptop\nCost: R$ 8.000,00\nWhy: Old"
    found = queries.request_of(ana, told)
    assert found is not None
    assert found["lines"][0] == ("What", "Laptop")


def test_a_form_that_is_not_right_opens_nothing(cast: Cast) -> None:
    item = offer(cast)
    with pytest.raises(Invalid) as refused:
        actions.ask(cast.actor("ana"), item.pk, {"what": "laptop", "cost": "9000", "is_vip": 1})
    assert set(refused.value.fields) == {"why", "is_vip"}
    assert not Ticket.objects.exists()


def test_a_form_sent_twice_is_one_ticket_and_another_s_key_is_their_own(cast: Cast) -> None:
    item, ana = offer(cast), cast.actor("ana")
    first = actions.ask(ana, item.pk, {"what": "mouse"}, once="abc-1")
    assert actions.ask(ana, item.pk, {"what": "mouse"}, once="abc-1") == first
    other = actions.ask(cast.actor("marina"), item.pk, {"what": "mouse"}, once="abc-1")
    assert other != first
    assert actions.ask(ana, item.pk, {"what": "mouse"}) != first


def test_a_form_that_changed_meanwhile_is_shown_again_not_sent(cast: Cast) -> None:
    item, ana = offer(cast), cast.actor("ana")
    actions.put_field(SYSTEM, item.pk, {"kind": "text", "labels": {"en": "Where"}})
    assert actions.ask(ana, item.pk, {"what": "mouse"}, version=1)
    actions.publish_item(SYSTEM, item.pk)
    with pytest.raises(FormChanged):
        actions.ask(ana, item.pk, {"what": "mouse"}, version=1)
    assert actions.ask(ana, item.pk, {"what": "mouse", "where": "SP"}, version=2)


def test_what_was_asked_stays_readable_when_the_item_is_gone(cast: Cast) -> None:
    item, ana = offer(cast), cast.actor("ana")
    ticket = actions.ask(ana, item.pk, {"what": "mouse"})
    actions.change_item(SYSTEM, item.pk, {"form": [{**FORM[0], "labels": {"en": "Thing"}}]})
    actions.publish_item(SYSTEM, item.pk)
    actions.retire_item(SYSTEM, item.pk)
    found = queries.request_of(ana, tickets.get(ana, ticket.protocol))
    assert found is not None
    assert found["lines"] == [("What", "Mouse")]
    assert found["is_past"]
    with pytest.raises(Conflict):
        actions.remove_item(SYSTEM, item.pk)
    with pytest.raises(NotFound):
        actions.ask(ana, item.pk, {"what": "mouse"})
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.filter(item=item).update(content={})


def test_who_is_not_in_the_audience_finds_nothing_to_ask_for(cast: Cast) -> None:
    item = offer(cast)
    for name in ("joao", "zoe"):
        with pytest.raises(NotFound):
            actions.ask(cast.actor(name), item.pk, {"what": "mouse"})
    outside = offer(cast, "Repair", "sac", ["public"])
    with pytest.raises(Forbidden):
        actions.ask(NOBODY, outside.pk, {"what": "mouse"})
    ticket = actions.ask(cast.actor("joao"), outside.pk, {"what": "mouse"})
    assert ticket.side == "external"


def test_files_go_along_and_are_asked_for(cast: Cast) -> None:
    form = [{"key": "paper", "kind": "file", "labels": {"en": "Paper"}, "is_required": True}]
    item, carlos = offer(cast, form=form), cast.actor("carlos")
    with pytest.raises(Invalid):
        actions.ask(carlos, item.pk, {})
    sent = {"paper": [File("nota.pdf", "application/pdf", b"x")]}
    ticket = actions.ask(carlos, item.pk, {}, files=sent)
    thread = tickets.thread(carlos, tickets.get(carlos, ticket.protocol))
    assert [file["name"] for file in thread[0]["files"]] == ["nota.pdf"]
    with pytest.raises(Invalid):
        actions.ask(carlos, item.pk, {}, files={**sent, "else": sent["paper"]})


@pytest.mark.parametrize(
    ("asker", "told", "is_found"),
    [
        ("ana", "rita@boapraca.example", True),
        ("carlos", "rita@boapraca.example", True),
        ("ana", "joao@cliente.example", False),
        ("ana", "rita", False),
    ],
)
def test_a_person_field_takes_colleagues_alone(
    cast: Cast, asker: str, told: str, is_found: bool
) -> None:
    form = [{"key": "who", "kind": "person", "labels": {"en": "Who"}}]
    item = offer(cast, form=form)
    if is_found:
        ticket = actions.ask(cast.actor(asker), item.pk, {"who": told})
        request = Request.objects.get(ticket=ticket)
        assert request.values == {"who": cast.people["rita"].pk}
        assert request.names == {"who": "Rita Nunes"}
    else:
        with pytest.raises(Invalid):
            actions.ask(cast.actor(asker), item.pk, {"who": told})


def test_a_team_field_knows_no_confidential_team(cast: Cast) -> None:
    form = [{"key": "team", "kind": "team", "labels": {"en": "Team"}}]
    item = offer(cast, form=form)
    assert actions.ask(cast.actor("ana"), item.pk, {"team": cast.teams["sac"].pk})
    with pytest.raises(Invalid):
        actions.ask(cast.actor("ana"), item.pk, {"team": cast.teams["rh"].pk})


def test_the_amount_asks_for_approval(cast: Cast) -> None:
    rita = cast.people["rita"]
    who = {"kind": "people", "people": [rita.pk]}
    stages: list[dict[str, Any]] = [{"name": "Finance", "who": who}]
    rule = keep_rule(SYSTEM, "Dear things", stages)
    item = offer(cast, rule_id=rule.pk, amount_field="cost")
    ana = cast.actor("ana")
    ticket = actions.ask(ana, item.pk, {"what": "laptop", "cost": "9000", "why": "Old"})
    approval = Approval.objects.get(ticket=ticket)
    assert (approval.state, str(approval.amount)) == ("waiting", "9000.00")
    assert approval.requester_id == ana.person_id
    set_active(SYSTEM, rule.pk, is_active=False)
    with pytest.raises(Conflict):
        actions.ask(ana, item.pk, {"what": "mouse"})


def test_who_it_is_for_never_approves_it_nor_who_asks_for_them(cast: Cast) -> None:
    ana, rita = cast.actor("ana"), cast.people["rita"]
    people = [rita.pk, cast.people["ana"].pk, cast.people["lucia"].pk]
    stages: list[dict[str, Any]] = [{"name": "Any", "who": {"kind": "people", "people": people}}]
    item = offer(cast, rule_id=keep_rule(SYSTEM, "Dear things", stages).pk)
    ticket = actions.ask(ana, item.pk, {"what": "mouse"}, for_person=rita.pk)
    approval = Approval.objects.get(ticket=ticket)
    assert (approval.requester_id, approval.asked_by_id) == (rita.pk, ana.person_id)
    asked = approval.stages.get().asks.values_list("approver", flat=True)
    assert list(asked) == [cast.people["lucia"].pk]


@pytest.mark.parametrize(
    ("asker", "whom", "why"),
    [
        ("ana", "rita@boapraca.example", ""),
        ("ana", "ana@boapraca.example", ""),
        ("ana", "carlos@entregas.example", "not offered to Carlos"),
        ("ana", "joao@cliente.example", "Nobody who works here"),
        ("ana", "ninguem@boapraca.example", "Nobody who works here"),
        ("joao", "rita@boapraca.example", "for yourself alone"),
    ],
)
def test_one_asks_for_a_colleague_to_whom_it_is_offered_too(
    cast: Cast, asker: str, whom: str, why: str
) -> None:
    inbox, audience = ("sac", ["customer"]) if asker == "joao" else ("ti", ["employee"])
    item = offer(cast, inbox=inbox, audience=audience)
    if why:
        with pytest.raises(Invalid, match=why) as refused:
            actions.ask(cast.actor(asker), item.pk, {"what": "mouse"}, for_person=whom)
        assert set(refused.value.fields) == {"for_person"}
        return
    ticket = actions.ask(cast.actor(asker), item.pk, {"what": "mouse"}, for_person=whom)
    meant = Request.objects.get(ticket=ticket).for_person
    other = None if whom.startswith(asker) else cast.people[whom.split("@")[0]]
    assert meant == other
    found = queries.request_of(cast.actor(asker), {"id": ticket.pk})
    assert found is not None
    assert bool(found["for_whom"]) == (other is not None)


def test_what_a_client_wears_decides_the_side_of_the_ticket(cast: Cast) -> None:
    item = offer(cast)
    inside = cast.actor("ana").wearing(Hat.INTERNAL)
    assert actions.ask(inside, item.pk, {"what": "mouse"}).side == "internal"
    with pytest.raises(NotFound):
        actions.ask(cast.actor("ana").wearing(Hat.EXTERNAL), item.pk, {"what": "mouse"})
