"""Who may set occasions up, waves of people by calendar and by sample, and what may be told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.asking import actions, queries
from balcao.listening.asking.actions import Terms
from balcao.listening.asking.models import Frozen, Invited, Occasion, Wave
from balcao.listening.surveys import actions as surveys
from balcao.register.people import actions as people
from balcao.register.people.models import Handle
from tests.cast import Cast

from .asking import crew, here, occasion, shop, standing, survey

pytestmark = pytest.mark.django_db
MONDAYS = {"every": "month", "weekday": 0, "hour": 9}
DAY = timedelta(days=1)
INSIDE = 7  # of the cast: six employees and a contractor


def test_agents_choose_nobody(cast: Cast) -> None:
    asked = survey()
    drawn = occasion(asked, "sample")
    for name in ("marina", "ana", "paulo", "joao", "zoe", "lucia"):
        actor = cast.actor(name)
        with pytest.raises(NotFound):
            actions.set_occasion(actor, asked.pk, Terms("resolved"))
        with pytest.raises(NotFound):
            actions.draw_sample(actor, drawn.pk)
        with pytest.raises(NotFound):
            actions.stop_occasion(actor, drawn.pk)
        for read in (queries.occasions, queries.waves):
            with pytest.raises(NotFound):
                read(actor, asked.pk)
    with pytest.raises(NotFound):
        queries.waves(NOBODY, asked.pk)
    assert actions.set_occasion(cast.actor("beto"), asked.pk, Terms("resolved")).is_active


def test_a_supervisor_asks_about_their_own_teams_alone(cast: Cast) -> None:
    rita, sac, ti = cast.actor("rita"), cast.teams["sac"].pk, cast.teams["ti"].pk
    own = surveys.add_survey(rita, "Do SAC", "csat", "external", team_id=sac)
    told: list[dict[str, Any]] = [{}, {"teams": [ti]}, {"teams": [sac, ti]}]
    for conditions in told:
        with pytest.raises(Forbidden):
            actions.set_occasion(rita, own.pk, Terms("resolved", conditions=conditions))
    with pytest.raises((Forbidden, Invalid)):
        actions.set_occasion(rita, own.pk, Terms("delivered", conditions={"teams": [sac]}))
    actions.set_occasion(rita, own.pk, Terms("resolved", conditions={"teams": [sac]}))
    assert [line["when"] for line in queries.occasions(rita, own.pk)] == ["resolved"]
    with pytest.raises(NotFound):
        queries.occasions(cast.actor("marina"), own.pk)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("when", Terms("yesterday")),
        ("when", Terms("hired")),
        ("conditions", Terms("delivered", conditions={"teams": [1]})),
        ("conditions", Terms("resolved", conditions={"sides": ["internal"]})),
        ("names", Terms("resolved", conditions={"names": ["João"]})),
        ("share", Terms("resolved", share=Decimal(0))),
        ("share", Terms("resolved", share=Decimal("1.1"))),
        ("share", Terms("resolved", share=Decimal("0.00001"))),
        ("rhythm", Terms("calendar")),
        ("rhythm", Terms("resolved", rhythm=MONDAYS)),
        ("rhythm", Terms("calendar", rhythm={"every": "day"}, quarantine_days=0)),
        ("quarantine_days", Terms("resolved", quarantine_days=-1)),
        ("quarantine_days", Terms("calendar", rhythm=MONDAYS, quarantine_days=30)),
        ("delay_days", Terms("resolved", delay_days=367)),
        ("open_days", Terms("resolved", open_days=0)),
        ("remind_after_days", Terms("resolved", remind_after_days=[14])),
        ("remind_after_days", Terms("resolved", remind_after_days=[3, 3])),
        ("remind_after_days", Terms("resolved", remind_after_days=[1, 2, 3, 4])),
        ("seed", Terms("resolved", seed="x" * 65)),
    ],
)
def test_an_occasion_that_says_nothing_is_refused_in_words(
    cast: Cast, field: str, told: Terms
) -> None:
    asked = survey()
    with pytest.raises(Invalid) as refused:
        actions.set_occasion(SYSTEM, asked.pk, told)
    assert field in refused.value.fields
    assert not Occasion.objects.exists()


def test_a_change_keeps_the_seed_unless_it_is_told(cast: Cast) -> None:
    asked = survey()
    first = occasion(asked, "resolved")
    assert len(first.seed) == 16
    changed = actions.set_occasion(SYSTEM, asked.pk, Terms("resolved", open_days=7), first.pk)
    assert (changed.pk, changed.seed, changed.open_days) == (first.pk, first.seed, 7)
    with pytest.raises(NotFound):
        actions.set_occasion(SYSTEM, survey(name="Outra").pk, Terms("resolved"), first.pk)
    told = Event.objects.filter(name="OccasionSet").values_list("data", flat=True)
    assert [line["is_new"] for line in told] == [True, False]


def test_a_pulse_asks_everybody_inside_at_its_time(cast: Cast) -> None:
    shop()
    crew(5)
    pulse = survey("internal", purpose="pulse", is_anonymous=True)
    with clock.at(here("2040-11-01T12:00")):
        made = occasion(pulse, "calendar", rhythm=MONDAYS, quarantine_days=20)
    at = here("2040-11-05T09:00")
    assert made.next_at == at
    assert actions.open_due(at - DAY) == 0
    with clock.at(at):
        assert actions.open_due(at) == 1
        assert actions.open_due(at) == 0
    assert len(standing()) == INSIDE + 5
    (wave,) = Wave.objects.all()
    assert (wave.number, wave.is_anonymous, wave.k) == (1, True, 5)
    assert wave.closes_at == at + 14 * DAY
    assert Frozen.objects.filter(wave=wave).count() == INSIDE + 5
    made.refresh_from_db()
    assert made.next_at == here("2040-12-03T09:00")
    with clock.at(made.next_at):
        actions.open_due(made.next_at)
    assert Wave.objects.count() == 2
    assert len(standing()) == 2 * (INSIDE + 5)


def test_groups_are_frozen_and_leave_later_changes_aside(cast: Cast) -> None:
    vendas = people.add_organization(SYSTEM, "Vendas", "department")
    compras = people.add_organization(SYSTEM, "Compras", "department")
    newcomers = crew(12)
    for person in newcomers:
        person.relationships.update(organization=vendas)
    made = occasion(
        survey("internal", is_anonymous=True), "sample", conditions={"departments": [vendas.pk]}
    )
    wave = actions.draw_sample(SYSTEM, made.pk)
    for person in newcomers:
        person.relationships.update(organization=compras)
    told = Frozen.objects.filter(wave=wave).values_list("attributes", flat=True)
    assert [line["department"] for line in told] == [vendas.pk] * 12
    with pytest.raises(IntegrityError), transaction.atomic():
        Frozen.objects.update(attributes={})


def test_a_company_of_nine_is_not_asked_anonymously_and_is_told_why(cast: Cast) -> None:
    crew(2)
    hidden, named = survey("internal", is_anonymous=True), survey("internal", name="Aberta")
    with pytest.raises(Invalid, match="Fewer than 10 people"):
        occasion(hidden, "sample")
    assert actions.draw_sample(SYSTEM, occasion(named, "sample").pk).number == 1
    assert len(standing()) == 9


def test_too_few_left_by_rest_or_draw_are_refused_and_nothing_is_written(cast: Cast) -> None:
    crew(5)
    named = survey("internal", name="Aberta")
    hidden = survey("internal", is_anonymous=True)
    some = occasion(hidden, "sample", share=Decimal("0.1"))
    with pytest.raises(Invalid, match="Fewer than 10 people"):
        actions.draw_sample(SYSTEM, some.pk)
    assert not Invited.objects.exists()
    assert not Wave.objects.exists()
    made = occasion(hidden, "calendar", rhythm=MONDAYS, quarantine_days=20)
    actions.draw_sample(SYSTEM, occasion(named, "sample").pk)
    assert made.next_at is not None
    with clock.at(clock.now() + DAY):
        Occasion.objects.filter(pk=made.pk).update(next_at=clock.now())
        assert actions.open_due(clock.now()) == 0
    (refused,) = Event.objects.filter(name="AskingRefused")
    assert refused.data["why"] == "too_few"
    made.refresh_from_db()
    assert made.next_at > clock.now()
    assert not Wave.objects.filter(survey=hidden).exists()


def test_a_sample_is_the_same_for_a_seed_and_other_people_next_time(cast: Cast) -> None:
    crew(60, "customer")
    asked = survey()
    made = occasion(asked, "sample", share=Decimal("0.4"), seed="a", quarantine_days=0)
    first = actions.draw_sample(SYSTEM, made.pk)
    second = actions.draw_sample(SYSTEM, made.pk)
    drawn = [
        set(Invited.objects.filter(wave=wave).values_list("person_id", flat=True))
        for wave in (first, second)
    ]
    assert 10 < len(drawn[0]) < 45
    assert drawn[0] != drawn[1]
    twin = occasion(
        survey(name="Igual"), "sample", share=Decimal("0.4"), seed="a", quarantine_days=0
    )
    again = actions.draw_sample(SYSTEM, twin.pk)
    same = set(Invited.objects.filter(wave=again).values_list("person_id", flat=True))
    assert same == drawn[0]


def test_a_sample_leaves_in_peace_whom_any_survey_asked(cast: Cast) -> None:
    crew(12, "customer")
    first, other = survey(), survey(name="Outra")
    actions.draw_sample(SYSTEM, occasion(first, "sample", share=Decimal("0.5"), seed="a").pk)
    before = {one.person_id for one in standing()}
    assert before
    actions.draw_sample(SYSTEM, occasion(other, "sample").pk)
    assert len(standing()) == 13  # João and twelve more, each once
    with pytest.raises(Invalid, match="Nobody"):
        actions.draw_sample(SYSTEM, occasion(other, "sample", seed="b").pk)


def test_people_without_an_address_of_their_side_are_not_asked(cast: Cast) -> None:
    crew(3, "customer")
    Handle.objects.filter(value="p0@customer.example").delete()
    Handle.objects.filter(value="p1@customer.example").update(is_work=True)
    Handle.objects.filter(value="p2@customer.example").update(value="sac2@boapraca.example")
    actions.draw_sample(SYSTEM, occasion(survey(), "sample").pk)
    assert {one.person.name for one in standing()} == {"João Souza", "Pessoa 2"}


def test_a_draft_asks_nobody(cast: Cast) -> None:
    draft = surveys.add_survey(SYSTEM, "Rascunho", "custom", "external")
    made = occasion(draft, "sample")
    with pytest.raises(Conflict, match="not live"):
        actions.draw_sample(SYSTEM, made.pk)


def test_conditions_of_people_are_their_teams_and_departments(cast: Cast) -> None:
    made = occasion(survey("internal"), "sample", conditions={"teams": [cast.teams["sac"].pk]})
    actions.draw_sample(SYSTEM, made.pk)
    assert {one.person.name for one in standing()} == {"Marina Alves", "Rita Nunes"}


def test_response_is_told_to_who_keeps_the_survey_as_far_as_it_may(cast: Cast) -> None:
    crew(20)
    hidden, named = survey("internal", is_anonymous=True), survey("internal", name="Aberta")
    waves = {
        asked: actions.draw_sample(SYSTEM, occasion(asked, "sample", quarantine_days=0).pk)
        for asked in (hidden, named)
    }
    assert actions.send_all(clock.now()) == 54
    for wave in waves.values():
        for one in Invited.objects.filter(wave=wave).order_by("pk")[:13]:
            actions.mark_answered(one.pk)
    beto = cast.actor("beto")
    assert queries.response(beto, waves[named].pk) == (27, 13, 13)
    assert queries.response(beto, waves[hidden].pk) == (None, None, None)
    for name in ("marina", "rita", "ana", "lucia", "joao"):
        for wave in waves.values():
            with pytest.raises(NotFound):
                queries.response(cast.actor(name), wave.pk)
    with clock.at(waves[hidden].closes_at):
        actions.close_due(clock.now())
    assert queries.response(beto, waves[hidden].pk) == (27, 10, 19)
    with pytest.raises(NotFound):
        queries.response(beto, 0)


def test_what_is_read_of_an_anonymous_survey_names_nobody(cast: Cast) -> None:
    newcomers = crew(12)
    hidden = survey("internal", is_anonymous=True)
    wave = actions.draw_sample(SYSTEM, occasion(hidden, "sample").pk)
    beto = cast.actor("beto")
    reads = [
        queries.occasions(beto, hidden.pk),
        queries.waves(beto, hidden.pk),
        queries.response(beto, wave.pk),
    ]
    told = str(reads)
    assert "person" not in told
    assert "address" not in told
    for person in newcomers:
        assert person.name not in told


def test_a_wave_of_many_takes_as_many_statements_as_one_of_few(cast: Cast) -> None:
    counts = []
    for number, more in enumerate((12, 60)):
        crew(more, first=100 * number)
        made = occasion(survey("internal", name=f"N {number}"), "sample", quarantine_days=0)
        with CaptureQueriesContext(
            connection,
        ) as told:
            actions.draw_sample(SYSTEM, made.pk)
        counts.append(len(told))
    assert counts[0] == counts[1]
