"""Who is here, who went, and what becomes of their work."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.service.routing import actions
from balcao.service.routing.actions import skip
from balcao.service.routing.models import Presence, Skip, Stint
from balcao.service.routing.rules import LAPSES_AFTER_MISSES
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast, make_cast

from .desk import automatic, here, last_decision, owner, route


def _silence(times: int = LAPSES_AFTER_MISSES) -> int:
    return sum(actions.lapse(SYSTEM) for _ in range(times))


def test_presence_is_for_those_who_answer(cast: Cast) -> None:
    for name in ("joao", "carlos", "lucia", "beto"):
        with pytest.raises(Forbidden):
            actions.set_presence(cast.actor(name), "available")
    with pytest.raises(Invalid):
        actions.set_presence(cast.actor("marina"), "asleep")


def test_each_stretch_is_kept_with_its_reason(cast: Cast) -> None:
    now = clock.now()
    for minutes, state, reason in (
        (0, "available", ""),
        (30, "break", " café \n da manhã "),
        (30, "break", "café da manhã"),
        (45, "available", ""),
    ):
        with clock.at(now + timedelta(minutes=minutes)):
            actions.set_presence(cast.actor("marina"), state, reason)
    stints = Stint.objects.order_by("pk").values_list("state", "reason", "from_at", "to_at")
    marks = [now + timedelta(minutes=each) for each in (0, 30, 45)]
    assert list(stints) == [
        ("available", "", marks[0], marks[1]),
        ("break", "café da manhã", marks[1], marks[2]),
        ("available", "", marks[2], None),
    ]
    assert Event.objects.filter(name="PresenceChanged").count() == 3


def test_a_clock_that_went_back_ends_a_stretch_where_it_began(cast: Cast) -> None:
    here(cast, "marina")
    with clock.at(clock.now() - timedelta(hours=5)):
        here(cast, "marina", state="break")
    first = Stint.objects.order_by("pk")[0]
    assert first.to_at == first.from_at
    assert Stint.objects.filter(to_at=None).count() == 1


def test_who_goes_away_gives_untouched_work_back_and_others_get_it(cast: Cast) -> None:
    automatic(cast)
    untouched, answered, noted, drafted = (cast.ticket("joao", "sac", name) for name in "abcd")
    here(cast, "marina")
    route()
    marina = cast.actor("marina")
    tickets.reply(marina, answered.pk, Said("Olá"), then="open")
    tickets.note(marina, noted.pk, Said("Ligar amanhã"))
    tickets.keep_draft(marina, drafted.pk, "Estou ven", is_internal=False)
    here(cast, "marina", state="break")
    assert owner(cast, untouched) == "marina"
    here(cast, "marina", state="away")
    kept = [owner(cast, each) for each in (untouched, answered, noted, drafted)]
    assert kept == ["", "marina", "marina", "marina"]
    assert (last_decision(untouched).act, last_decision(untouched).why) == (
        "returned",
        "went_away",
    )
    here(cast, "rita")
    route()
    assert owner(cast, untouched) == "rita"


def test_what_somebody_took_themselves_stays_with_them(cast: Cast) -> None:
    automatic(cast)
    taken = cast.ticket("joao", "sac")
    here(cast, "marina", state="busy")
    tickets.assign(cast.actor("marina"), taken.pk, cast.people["marina"].pk)
    here(cast, "marina", state="away")
    assert owner(cast, taken) == "marina"


def test_without_routing_by_itself_nothing_is_taken_back(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    here(cast, "marina")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    here(cast, "marina", state="away")
    assert owner(cast, ticket) == "marina"


def test_who_vanishes_is_away_after_some_looks_and_their_work_goes_on(cast: Cast) -> None:
    automatic(cast)
    ticket = cast.ticket("joao", "sac")
    here(cast, "marina")
    route()
    assert _silence(LAPSES_AFTER_MISSES - 1) == 0
    actions.seen(cast.actor("marina"))
    assert _silence(LAPSES_AFTER_MISSES - 1) == 0
    assert _silence(1) == 1
    presence = Presence.objects.get()
    assert (presence.state, presence.is_lapsed) == ("away", True)
    assert owner(cast, ticket) == ""
    assert last_decision(ticket).why == "vanished"
    assert _silence() == 0
    fact = Event.objects.filter(name="PresenceChanged").order_by("-pk")[0]
    assert (fact.actor_id, fact.data["lapsed"]) == (None, True)
    here(cast, "marina")
    assert Presence.objects.get().is_lapsed is False


def test_a_clock_that_jumps_or_a_worker_that_slept_sends_nobody_home(cast: Cast) -> None:
    here(cast, "marina")
    for days in (400, -400, 1):
        with clock.at(clock.now() + timedelta(days=days)):
            assert actions.lapse(SYSTEM) == 0
    assert Presence.objects.get().state == "available"


def test_a_sign_of_life_is_written_only_when_one_was_missed(cast: Cast) -> None:
    here(cast, "marina")
    before = Presence.objects.get().seen_at
    actions.seen(cast.actor("marina"))
    assert Presence.objects.get().seen_at == before
    actions.lapse(SYSTEM)
    actions.seen(cast.actor("marina"))
    assert (Presence.objects.get().misses, Presence.objects.get().seen_at > before) == (0, True)


def test_who_signs_out_is_away_and_who_was_never_here_stays_unknown(cast: Cast) -> None:
    here(cast, "marina")
    actions.leave(cast.actor("marina"))
    actions.leave(cast.actor("rita"))
    assert list(Presence.objects.values_list("state", flat=True)) == ["away"]


def test_whoever_passes_a_ticket_on_says_why_and_another_gets_it(cast: Cast) -> None:
    automatic(cast)
    ticket = cast.ticket("joao", "sac")
    here(cast, "marina")
    route()
    with pytest.raises(Invalid):
        skip(cast.actor("marina"), ticket.pk, "  ")
    skip(cast.actor("marina"), ticket.pk, "É meu vizinho")
    assert owner(cast, ticket) == ""
    assert last_decision(ticket).why == "skipped"
    assert Skip.objects.get().reason == "É meu vizinho"
    assert route() == 0
    here(cast, "rita")
    assert route() == 1
    assert last_decision(ticket).considered == {"skipped": [cast.people["marina"].pk]}


def test_a_ticket_one_works_on_is_not_lost_by_skipping_it(cast: Cast) -> None:
    automatic(cast)
    ticket = cast.ticket("joao", "sac")
    here(cast, "marina")
    route()
    tickets.reply(cast.actor("marina"), ticket.pk, Said("Olá"), then="open")
    skip(cast.actor("marina"), ticket.pk, "Difícil")
    assert owner(cast, ticket) == "marina"


def test_nobody_skips_or_takes_what_they_do_not_handle(cast: Cast) -> None:
    confidential = cast.ticket("ana", "rh")
    for name in ("marina", "ana", "beto"):
        with pytest.raises(NotFound):
            skip(cast.actor(name), confidential.pk, "Não quero")
        with pytest.raises(NotFound):
            actions.take(cast.actor(name), confidential.pk)


def test_of_two_who_take_the_same_ticket_one_is_told(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.take(cast.actor("marina"), ticket.pk)
    actions.take(cast.actor("marina"), ticket.pk)
    with pytest.raises(Invalid):
        actions.take(cast.actor("rita"), ticket.pk)
    assert owner(cast, ticket) == "marina"


@pytest.mark.django_db(transaction=True)
def test_whoever_goes_away_while_being_given_work_keeps_none_of_it() -> None:
    cast = make_cast()
    automatic(cast, default_limit=40)
    waiting = [cast.ticket("joao", "sac", str(n)) for n in range(12)]
    here(cast, "marina")
    start = threading.Barrier(2)

    def work(act: str) -> None:
        try:
            start.wait()
            if act == "route":
                route()
            else:
                here(cast, "marina", state="away")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(act,)) for act in ("route", "leave")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {owner(cast, ticket) for ticket in waiting} == {""}
