from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.models import Question, Survey, Version
from balcao.listening.surveys.rules import Became, compared
from balcao.register.people.actions import end_relationship
from balcao.register.people.models import Relationship
from tests.cast import Cast

from .asking import only_if

pytestmark = pytest.mark.django_db
BOTH = {"pt-br": "Como foi?", "en": "How was it?"}


def draft(cast: Cast, **told: Any) -> Survey:
    told = {"name": "Depois da entrega", "purpose": "custom", "side": "external", **told}
    return actions.add_survey(cast.actor("beto"), **told)


def live(cast: Cast, *keys: str, **told: Any) -> Survey:
    survey = draft(cast, **told)
    for key in keys or ("nps", "nps_why"):
        actions.take_item(SYSTEM, survey.pk, key)
    actions.publish(SYSTEM, survey.pk)
    survey.refresh_from_db()
    return survey


def of(survey: Survey, key: str) -> Question:
    return Question.objects.get(survey=survey, key=key, retired_at=None)


def test_a_survey_is_begun_filled_and_published(cast: Cast) -> None:
    survey = live(cast)
    assert survey.state == "live"
    version = survey.versions.get()
    assert version.number == 1
    assert version.content is not None
    told = [one["key"] for page in version.content["pages"] for one in page["questions"]]
    assert told == ["nps", "nps_why"]
    assert version.content["k"] == 5
    names = set(Event.objects.filter(subject_type="survey").values_list("name", flat=True))
    assert names == {"SurveyAdded", "QuestionAdded", "SurveyPublished"}


def test_events_hold_no_words(cast: Cast) -> None:
    survey = live(cast)
    actions.change_question(SYSTEM, of(survey, "nps").pk, {"words": {"pt-br": "Segredo?"}})
    stored = str(list(Event.objects.values_list("data", flat=True)))
    assert "Segredo" not in stored
    assert "recomendaria" not in stored


def test_who_may_ask_is_the_administrator_the_teams_supervisor_and_the_owner(cast: Cast) -> None:
    rita, marina, beto = cast.actor("rita"), cast.actor("marina"), cast.actor("beto")
    sac = cast.teams["sac"].pk
    own = actions.add_survey(rita, "Do SAC", "csat", "external", team_id=sac)
    for actor, team in ((rita, None), (marina, sac), (rita, cast.teams["rh"].pk), (NOBODY, None)):
        with pytest.raises(Forbidden):
            actions.add_survey(actor, "Não", "csat", "external", team_id=team)
    companys = draft(cast)
    for actor in (rita, marina, cast.actor("joao"), NOBODY):
        with pytest.raises(NotFound):
            actions.take_item(actor, companys.pk, "nps")
        with pytest.raises(NotFound):
            queries.survey(actor, companys.pk)
        assert queries.questions(actor, companys.pk) == []
    actions.change_survey(beto, companys.pk, {"owner_id": cast.people["paulo"].pk})
    paulo = cast.actor("paulo")
    assert queries.survey(paulo, companys.pk)["owner"] == "Paulo Reis"
    question = actions.take_item(paulo, companys.pk, "nps")
    actions.publish(paulo, companys.pk)
    with pytest.raises(NotFound):
        actions.change_question(rita, question.pk, {"is_required": True})
    assert {told["id"] for told in queries.surveys(beto)[0]} == {own.pk, companys.pk}
    assert {told["id"] for told in queries.surveys(rita)[0]} == {own.pk}
    assert {told["id"] for told in queries.surveys(paulo)[0]} == {companys.pk}
    assert queries.surveys(marina) == ([], None)
    assert not queries.may_ask(marina)
    with pytest.raises(NotFound):
        queries.items(marina)


def test_an_owner_who_is_outside_looks_after_nothing(cast: Cast) -> None:
    survey, paulo = draft(cast), cast.people["paulo"].pk
    actions.change_survey(SYSTEM, survey.pk, {"owner_id": paulo})
    assert queries.survey(cast.actor("paulo"), survey.pk)
    for hat in ({Hat.EXTERNAL}, set[Hat]()):
        outside = Actor(person_id=paulo, hats=frozenset(hat))
        with pytest.raises(NotFound):
            queries.survey(outside, survey.pk)
        with pytest.raises(NotFound):
            actions.take_item(outside, survey.pk, "nps")
    tie = Relationship.objects.get(person_id=paulo, kind="employee")
    end_relationship(SYSTEM, tie.pk)
    with pytest.raises(NotFound):
        queries.survey(cast.actor("paulo"), survey.pk)


