"""What tickets do to the clocks of their promises."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden, NotFound
from balcao.events.models import Event
from balcao.register.people import actions as people
from balcao.service.sla.actions import begin_promise, end_promise, pause, resume
from balcao.service.sla.models import Clock, Pause
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.statements import counted

from .promising import ALWAYS, calendar, here, promise

HELLO = Said("Bom dia")
THURSDAY = "2026-04-30T17:00"


@pytest.fixture
def marina(cast: Cast) -> Actor:
    """Marina as she is today: in the past that is told here nobody worked yet."""
    return cast.actor("marina")


def opened(cast: Cast, at: str = THURSDAY, who: str = "joao", inbox: str = "sac") -> Ticket:
    with clock.at(here(at)):
        return cast.ticket(who, inbox)


def the_clock(ticket: Ticket, what: str = "resolution") -> Clock:
    return Clock.objects.filter(ticket=ticket, promise=what).latest("pk")


def due(ticket: Ticket) -> datetime | None:
    ticket.refresh_from_db()
    return ticket.due_at


def told(ticket: Ticket, name: str) -> int:
    return Event.objects.filter(subject_type="ticket", subject_id=ticket.pk, name=name).count()


def test_a_ticket_opened_under_a_promise_bears_its_due_date(cast: Cast) -> None:
    promise("resolution", 6)
    promise("first_reply", 1)
    ticket = opened(cast)
    assert the_clock(ticket).due_at == here("2026-05-04T09:00")
    assert due(ticket) == here("2026-04-30T18:00")


def test_nothing_is_promised_to_the_other_side(cast: Cast) -> None:
    promise("resolution", 6)
    ticket = opened(cast, who="ana", inbox="rh")
    assert not Clock.objects.filter(ticket=ticket).exists()
    assert due(ticket) is None


def test_a_reply_in_time_keeps_the_promise_and_a_late_one_breaks_it(
    cast: Cast, marina: Actor
) -> None:
    promise("first_reply", 1)
    early, late = opened(cast), opened(cast)
    with clock.at(here("2026-04-30T18:00")):
        tickets.reply(marina, early.pk, HELLO)
    with clock.at(here("2026-05-02T08:00:01")):
        tickets.reply(marina, late.pk, HELLO)
    assert the_clock(early, "first_reply").state == "met"
    broken = the_clock(late, "first_reply")
    assert (broken.state, broken.breached_at) == ("missed", here("2026-04-30T18:00"))
    assert broken.decided_at == broken.breached_at
    assert (told(early, "PromiseMet"), told(early, "PromiseBreached")) == (1, 0)
    assert (told(late, "PromiseMet"), told(late, "PromiseBreached")) == (0, 1)


def test_waiting_for_the_client_pauses_and_their_word_goes_on(cast: Cast, marina: Actor) -> None:
    """VECTORS' pause, as it happens: Saturday 10:00 to Monday 08:30 moves the due date to 11:30."""
    promise("resolution", 6, pauses_on=["pending"])
    ticket = opened(cast)
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(marina, ticket.pk, HELLO)
    assert (the_clock(ticket).state, due(ticket)) == ("paused", None)
    with clock.at(here("2026-05-04T08:30")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
    assert (the_clock(ticket).state, due(ticket)) == ("running", here("2026-05-04T11:30"))
    held = Pause.objects.get(clock__ticket=ticket)
    assert (held.cause, held.reason) == ("status", "pending")
    with clock.at(here("2026-05-04T11:00")):
        tickets.resolve(marina, ticket.pk)
    assert the_clock(ticket).state == "met"
    assert due(ticket) is None


def test_what_was_due_before_the_pause_is_broken_though_nobody_had_noticed(
    cast: Cast, marina: Actor
) -> None:
    promise("resolution", 6, pauses_on=["pending"])
    ticket = opened(cast)
    with clock.at(here("2026-05-04T09:30")):
        tickets.reply(marina, ticket.pk, HELLO)
    broken = the_clock(ticket)
    assert (broken.state, broken.breached_at) == ("running", here("2026-05-04T09:00"))
    with clock.at(here("2026-05-05T09:00")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
        tickets.resolve(marina, ticket.pk)
    assert the_clock(ticket).state == "missed"
    assert told(ticket, "PromiseBreached") == 1
    assert not Pause.objects.exists()


def test_one_status_that_pauses_follows_another_without_a_gap(cast: Cast, marina: Actor) -> None:
    promise("resolution", 6, pauses_on=["pending", "on_hold"])
    ticket = opened(cast)
    for at, status in (("10:00", "pending"), ("11:00", "on_hold"), ("11:30", "open")):
        with clock.at(here(f"2026-05-02T{at}")):
            tickets.change_status(marina, ticket.pk, status)
    spans = list(Pause.objects.order_by("from_at").values_list("reason", "from_at", "to_at"))
    assert spans == [
        ("pending", here("2026-05-02T10:00"), here("2026-05-02T11:00")),
        ("on_hold", here("2026-05-02T11:00"), here("2026-05-02T11:30")),
    ]
    assert due(ticket) == here("2026-05-04T10:30")


def test_the_clients_next_word_waits_for_a_next_reply_once(cast: Cast, marina: Actor) -> None:
    promise("first_reply", 1)
    promise("next_reply", 2)
    ticket = opened(cast)
    with clock.at(here("2026-04-30T17:10")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
    assert not Clock.objects.filter(promise="next_reply").exists()
    with clock.at(here("2026-04-30T17:20")):
        tickets.reply(marina, ticket.pk, HELLO)
    for at in ("17:30", "17:40"):
        with clock.at(here(f"2026-04-30T{at}")):
            tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), HELLO)
    waited = Clock.objects.get(promise="next_reply")
    assert waited.started_at == here("2026-04-30T17:30")
    with clock.at(here("2026-04-30T17:50")):
        tickets.attach_automatic(SYSTEM, ticket.pk, HELLO)
        tickets.reply(marina, ticket.pk, HELLO)
    waited.refresh_from_db()
    assert waited.state == "met"
    with clock.at(here("2026-04-30T17:55")):
        tickets.attach_automatic(SYSTEM, ticket.pk, HELLO)
    assert Clock.objects.filter(promise="next_reply").count() == 1


def test_an_end_without_a_reply_neither_keeps_nor_breaks_that_promise(
    cast: Cast, marina: Actor
) -> None:
    promise("first_reply", 1)
    promise("resolution", 6)
    ticket = opened(cast)
    with clock.at(here("2026-04-30T17:30")):
        tickets.resolve(marina, ticket.pk)
    assert the_clock(ticket, "first_reply").state == "cancelled"
    assert the_clock(ticket, "first_reply").decided_at is None
    assert the_clock(ticket).state == "met"


def test_a_reopened_ticket_is_promised_a_new_resolution(cast: Cast, marina: Actor) -> None:
    promise("resolution", 6)
    promise("next_reply", 1)
    ticket = opened(cast)
    with clock.at(here("2026-04-30T17:30")):
        tickets.resolve(marina, ticket.pk)
    with clock.at(here("2026-05-04T08:00")):
        tickets.reopen(marina, ticket.pk, "voltou")
    states = list(
        Clock.objects.filter(promise="resolution").order_by("pk").values_list("state", flat=True)
    )
    assert states == ["met", "running"]
    assert the_clock(ticket).started_at == here("2026-05-04T08:00")
    assert due(ticket) == here("2026-05-04T09:00")


def test_another_kind_priority_or_team_comes_under_another_promise(cast: Cast) -> None:
    promise("resolution", 6, name="geral")
    for name, hours, terms in (
        ("reclamação", 4, {"kind": "complaint"}),
        ("urgente", 2, {"kind": "complaint", "priority": 4}),
        ("ti", 1, {"kind": "complaint", "priority": 4, "team_id": cast.teams["ti"].pk}),
    ):
        promise("resolution", hours, name=name, **terms)
    ticket, rita = opened(cast), cast.actor("rita")
    seen = [(the_clock(ticket).policy.name, due(ticket))]
    with clock.at(here("2026-04-30T17:01")):
        tickets.set_kind(rita, ticket.pk, "complaint")
        seen.append((the_clock(ticket).policy.name, due(ticket)))
        tickets.set_priority(rita, ticket.pk, 3, 3)
        seen.append((the_clock(ticket).policy.name, due(ticket)))
        tickets.transfer(rita, ticket.pk, cast.teams["ti"].pk, "é com eles")
        seen.append((the_clock(ticket).policy.name, due(ticket)))
    assert seen == [
        ("geral", here("2026-05-04T09:00")),
        ("reclamação", here("2026-05-02T11:00")),
        ("urgente", here("2026-05-02T09:00")),
        ("ti", here("2026-04-30T18:00")),
    ]
    assert the_clock(ticket).why["matched"] == ["kind", "priority", "team_id"]
    assert Clock.objects.filter(ticket=ticket).count() == 1


def test_a_broken_promise_is_not_made_good_by_another_policy(cast: Cast, marina: Actor) -> None:
    promise("resolution", 1, kind="request")
    promise("resolution", 40, kind="suggestion")
    ticket = opened(cast)
    with clock.at(here("2026-05-02T08:10")):
        tickets.set_kind(marina, ticket.pk, "suggestion")
    assert the_clock(ticket).breached_at == here("2026-04-30T18:00")
    assert due(ticket) == here("2026-04-30T18:00")


def test_a_promise_that_no_longer_applies_ends_and_one_that_applies_now_counts_from_the_opening(
    cast: Cast, marina: Actor
) -> None:
    promise("resolution", 6, kind="complaint")
    ticket = opened(cast)
    assert due(ticket) is None
    with clock.at(here("2026-05-02T10:00")):
        tickets.set_kind(marina, ticket.pk, "complaint")
    assert due(ticket) == here("2026-05-04T09:00")
    with clock.at(here("2026-05-02T11:00")):
        tickets.set_kind(marina, ticket.pk, "praise")
    assert (the_clock(ticket).state, due(ticket)) == ("cancelled", None)


@pytest.mark.parametrize(
    ("terms", "applies"),
    [
        ({"relationship": "customer"}, True),
        ({"relationship": "supplier"}, False),
        ({"priority": 2}, True),
        ({"priority": 4}, False),
    ],
)
def test_relationship_and_priority_decide(
    cast: Cast, terms: dict[str, object], applies: bool
) -> None:
    promise("resolution", 6, **terms)
    with clock.at(clock.now() + timedelta(days=1)):
        ticket = cast.ticket("joao", "sac")
    assert Clock.objects.filter(ticket=ticket).exists() is applies


def test_a_contract_of_an_organization_goes_before_what_all_are_promised(cast: Cast) -> None:
    shop = people.add_organization(SYSTEM, "Padaria", "company")
    promise("resolution", 6, name="todos", position=1)
    promise("resolution", 2, name="contrato", organization_id=shop.pk, position=9)
    with clock.at(here(THURSDAY)):
        ticket, _message = tickets.open_ticket(
            SYSTEM,
            cast.inboxes["sac"],
            cast.handle("joao"),
            "Forno",
            HELLO,
            organization_id=shop.pk,
        )
    assert the_clock(ticket).policy.name == "contrato"
    assert due(ticket) == here("2026-05-02T09:00")


def test_a_pause_by_agreement_says_why_and_lasts_until_agreed(cast: Cast, marina: Actor) -> None:
    promise("resolution", 6)
    promise("first_reply", 30)
    ticket = opened(cast)
    with clock.at(here("2026-05-02T10:00")):
        assert pause(marina, ticket.pk, "cliente viaja", until=here("2026-05-04T08:30")) == 2
    assert due(ticket) == here("2026-05-04T11:30")
    assert told(ticket, "PromisePaused") == 2
    with clock.at(here("2026-05-02T11:00")):
        assert resume(marina, ticket.pk) == 2
    assert due(ticket) == here("2026-05-04T10:00")
    assert set(Pause.objects.values_list("reason", flat=True)) == {"cliente viaja"}


def test_status_and_agreement_pause_together_and_end_apart(cast: Cast, marina: Actor) -> None:
    promise("resolution", 6, pauses_on=["pending"])
    ticket = opened(cast)
    with clock.at(here("2026-05-02T10:00")):
        pause(marina, ticket.pk, "peça encomendada")
    with clock.at(here("2026-05-02T11:00")):
        tickets.change_status(marina, ticket.pk, "pending")
    with clock.at(here("2026-05-04T08:00")):
        tickets.change_status(marina, ticket.pk, "open")
    assert due(ticket) is None
    with clock.at(here("2026-05-04T08:30")):
        resume(marina, ticket.pk)
    assert due(ticket) == here("2026-05-04T11:30")


def test_without_promises_a_ticket_costs_no_statement(cast: Cast, marina: Actor) -> None:
    """Bare numbers: who adds a statement here adds it to every reply of every company."""
    ticket = cast.ticket("joao", "sac")
    with_room = counted(lambda: tickets.reply(marina, ticket.pk, HELLO))
    from balcao.config.wiring import WIRING
    from balcao.events.actions import wire
    from balcao.service.sla import handlers

    names = {handler for handler in vars(handlers).values() if callable(handler)}
    wire({fact: [h for h in told if h not in names] for fact, told in WIRING.items()})
    other = cast.ticket("joao", "sac")
    try:
        without = counted(lambda: tickets.reply(marina, other.pk, HELLO))
    finally:
        wire(WIRING)
    assert with_room == without


def test_a_clock_of_all_hours_runs_through_the_night(cast: Cast) -> None:
    promise("resolution", 24, calendar=calendar(ALWAYS))
    assert due(opened(cast)) == here("2026-05-01T17:00")


def test_a_callback_is_promised_when_asked_for_and_kept_by_calling(
    cast: Cast, marina: Actor
) -> None:
    ticket, joao = opened(cast), cast.actor("joao")
    assert not begin_promise(joao, ticket.pk, "callback")
    promise("callback", 2)
    with clock.at(here("2026-05-02T09:00")):
        assert begin_promise(joao, ticket.pk, "callback")
        assert not begin_promise(joao, ticket.pk, "callback")
    assert due(ticket) == here("2026-05-02T11:00")
    with pytest.raises(Forbidden):
        end_promise(joao, ticket.pk, "callback")
    with pytest.raises(NotFound):
        begin_promise(cast.actor("zoe"), ticket.pk, "callback")
    with clock.at(here("2026-05-02T10:00")):
        assert end_promise(marina, ticket.pk, "callback")
        assert not end_promise(marina, ticket.pk, "callback")
    assert (the_clock(ticket, "callback").state, due(ticket)) == ("met", None)


def test_a_callback_nobody_wants_any_more_is_neither_kept_nor_broken(
    cast: Cast, marina: Actor
) -> None:
    promise("callback", 2)
    ticket = opened(cast)
    with clock.at(here("2026-05-02T09:00")):
        begin_promise(marina, ticket.pk, "callback")
        end_promise(marina, ticket.pk, "callback", is_kept=False)
    assert the_clock(ticket, "callback").state == "cancelled"
