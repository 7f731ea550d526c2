"""Who reads which numbers, comments and single answers."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import NotFound
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Frozen, Invited
from balcao.listening.results import queries
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .counting import MONDAY, asked_about, nps_of, opened, question, rated, sealed

pytestmark = pytest.mark.django_db

WHY = ("nps", "nps_why")


def words_of(actor: Actor, made: Survey, **of: Any) -> list[str]:
    return [one["words"] for one in queries.comments(actor, made.pk, **of).rows]


@pytest.fixture
def customers(cast: Cast) -> Survey:
    """Six customers, three of SAC's and three of TI's, each with a word of their own."""
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    given = [{"nps": n, "nps_why": f"palavra{n}"} for n in range(6)]
    groups = [{"team": sac, "region": "SP"}] * 3 + [{"team": ti, "region": "RJ"}] * 3
    return rated(given, *WHY, groups=groups)


def test_who_may_edit_reads_all_of_it_and_a_stranger_nothing(cast: Cast, customers: Survey) -> None:
    beto = cast.actor("beto")
    assert [one["id"] for one in queries.readable(beto)] == [customers.pk]
    assert len(queries.answers(beto, customers.pk)[0]) == 6
    assert len(words_of(beto, customers)) == 6
    assert len(queries.by_group(beto, customers.pk, question(customers, "nps"), "region")) == 2
    for name in ("marina", "ana", "carlos", "joao", "zoe"):
        stranger = cast.actor(name)
        assert queries.readable(stranger) == []
        for read in (
            lambda actor: queries.survey(actor, customers.pk),
            lambda actor: queries.headline(actor, customers.pk),
            lambda actor: queries.scores(actor, customers.pk),
            lambda actor: queries.trend(actor, customers.pk, question(customers, "nps")),
            lambda actor: queries.answers(actor, customers.pk),
            lambda actor: queries.comments(actor, customers.pk),
            lambda actor: queries.representation(actor, customers.pk),
            lambda actor: queries.themes(actor, customers.pk),
        ):
            with pytest.raises(NotFound):
                read(stranger)


def test_a_director_reads_every_number_and_word_but_no_single_answer(
    cast: Cast, customers: Survey
) -> None:
    lucia = cast.actor("lucia")
    assert isinstance(queries.headline(lucia, customers.pk), Score)
    assert len(queries.by_group(lucia, customers.pk, question(customers, "nps"), "region")) == 2
    told = queries.comments(lucia, customers.pk).rows
    assert len(told) == 6
    assert "person" not in told[0]
    with pytest.raises(NotFound):
        queries.answers(lucia, customers.pk)


def test_a_supervisor_reads_everybodys_number_and_all_of_their_own_team(
    cast: Cast, customers: Survey
) -> None:
    rita, nps = cast.actor("rita"), question(customers, "nps")
    sac, ti = (str(cast.teams[name].pk) for name in ("sac", "ti"))
    everybody = queries.headline(rita, customers.pk)
    assert isinstance(everybody, Score)
    assert everybody.n == 6
    told = queries.by_group(rita, customers.pk, nps, "team")
    assert [(value, label) for value, label, _one in told] == [(sac, "SAC")]
    assert queries.survey(rita, customers.pk)["cuts"] == ["team"]
    found, following = queries.answers(rita, customers.pk)
    assert ({one["score"] for one in found}, following) == ({0, 1, 2}, None)
    assert words_of(rita, customers, cut="team", value=sac) == ["palavra2", "palavra1", "palavra0"]
    assert {(one.cut, one.value) for one in queries.representation(rita, customers.pk)} == {
        ("", ""),
        ("team", sac),
    }
    for cut, value in (("team", ti), ("region", "SP")):
        with pytest.raises(NotFound):
            queries.headline(rita, customers.pk, cut=cut, value=value)
        with pytest.raises(NotFound):
            queries.comments(rita, customers.pk, cut=cut, value=value)
    with pytest.raises(NotFound):
        queries.comments(rita, customers.pk)
    with pytest.raises(NotFound):
        queries.by_group(rita, customers.pk, nps, "region")


def test_an_agent_reads_the_answer_about_a_ticket_they_handle_on_that_ticket_alone(
    cast: Cast,
) -> None:
    with clock.at(MONDAY):
        made = asked_about(cast, "sac", {"nps": 2}, name="joao")
    ticket = Ticket.objects.get().pk
    (told,) = queries.about_ticket(cast.actor("marina"), ticket)
    assert (told["score"], told["survey_id"]) == (2, made.pk)
    for name in ("ana", "paulo", "lucia", "joao", "zoe"):
        assert queries.about_ticket(cast.actor(name), ticket) == []


def test_who_handled_never_reads_what_was_answered_about_it(cast: Cast) -> None:
    """Inside, whoever may edit the survey reads it, but not who served; not even on the ticket."""
    ana = cast.actor("ana")
    with clock.at(MONDAY):
        made = asked_about(cast, "ti", {"nps": 1, "nps_why": "Demorou"}, name="carlos", items=WHY)
    ticket = Ticket.objects.get()
    assert queries.about_ticket(ana, ticket.pk) == []
    beto = cast.actor("beto")
    assert len(queries.answers(beto, made.pk)[0]) == 1
    surveys.change_survey(SYSTEM, made.pk, {"owner_id": ana.person_id})
    assert len(queries.answers(ana, made.pk)[0]) == 1
    tickets.assign(SYSTEM, ticket.pk, ana.person_id)
    tickets.assign(SYSTEM, ticket.pk, None)
    assert queries.answers(ana, made.pk) == ([], None)
    assert words_of(ana, made) == []
    assert isinstance(queries.headline(ana, made.pk), Score)


def test_a_confidential_teams_tickets_are_for_its_members(cast: Cast) -> None:
    with clock.at(MONDAY):
        made = asked_about(cast, "rh", {"nps": 1, "nps_why": "Sigilo"}, items=WHY)
    beto, nps = cast.actor("beto"), question(made, "nps")
    rh = str(cast.teams["rh"].pk)
    assert queries.answers(beto, made.pk) == ([], None)
    assert words_of(beto, made) == []
    assert queries.by_group(beto, made.pk, nps, "team") == []
    assert queries.headline(beto, made.pk) is None
    with pytest.raises(NotFound):
        queries.headline(beto, made.pk, cut="team", value=rh)
    assert queries.readable(cast.actor("paulo")) == []
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, "supervisor")
    paulo = cast.actor("paulo")
    told = queries.headline(paulo, made.pk, cut="team", value=rh)
    assert isinstance(told, Score)


def test_a_confidential_teams_own_survey_is_not_there_for_others(cast: Cast) -> None:
    made = rated(nps_of(3, 0, 0), "nps", side="internal", team_id=cast.teams["rh"].pk)
    assert queries.readable(cast.actor("lucia")) == []
    assert queries.readable(cast.actor("rita")) == []
    assert [one["id"] for one in queries.readable(cast.actor("beto"))] == [made.pk]


def test_inside_a_supervisor_reads_everybodys_number_and_their_teams_no_words(
    cast: Cast,
) -> None:
    sac = {"team": cast.teams["sac"].pk}
    ti = {"team": cast.teams["ti"].pk}
    given = [{"enps": n % 11, "enps_why": f"palavra{n}"} for n in range(24)]
    wave = sealed(given, "enps", "enps_why", groups=[sac] * 12 + [ti] * 12)
    rita, enps = cast.actor("rita"), question(wave, "enps")
    survey_id = wave.survey_id
    assert isinstance(queries.headline(rita, survey_id), Score)
    told = queries.by_group(rita, survey_id, enps, "team")
    assert [label for _value, label, _one in told] == ["SAC"]
    for cut, value in (("", ""), ("team", str(sac["team"]))):
        with pytest.raises(NotFound):
            queries.comments(rita, survey_id, cut=cut, value=value)
    with pytest.raises(NotFound):
        queries.answers(rita, survey_id)
    for name in ("lucia", "beto"):
        assert len(queries.comments(cast.actor(name), survey_id, limit=30).rows) == 24
        with pytest.raises(NotFound):
            queries.answers(cast.actor(name), survey_id)
    with pytest.raises(NotFound):
        queries.headline(cast.actor("ana"), survey_id)


def test_somebody_inside_is_grouped_by_their_own_team(cast: Cast) -> None:
    wave = opened([], "enps")
    marina = Frozen.objects.get(wave=wave, person=cast.people["marina"])
    assert marina.attributes["team"] == cast.teams["sac"].pk
    lucia = Frozen.objects.get(wave=wave, person=cast.people["lucia"])
    assert "team" not in lucia.attributes


def test_respondents_read_everybodys_number_once_a_round_has_closed(cast: Cast) -> None:
    wave = sealed(nps_of(6, 3, 3, "enps"), "enps")
    asked = Invited.objects.filter(wave=wave).order_by("pk")[0].person_id
    with clock.at(wave.closes_at):
        me = actor_of(asked, Level.STRONG)
    (told,) = queries.own(me)
    assert (told["survey_id"], told["has_answered"]) == (wave.survey_id, True)
    assert isinstance(told["told"], Score)
    assert queries.readable(me) == []
    assert queries.own(cast.actor("zoe")) == []
    assert queries.own(me.wearing()) == []


def test_respondents_are_told_nothing_of_a_few(cast: Cast) -> None:
    for count, is_told in ((4, False), (5, True)):
        made = rated(nps_of(count, 0, 0), "nps")
        wave = Invited.objects.filter(survey=made)[0].wave
        person = Invited.objects.filter(survey=made)[0].person_id
        me = actor_of(person, Level.STRONG)
        assert queries.own(me) == []
        with clock.at(wave.closes_at):
            asking.close_due(wave.closes_at)
        (told,) = queries.own(me)
        assert isinstance(told["told"], Score) == is_told
        if not is_told:
            assert told["told"] == Hidden(Reason.TOO_FEW)