def test_a_published_question_with_other_words_is_another_row(cast: Cast) -> None:
    survey = live(cast)
    first = of(survey, "nps")
    second = actions.change_question(SYSTEM, first.pk, {"words": BOTH})
    assert second.pk != first.pk
    assert second.replaces_id == first.pk
    assert (second.key, second.version_from) == ("nps", 2)
    first.refresh_from_db()
    assert first.retired_at is not None
    assert first.words["pt-br"].startswith("De 0 a 10")
    third = actions.change_question(SYSTEM, second.pk, {"words": {"pt-br": "E agora?"}})
    assert third.pk == second.pk
    sent = queries.asked_in(SYSTEM, survey.pk, 1)
    assert [one.id for one in sent] == [first.pk, of(survey, "nps_why").pk]
    assert sent[0].words["pt-br"].startswith("De 0 a 10")


def test_what_is_only_arranged_stays_the_same_question(cast: Cast) -> None:
    survey = live(cast)
    why = of(survey, "nps_why")
    shown_if = only_if("nps", "at_most", 6)
    changed = actions.change_question(
        SYSTEM, why.pk, {"shown_if": shown_if, "is_required": True, "words": why.words}
    )
    actions.move_question(SYSTEM, why.pk, 2, 1)
    assert changed.pk == why.pk
    assert of(survey, "nps_why").page == 2
    assert queries.asked_in(SYSTEM, survey.pk, 1)[1].shown_if is None
    before, after = (queries.version(SYSTEM, survey.pk, number) for number in (1, 2))
    told = {c.after.key: (c.became, c.fields) for c in compared(before, after) if c.after}
    assert told["nps"] == (Became.KEPT, ())
    assert told["nps_why"] == (Became.REARRANGED, ("is_required", "shown_if", "page"))


def test_saying_the_same_changes_nothing(cast: Cast) -> None:
    survey = live(cast)
    question, count = of(survey, "nps"), Event.objects.count()
    same = {"words": question.words, "options": question.options, "kind": "nps"}
    assert actions.change_question(SYSTEM, question.pk, same).pk == question.pk
    actions.change_survey(SYSTEM, survey.pk, {"name": survey.name, "k": 5})
    actions.step_question(SYSTEM, question.pk, "up")
    assert Event.objects.count() == count
    assert survey.versions.count() == 1
    with pytest.raises(Conflict):
        actions.publish(SYSTEM, survey.pk)


def test_who_was_sent_a_version_answers_that_one_for_ever(cast: Cast) -> None:
    survey = live(cast)
    before = queries.version(SYSTEM, survey.pk, 1)
    actions.retire_question(SYSTEM, of(survey, "nps_why").pk)
    actions.take_item(SYSTEM, survey.pk, "csat")
    actions.publish(SYSTEM, survey.pk)
    assert queries.version(SYSTEM, survey.pk, 1) == before
    assert [one.key for one in queries.asked_in(SYSTEM, survey.pk, 2)] == ["nps", "csat"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(survey=survey, number=1).update(content={})


def test_a_question_never_published_leaves_without_a_trace(cast: Cast) -> None:
    survey = draft(cast)
    question = actions.take_item(SYSTEM, survey.pk, "csat")
    actions.retire_question(SYSTEM, question.pk)
    assert not survey.questions.exists()


@pytest.mark.parametrize("field", ["k", "comments_k"])
def test_minimum_groups_are_raised_never_lowered_never_after_launch(cast: Cast, field: str) -> None:
    survey = draft(cast)
    least = getattr(survey, field)
    for too_low in (least - 1, 0, -1):
        with pytest.raises(Invalid):
            actions.change_survey(SYSTEM, survey.pk, {field: too_low})
    actions.change_survey(SYSTEM, survey.pk, {field: least + 5})
    with pytest.raises(Invalid):
        actions.change_survey(SYSTEM, survey.pk, {field: least + 4})
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(**{field: least})
    sent = live(cast)
    for other in (least - 1, least + 1):
        with pytest.raises(Invalid):
            actions.change_survey(SYSTEM, sent.pk, {field: other})
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=sent.pk).update(**{field: least + 1})


