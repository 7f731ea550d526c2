"""What happens makes somebody be asked, once, when the survey wants it; nobody chooses whom."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.models import Event
from balcao.listening.asking import rules
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.surveys import actions as surveys
from balcao.register.orders.actions import record_order
from balcao.register.people import actions as people
from balcao.service.delivery import outbound
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .asking import crew, here, occasion, shop, standing, survey

pytestmark = pytest.mark.django_db
THURSDAY = here("2040-11-01T15:00")


def resolved(cast: Cast, name: str = "joao", inbox: str = "sac", **changes: Any) -> Ticket:
    ticket = cast.ticket(name, inbox)
    for field, value in changes.items():
        setattr(ticket, field, value)
    if changes:
        ticket.save(update_fields=list(changes))
    tickets.resolve(SYSTEM, ticket.pk)
    return ticket


def test_without_an_occasion_nobody_is_asked(cast: Cast) -> None:
    survey()
    resolved(cast)
    assert not Invited.objects.exists()
    assert not Wave.objects.exists()


def test_after_a_ticket_its_requester_is_asked_in_opening_hours(cast: Cast) -> None:
    shop()
    asked = survey()
    occasion(asked, "resolved", delay_days=1)
    with clock.at(THURSDAY):
        ticket = resolved(cast)
    (one,) = standing()
    assert one.send_at == one.next_at == here("2040-11-05T08:00")  # a holiday, a weekend
    assert (one.person, one.handle) == (cast.people["joao"], cast.handle("joao"))
    assert (one.subject_type, one.subject_id) == ("ticket", ticket.pk)
    assert one.wave.opens_at == here("2040-11-01T00:00")
    assert one.wave.closes_at == here("2040-12-15T00:00")
    assert (one.wave.k, one.wave.comments_k, one.wave.is_anonymous) == (5, 8, False)
    frozen = Frozen.objects.get(wave=one.wave, person=one.person)
    assert frozen.attributes.pop("tenure") in rules.TENURE_BANDS
    assert frozen.attributes == {
        "relationship": "customer",
        "team": cast.teams["sac"].pk,
        "channel": ticket.channel,
    }


def test_one_invitation_for_each_event_and_person(cast: Cast) -> None:
    asked = survey()
    occasion(asked, "resolved", quarantine_days=0)
    occasion(asked, "resolved", quarantine_days=0)
    ticket = resolved(cast)
    tickets.change_status(SYSTEM, ticket.pk, "closed")
    assert len(standing()) == 1
    (one,) = standing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invited.objects.create(
            wave=one.wave,
            survey=asked,
            person=one.person,
            subject_type="ticket",
            subject_id=ticket.pk,
            send_at=one.send_at,
            token_digest="other",
            language="en",
        )


def test_what_is_reopened_before_it_was_sent_is_not_asked_about_until_it_ends(cast: Cast) -> None:
    occasion(survey(), "resolved", delay_days=2)
    with clock.at(THURSDAY):
        ticket = resolved(cast)
    (one,) = standing()
    tickets.reopen(SYSTEM, ticket.pk, "não resolveu")
    assert standing() == []
    one.refresh_from_db()
    assert one.next_at is None
    later = THURSDAY + timedelta(days=35)
    with clock.at(later):
        tickets.resolve(SYSTEM, ticket.pk)
    (again,) = standing()
    assert again.pk == one.pk
    assert again.send_at == again.next_at == later + timedelta(days=2)
    assert again.wave.opens_at == here("2040-12-01T00:00")


def test_what_was_sent_stands_when_the_ticket_is_reopened(cast: Cast) -> None:
    occasion(survey(), "resolved")
    ticket = resolved(cast)
    Invited.objects.update(sent_at=clock.now())
    tickets.reopen(SYSTEM, ticket.pk, "não resolveu")
    assert len(standing()) == 1
    tickets.resolve(SYSTEM, ticket.pk)
    assert len(standing()) == 1


@pytest.mark.parametrize(
    ("conditions", "is_asked"),
    [
        ({"kinds": ["complaint"]}, True),
        ({"kinds": ["praise"]}, False),
        ({"relationships": ["customer"]}, True),
        ({"relationships": ["supplier"]}, False),
        ({"departments": [999]}, False),
    ],
)
def test_conditions_choose_by_what_is_known(
    cast: Cast, conditions: dict[str, Any], is_asked: bool
) -> None:
    occasion(survey(), "resolved", conditions=conditions)
    resolved(cast, kind="complaint")
    assert bool(standing()) is is_asked


def test_a_ticket_of_another_team_or_side_is_not_asked_about(cast: Cast) -> None:
    occasion(survey(), "resolved", conditions={"teams": [cast.teams["sac"].pk]})
    resolved(cast, "ana", "ti")
    assert standing() == []
    resolved(cast)
    assert len(standing()) == 1


def test_the_seed_draws_and_nobody_else(cast: Cast) -> None:
    crew(30, "customer")
    occasion(survey(), "resolved", share=Decimal("0.3"), seed="semente", quarantine_days=0)
    for _n in range(30):
        resolved(cast)
    drawn = {
        pk
        for pk in Ticket.objects.values_list("pk", flat=True)
        if rules.is_drawn("semente", f"ticket:{pk}", Decimal("0.3"))
    }
    assert {one.subject_id for one in standing()} == drawn
    assert 0 < len(drawn) < 30


def test_who_was_asked_lately_by_any_survey_is_left_in_peace(cast: Cast) -> None:
    first, other = survey(), survey(name="Outra")
    occasion(first, "resolved")
    with clock.at(THURSDAY):
        resolved(cast)
        Invited.objects.update(sent_at=clock.now())
        occasion(other, "resolved", quarantine_days=30)
    with clock.at(THURSDAY + timedelta(days=29)):
        resolved(cast)
    assert len(standing()) == 1
    with clock.at(THURSDAY + timedelta(days=31)):
        resolved(cast)
    # Both surveys planned it: only one of them will be sent (test_sending).
    assert {one.survey_id for one in standing()} == {first.pk, other.pk}


def test_nobody_is_asked_about_their_own_work(cast: Cast) -> None:
    occasion(survey("internal"), "resolved")
    ticket = cast.ticket("ana", "ti")
    tickets.assign(SYSTEM, ticket.pk, cast.people["ana"].pk)
    tickets.resolve(SYSTEM, ticket.pk)
    assert standing() == []


def test_a_work_address_reaches_the_employee_never_the_private_one(cast: Cast) -> None:
    ana = cast.people["ana"]
    private = people.add_handle(SYSTEM, ana.pk, "email", "ana@casa.example")
    occasion(survey("internal"), "resolved")
    ticket = cast.ticket("ana", "ti")
    Ticket.objects.filter(pk=ticket.pk).update(requester_handle=private)
    tickets.resolve(SYSTEM, ticket.pk)
    (one,) = standing()
    assert one.handle == cast.handle("ana")


def test_history_and_archives_ask_nobody(cast: Cast) -> None:
    occasion(survey(), "resolved")
    occasion(survey("internal", name="Início"), "hired")
    with outbound.silence():
        resolved(cast)
        people.begin_relationship(SYSTEM, cast.people["zoe"].pk, "employee")
    assert standing() == []


def test_a_survey_that_is_no_longer_live_asks_nobody(cast: Cast) -> None:
    asked = survey()
    occasion(asked, "resolved")
    resolved(cast)
    (one,) = standing()
    surveys.close(SYSTEM, asked.pk)
    assert standing() == []
    one.wave.refresh_from_db()
    assert one.wave.state == "closed"
    resolved(cast)
    assert standing() == []


def test_after_a_delivery_the_day_of_it_counts(cast: Cast) -> None:
    shop()
    occasion(survey("external", "nps", purpose="post_sale"), "delivered", delay_days=3)
    told: dict[str, Any] = {"number": "77", "customer": cast.people["joao"].pk}
    with clock.at(THURSDAY):
        record_order(SYSTEM, ordered_on=date(2040, 10, 15), region="Sul", **told)
        assert standing() == []
        record_order(SYSTEM, ordered_on=date(2040, 10, 15), delivered_on=date(2040, 10, 29), **told)
        record_order(SYSTEM, ordered_on=date(2040, 10, 15), delivered_on=date(2040, 10, 29), **told)
    (one,) = standing()
    # Three days after the 29th were over that morning: as soon as we are open, which is now.
    assert one.send_at == THURSDAY
    assert one.subject_type == "order"
    assert Frozen.objects.get(person=one.person).attributes["region"] == "Sul"


def test_deliveries_long_past_are_no_occasion(cast: Cast) -> None:
    occasion(survey(), "delivered", delay_days=3)
    with clock.at(THURSDAY):
        record_order(
            SYSTEM,
            number="78",
            customer=cast.people["joao"].pk,
            ordered_on=date(2040, 8, 2),
            delivered_on=date(2040, 9, 1),
        )
    assert standing() == []


def test_who_begins_to_work_is_asked_some_days_after_the_first(cast: Cast) -> None:
    shop()
    occasion(survey("internal"), "hired", delay_days=30, conditions={"relationships": ["employee"]})
    with clock.at(THURSDAY):
        newcomer = people.register_person(
            SYSTEM, "Nova", email="nova@boapraca.example", is_work=True, is_verified=True
        )
        begun = people.begin_relationship(
            SYSTEM, newcomer.pk, "employee", since_on=date(2040, 12, 1)
        )
        people.begin_relationship(SYSTEM, cast.people["carlos"].pk, "contractor")
        people.begin_relationship(SYSTEM, cast.people["joao"].pk, "customer")
    (one,) = standing()
    assert (one.person_id, one.subject_id) == (newcomer.pk, begun.pk)
    assert one.send_at == here("2040-12-31T08:00")


def test_an_identified_survey_sends_its_newest_version_an_anonymous_wave_keeps_its_own(
    cast: Cast,
) -> None:
    crew(12)
    named, hidden = survey("internal"), survey("internal", name="Oculta", is_anonymous=True)
    for asked in (named, hidden):
        occasion(asked, "resolved", quarantine_days=0)
    resolved(cast, "ana", "ti")
    for asked in (named, hidden):
        surveys.take_item(SYSTEM, asked.pk, "nps_why")
        surveys.publish(SYSTEM, asked.pk)
    resolved(cast, "marina", "ti")
    versions = {
        asked.pk: [one.wave.version.number for one in standing() if one.survey_id == asked.pk]
        for asked in (named, hidden)
    }
    assert versions == {named.pk: [1, 2], hidden.pk: [1, 1]}


def test_an_anonymous_wave_asks_nobody_twice(cast: Cast) -> None:
    crew(12)
    occasion(survey("internal", is_anonymous=True), "resolved", quarantine_days=0)
    resolved(cast, "ana", "ti")
    resolved(cast, "ana", "ti")
    assert len(standing()) == 1


def test_with_fewer_than_ten_people_an_anonymous_survey_asks_nobody(cast: Cast) -> None:
    newcomers = crew(12)
    occasion(survey("internal", is_anonymous=True), "resolved")
    for person in newcomers:
        tie = person.relationships.get()
        people.end_relationship(SYSTEM, tie.pk)
    resolved(cast, "ana", "ti")
    assert standing() == []
    (refused,) = Event.objects.filter(name="AskingRefused")
    assert refused.data["why"] == "too_few"


def test_events_name_nobody(cast: Cast) -> None:
    occasion(survey(), "resolved")
    before = Event.objects.count()
    resolved(cast)
    told = Event.objects.order_by("pk")[before:].values_list("name", "subject_type", "data")
    ours = [line for line in told if line[1] in ("wave", "occasion")]
    assert [line[0] for line in ours] == ["WaveOpened"]
    assert set(ours[0][2]) == {"survey_id", "number"}
