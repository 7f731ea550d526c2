"""An answer by a deadline: counted in business days, warned of, and told honestly when it is late."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.asking.tests.asking import crew, here
from balcao.listening.ideas import actions, queries, rules
from balcao.listening.ideas.models import Experiment, Idea
from balcao.listening.results.tests.counting import again, rated
from balcao.listening.surveys.models import Question
from balcao.register.calendars.actions import add_calendar
from balcao.register.calendars.rules import read
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast

from .suggesting import MONDAY, board, idea, listed

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
WEEK = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SHOP = {"name": "Loja", "zone": "America/Sao_Paulo", "weekly": WEEK}
SHOP |= {"holidays": {"country": "BR", "state": "SP", "add": ["2026-11-19"]}}


def at(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=SAO_PAULO)


@pytest.mark.parametrize(
    ("start", "days", "warn", "due"),
    [
        # 19 November is this shop's own holiday, 20 November a national one
        ("2026-11-16T10:00", 1, "2026-11-17T09:00", "2026-11-17T18:00"),
        ("2026-11-16T10:00", 2, "2026-11-17T09:00", "2026-11-18T18:00"),
        ("2026-11-16T10:00", 3, "2026-11-18T09:00", "2026-11-23T18:00"),
        ("2026-11-21T23:00", 5, "2026-11-26T09:00", "2026-11-27T18:00"),
    ],
)
def test_a_promise_is_counted_in_business_days(start: str, days: int, warn: str, due: str) -> None:
    told = rules.deadline(read(SHOP), at(start), days, SAO_PAULO)
    assert (told.warn_at, told.due_at) == (at(warn), at(due))


def test_without_a_calendar_monday_to_friday_count() -> None:
    told = rules.deadline(None, at("2026-11-20T10:00"), 5, SAO_PAULO)
    assert told == (at("2026-11-26T09:00"), at("2026-11-27T18:00"))
    assert rules.days_taken(None, at("2026-11-20T10:00"), at("2026-11-27T10:00"), SAO_PAULO) == 5


@given(st.integers(1, 90), st.integers(0, 10_000))
def test_an_answer_in_time_takes_no_more_days_than_promised(days: int, minutes: int) -> None:
    start = at("2026-01-05T00:00") + clock.ONE_DAY * (minutes / 1440)
    shop = read(SHOP)
    told = rules.deadline(shop, start, days, SAO_PAULO)
    assert start < told.due_at
    assert told.warn_at <= told.due_at
    assert rules.days_taken(shop, start, told.due_at, SAO_PAULO) == days


def test_who_looks_after_a_board_is_warned_before_and_told_after(cast: Cast) -> None:
    with clock.at(MONDAY):
        made = board(cast, answer_days=3)
        there = idea(cast.actor("ana"), made)
    beto = cast.actor("beto")
    assert there.next_at is not None
    assert there.next_at < there.due_at
    kinds = []
    for instant in (there.next_at, there.due_at):
        with clock.at(instant):
            assert actions.fire_due() == 1
            assert actions.fire_due() == 0
            kinds.append([one["kind"] for one in queries.notices(beto)])
    assert kinds == [["due", "arrived"], ["late", "due", "arrived"]]
    assert queries.unseen(beto) == 3
    assert queries.unseen(cast.actor("marina")) == 0
    told = Event.objects.filter(name__startswith="Answer").values_list("name", flat=True)
    assert list(told) == ["AnswerDue", "AnswerLate"]
    actions.see(beto, until_id=queries.notices(beto)[0]["id"])
    assert queries.unseen(beto) == 0


def test_what_was_answered_hidden_or_merged_warns_nobody(cast: Cast) -> None:
    beto = cast.actor("beto")
    with clock.at(MONDAY):
        made = board(cast)
        answered, hidden, merged, kept = (idea(cast.actor("ana"), made, f"I {n}") for n in range(4))
        actions.answer(beto, answered.pk, "planned", "Sim")
        actions.hide(beto, hidden.pk, "Repetida")
        actions.merge(beto, merged.pk, kept.pk)
    with clock.at(kept.due_at):
        actions.fire_due()
        actions.fire_due()
    late = [one["idea_id"] for one in queries.notices(beto) if one["kind"] == "late"]
    assert late == [kept.pk]


def test_a_late_answer_is_told_as_late_and_counts_against_the_promise(cast: Cast) -> None:
    add_calendar(SYSTEM, SHOP)
    beto = cast.actor("beto")
    with clock.at(MONDAY):
        made = board(cast)
        late, prompt, open_ = (idea(cast.actor("ana"), made, f"I {n}") for n in range(3))
        actions.answer(beto, prompt.pk, "declined", "Não cabe no orçamento")
    assert queries.attainment(beto, queries.board(beto, made.pk)) is not None
    with clock.at(at("2040-11-27T10:00")):
        actions.answer(beto, late.pk, "review", "Estamos olhando")
        late.refresh_from_db()
        assert late.answered_at is None
        actions.answer(beto, late.pk, "planned", "Em janeiro")
        told = {one["id"]: one for one in listed(beto, made)}
        kept = queries.attainment(beto, queries.board(beto, made.pk))
    assert (told[late.pk]["taken_days"], told[late.pk]["promised_days"]) == (9, 5)
    assert told[late.pk]["is_late"] is told[open_.pk]["is_late"] is True
    assert (told[prompt.pk]["taken_days"], told[prompt.pk]["is_late"]) == (0, False)
    assert kept is not None
    assert (round(kept.value, 3), kept.n) == (0.333, 3)
    assert kept.low < kept.value < kept.high


def test_each_change_is_told_with_its_reason_to_author_and_voters(cast: Cast) -> None:
    made = board(cast)
    ana, marina, rita, beto = (cast.actor(name) for name in ("ana", "marina", "rita", "beto"))
    there, same = idea(ana, made), idea(rita, made, "A mesma")
    actions.vote(marina, there.pk)
    actions.vote(beto, there.pk)
    actions.merge(beto, same.pk, there.pk)
    actions.answer(beto, there.pk, "planned", "Em janeiro")
    for actor in (ana, marina, rita):
        told = queries.notices(actor)[0]
        assert (told["kind"], told["state"], told["reason"]) == ("changed", "planned", "Em janeiro")
    assert "changed" not in {one["kind"] for one in queries.notices(beto)}
    assert queries.notices(cast.actor("paulo")) == []
    for state, reason in (("planned", " "), ("new", "Volta"), ("experiment", "Já"), ("x", "Já")):
        with pytest.raises(Invalid):
            actions.answer(beto, there.pk, state, reason)


def test_an_experiment_ends_with_a_result_and_a_decision(cast: Cast) -> None:
    made, beto = board(cast), cast.actor("beto")
    there = idea(cast.actor("ana"), made)
    today = clock.today()
    with pytest.raises(Invalid) as refusal:
        actions.begin_experiment(beto, there.pk, actions.Trial("", today, today))
    assert set(refusal.value.fields) == {"expects", "measure", "ends_on"}
    later = today + clock.ONE_DAY * 14
    trial = actions.Trial("Mais gente", today, later, "pessoas por dia")
    begun = actions.begin_experiment(beto, there.pk, trial)
    there.refresh_from_db()
    assert there.state == "experiment"
    with pytest.raises(Forbidden):
        actions.begin_experiment(beto, there.pk, trial)
    with pytest.raises(NotFound):
        actions.decide(cast.actor("ana"), begun.pk, "adopt", "Deu certo")
    with pytest.raises(Invalid):
        actions.decide(beto, begun.pk, "adopt", " ")
    with pytest.raises(Invalid):
        actions.decide(beto, begun.pk, "adopt", "Deu certo", before="doze")
    actions.decide(beto, begun.pk, "drop", "Ninguém veio", before="1.234,5", after="12.5")
    done = Experiment.objects.get()
    assert (done.before, done.after, done.change) == ({"value": 1234.5}, {"value": 12.5}, None)
    assert Idea.objects.get(pk=there.pk).state == "declined"
    with pytest.raises(Forbidden):
        actions.decide(beto, begun.pk, "adopt", "Mudei")


def test_a_survey_measures_before_and_after_and_may_say_that_nothing_differs(cast: Cast) -> None:
    asked = rated([{"csat": n} for n in (2, 3, 4, 4, 5, 3)], "csat", at=here("2040-10-10T10:00"))
    again(asked, [{"csat": 5}] * 40, crew(40, "customer", 500), at=here("2040-11-10T10:00"))
    question = Question.objects.get(key="csat").pk
    made, beto = board(cast), cast.actor("beto")
    found = []
    for ends_on in (date(2040, 11, 30), date(2040, 10, 9)):
        there = idea(cast.actor("ana"), made)
        starts_on = ends_on - clock.ONE_DAY * 29
        trial = actions.Trial("Mais satisfeitos", starts_on, ends_on, question_id=question)
        begun = actions.begin_experiment(beto, there.pk, trial)
        with clock.at(here("2040-12-01T10:00")):
            actions.decide(beto, begun.pk, "adapt", "Ainda cedo")
        found.append(Experiment.objects.get(pk=begun.pk))
    better, empty = found
    assert better.before is not None
    assert better.after is not None
    assert better.change is not None
    assert (better.before["n"], better.after["n"]) == (6, 40)
    assert better.change["distinguishable"] is True
    assert better.change["low"] <= better.change["value"] <= better.change["high"]
    assert (empty.before, empty.after, empty.change) == (None, None, None)
    there = idea(cast.actor("ana"), made)
    with pytest.raises(NotFound):
        actions.begin_experiment(cast.actor("rita"), there.pk, trial)


def test_a_decision_is_mailed_to_author_and_voters_at_the_address_of_their_side(
    cast: Cast,
) -> None:
    inside, outside, beto = board(cast), board(cast, ["customer"]), cast.actor("beto")
    there = idea(cast.actor("ana"), inside, "Café *melhor*")
    actions.vote(cast.actor("marina"), there.pk)
    actions.answer(beto, there.pk, "review", "Estamos olhando")
    assert not OutgoingMail.objects.exists()
    actions.answer(beto, there.pk, "planned", "Em janeiro")
    told = {one.to_address: one for one in OutgoingMail.objects.all()}
    assert set(told) == {"ana@boapraca.example", "marina@boapraca.example"}
    OutgoingMail.objects.all().delete()
    bought = idea(cast.actor("joao"), outside, "Sábado")
    actions.answer(beto, bought.pk, "done", "Já fazemos")
    assert OutgoingMail.objects.get().to_address == "joao@cliente.example"