def test_the_database_knows_the_least_groups_too(cast: Cast) -> None:
    survey = draft(cast)
    for field, value in (("k", 4), ("comments_k", 7)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Survey.objects.create(
                name="x",
                purpose="custom",
                side="internal",
                created_at=survey.created_at,
                **{field: value},
            )


def test_anonymity_stands_once_people_were_asked(cast: Cast) -> None:
    survey = live(cast, "climate_team", purpose="climate", side="internal")
    assert survey.is_anonymous
    with pytest.raises(Invalid):
        actions.change_survey(SYSTEM, survey.pk, {"is_anonymous": False})
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(is_anonymous=False)


def test_publishing_names_all_that_is_in_the_way(cast: Cast) -> None:
    survey = draft(cast, purpose="climate", side="internal")
    with pytest.raises(Invalid) as refusal:
        actions.publish(SYSTEM, survey.pk)
    assert "no question" in str(refusal.value.fields["survey"])
    half = actions.add_question(SYSTEM, survey.pk, "choice", words={"pt-br": "Qual?"})
    named = actions.take_item(SYSTEM, survey.pk, "consent_contact")
    actions.change_survey(SYSTEM, survey.pk, {"intro": {"en": "Hello"}})
    with pytest.raises(Invalid) as refusal:
        actions.publish(SYSTEM, survey.pk)
    assert set(refusal.value.fields) == {"survey", half.key, named.key}
    assert "English" in str(refusal.value.fields[half.key])
    assert "anonymous" in str(refusal.value.fields[named.key])
    survey.refresh_from_db()
    assert survey.state == "draft"
    assert survey.versions.get().content is None


def test_what_others_depend_on_neither_leaves_nor_goes_behind_them(cast: Cast) -> None:
    survey = draft(cast)
    nps = actions.take_item(SYSTEM, survey.pk, "nps")
    why = actions.take_item(SYSTEM, survey.pk, "nps_why")
    actions.change_question(SYSTEM, why.pk, {"shown_if": only_if("nps", "at_least", 9)})
    with pytest.raises(Invalid):
        actions.retire_question(SYSTEM, nps.pk)
    with pytest.raises(Invalid):
        actions.step_question(SYSTEM, nps.pk, "down")
    with pytest.raises(Invalid):
        actions.change_question(SYSTEM, nps.pk, {"kind": "csat", "options": {}})
    with pytest.raises(Invalid):
        actions.change_question(SYSTEM, nps.pk, {"shown_if": only_if("nps_why", "contains", "x")})
    actions.change_question(SYSTEM, why.pk, {"shown_if": None})
    actions.retire_question(SYSTEM, nps.pk)
    assert [one.key for one in queries.questions(SYSTEM, survey.pk)] == ["nps_why"]


def test_a_closed_survey_is_changed_no_more(cast: Cast) -> None:
    survey = live(cast)
    actions.close(SYSTEM, survey.pk)
    for act in (
        lambda: actions.take_item(SYSTEM, survey.pk, "csat"),
        lambda: actions.change_survey(SYSTEM, survey.pk, {"name": "Outro"}),
        lambda: actions.publish(SYSTEM, survey.pk),
        lambda: actions.close(SYSTEM, survey.pk),
        lambda: actions.discard_survey(SYSTEM, survey.pk),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_draft_is_removed_and_a_sent_survey_never(cast: Cast) -> None:
    survey = draft(cast)
    actions.take_item(SYSTEM, survey.pk, "nps")
    with pytest.raises(Conflict):
        actions.close(SYSTEM, survey.pk)
    actions.discard_survey(SYSTEM, survey.pk)
    assert not Survey.objects.exists()
    with pytest.raises(Forbidden):
        actions.discard_survey(SYSTEM, live(cast).pk)


def test_who_saw_it_before_another_changed_it_is_told(cast: Cast) -> None:
    survey = draft(cast)
    seen = survey.revision
    question = actions.take_item(SYSTEM, survey.pk, "nps")
    with pytest.raises(Conflict):
        actions.change_survey(SYSTEM, survey.pk, {"name": "Outro"}, seen=seen)
    with pytest.raises(Conflict):
        actions.change_question(SYSTEM, question.pk, {"is_required": True}, seen=seen)
    with pytest.raises(Conflict):
        actions.publish(SYSTEM, survey.pk, seen=seen)


def test_a_survey_of_the_wrong_side_is_refused(cast: Cast) -> None:
    for purpose, side in (("nps", "internal"), ("climate", "external"), ("x", "external")):
        with pytest.raises(Invalid):
            draft(cast, purpose=purpose, side=side)
    for name in ("", " ", "x" * 121):
        with pytest.raises(Invalid):
            draft(cast, name=name)


def test_the_same_item_taken_twice_is_two_questions(cast: Cast) -> None:
    survey = draft(cast)
    keys = [actions.take_item(SYSTEM, survey.pk, "csat").key for _n in range(3)]
    assert keys == ["csat", "csat1", "csat2"]
    with pytest.raises(NotFound):
        actions.take_item(SYSTEM, survey.pk, "nada")
