from __future__ import annotations

from collections.abc import Callable

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.journeys import actions, queries
from balcao.listening.journeys.asking import links, meant
from balcao.listening.journeys.library import shipped
from balcao.listening.journeys.models import Journey, Link, Stage
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.library import found_item
from balcao.listening.surveys.models import Question
from tests.cast import Cast
from tests.statements import counted

WORDS = {"pt-br": "Uma visita à loja", "en": "A visit to the shop"}


@pytest.fixture
def journey(cast: Cast) -> int:
    """A journey of three stages."""
    made = actions.add_journey(cast.actor("beto"), WORDS, "external").pk
    for name in ("Entrar", "Olhar", "Sair"):
        actions.add_stage(SYSTEM, made, {"pt-br": name})
    return made


@pytest.fixture
def survey(cast: Cast) -> int:
    """What customers are asked, with a score, two lines on a scale, and words."""
    made = surveys.add_survey(cast.actor("beto"), "Depois", "custom", "external").pk
    for key in ("nps", "expectation_parts", "nps_why"):
        surveys.take_item(SYSTEM, made, key)
    words = {"pt-br": "Leva um minuto.", "en": "It takes a minute."}
    surveys.change_survey(SYSTEM, made, {"intro": words, "thanks": words})
    surveys.publish(SYSTEM, made)
    return made


def named(journey_id: int) -> list[str]:
    return [stage["names"]["pt-br"] for stage in queries.stages(SYSTEM, journey_id)]


def first(journey_id: int) -> int:
    return int(queries.stages(SYSTEM, journey_id)[0]["id"])


def test_joaos_five_stages_come_along(cast: Cast) -> None:
    made = actions.take_journey(cast.actor("beto"), "purchase")
    assert named(made.pk) == ["Necessidade", "Pesquisa", "Comparação", "Compra", "Fidelidade"]
    assert queries.journey(SYSTEM, made.pk)["asked"] == 0
    with pytest.raises(Conflict):
        actions.take_journey(SYSTEM, "purchase")
    with pytest.raises(NotFound):
        actions.take_journey(SYSTEM, "nothing")


def test_what_is_asked_already_tells_of_its_stage_at_once(cast: Cast, survey: int) -> None:
    surveys.take_item(SYSTEM, survey, "csat_purchase")
    made = actions.take_journey(SYSTEM, "purchase").pk
    told = [(one["key"], one["is_sent"]) for one in links(made)]
    assert told == [("csat_purchase", False), ("nps", True)]
    assert queries.journey(SYSTEM, made)["asked"] == 2


def test_a_journey_inside_takes_no_question_of_customers(cast: Cast, survey: int) -> None:
    surveys.take_item(SYSTEM, survey, "climate_growth")
    assert links(actions.take_journey(SYSTEM, "working_here").pk) == []


def test_every_shipped_journey_is_whole_in_both_languages() -> None:

    for told in shipped().values():
        words = [told["names"]]
        for stage in told["stages"]:
            words += [stage["names"], stage["does"], stage["touchpoints"]]
            lines = [len(one.splitlines()) for one in stage["touchpoints"].values()]
            assert lines[0] == lines[1]
            assert stage["items"]
        assert all(set(one) == {"pt-br", "en"} and all(one.values()) for one in words)


@pytest.mark.django_db
def test_shipped_journeys_name_items_that_there_are() -> None:
    items = {i for told in shipped().values() for stage in told["stages"] for i in stage["items"]}
    assert len(items) == 10
    assert all(found_item(item) for item in items)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (1, "Sair Entrar Olhar"),
        (2, "Entrar Sair Olhar"),
        (3, ""),
        (9, ""),
        (0, "Sair Entrar Olhar"),
    ],
)
def test_a_stage_is_put_where_it_is_dropped(journey: int, place: int, expected: str) -> None:
    last = queries.stages(SYSTEM, journey)[-1]["id"]
    before = queries.journey(SYSTEM, journey)["revision"]
    actions.move_stage(SYSTEM, last, place, seen=before)
    assert " ".join(named(journey)) == (expected or "Entrar Olhar Sair")
    assert queries.journey(SYSTEM, journey)["revision"] == before + bool(expected)


def test_a_stage_goes_a_step_at_a_time_and_stays_at_the_ends(journey: int) -> None:
    stage = first(journey)
    for way, expected in (
        ("up", "Entrar Olhar Sair"),
        ("down", "Olhar Entrar Sair"),
        ("down", "Olhar Sair Entrar"),
        ("down", "Olhar Sair Entrar"),
        ("up", "Olhar Entrar Sair"),
    ):
        actions.step_stage(SYSTEM, stage, way)
        assert " ".join(named(journey)) == expected


def test_a_removed_stage_leaves_no_hole_and_what_was_answered_stays(
    journey: int, survey: int
) -> None:
    stage = first(journey)
    actions.link(SYSTEM, stage, survey, "nps")
    actions.remove_stage(SYSTEM, stage)
    assert [one["position"] for one in queries.stages(SYSTEM, journey)] == [1, 2]
    assert not Link.objects.exists()
    assert Question.objects.filter(survey=survey, key="nps").exists()
    actions.remove_journey(SYSTEM, journey)
    assert not Stage.objects.exists()


def test_a_question_is_linked_once_and_let_go(journey: int, survey: int) -> None:
    stage = first(journey)
    made = actions.link(SYSTEM, stage, survey, "nps")
    assert actions.link(SYSTEM, stage, survey, "nps").pk == made.pk
    actions.link(SYSTEM, stage, survey, "expectation_parts", part="speed")
    assert [one["key"] for one in links(journey)] == ["nps", "expectation_parts"]
    actions.unlink(SYSTEM, made.pk)
    assert [one["key"] for one in links(journey)] == ["expectation_parts"]
    with pytest.raises(NotFound):
        actions.unlink(SYSTEM, made.pk)


@pytest.mark.parametrize(
    ("key", "part"), [("nps_why", ""), ("nothing", ""), ("expectation_parts", ""), ("nps", "speed")]
)
def test_what_has_no_score_is_not_drawn(journey: int, survey: int, key: str, part: str) -> None:
    with pytest.raises(Invalid, match="on a scale"):
        actions.link(SYSTEM, first(journey), survey, key, part=part)


def test_four_questions_tell_a_stage_at_most(journey: int, survey: int) -> None:
    stage = first(journey)
    for part in ("speed", "clarity", "courtesy", "solution"):
        actions.link(SYSTEM, stage, survey, "expectation_parts", part=part)
    with pytest.raises(Invalid, match="Four"):
        actions.link(SYSTEM, stage, survey, "nps")


def test_a_question_asked_otherwise_is_meant_once_it_is_sent(journey: int, survey: int) -> None:
    actions.link(SYSTEM, first(journey), survey, "nps")
    old = Question.objects.get(survey=survey, key="nps")
    new = surveys.change_question(SYSTEM, old.pk, {"words": {"pt-br": "Outra?", "en": "Other?"}})
    (told,) = links(journey)
    assert (told["question_id"], told["is_sent"]) == (old.pk, True)
    surveys.publish(SYSTEM, survey)
    (told,) = links(journey)
    assert (told["question_id"], told["is_sent"]) == (new.pk, True)
    assert meant(told).words["en"] == "Other?"


def test_words_change_once_and_say_which(journey: int) -> None:
    stage = first(journey)
    changes = {"names": {"pt-br": "Chegar"}, "does": {"en": "Comes in."}, "touchpoints": {}}
    actions.change_stage(SYSTEM, stage, changes)
    actions.change_stage(SYSTEM, stage, changes)
    told = Event.objects.filter(name="StageChanged")
    assert [event.data["fields"] for event in told] == [["does", "names"]]
    assert "Chegar" not in str([event.data for event in Event.objects.all()])
    with pytest.raises(Invalid, match="name"):
        actions.change_stage(SYSTEM, stage, {"names": {"pt-br": " "}})
    assert actions.change_journey(SYSTEM, journey, {"names": WORDS}).revision == 5


def test_twelve_stages_are_the_most(journey: int) -> None:
    for number in range(9):
        actions.add_stage(SYSTEM, journey, {"pt-br": str(number)})
    with pytest.raises(Invalid, match="12"):
        actions.add_stage(SYSTEM, journey, {"pt-br": "mais"})


CHANGES: list[Callable[[Cast, int, str], object]] = [
    lambda cast, journey, name: actions.change_journey(cast.actor(name), journey, {"names": WORDS}),
    lambda cast, journey, name: actions.remove_journey(cast.actor(name), journey),
    lambda cast, journey, name: actions.add_stage(cast.actor(name), journey, WORDS),
    lambda cast, journey, name: actions.change_stage(cast.actor(name), first(journey), {}),
    lambda cast, journey, name: actions.move_stage(cast.actor(name), first(journey), 2),
    lambda cast, journey, name: actions.step_stage(cast.actor(name), first(journey), "down"),
    lambda cast, journey, name: actions.remove_stage(cast.actor(name), first(journey)),
    lambda cast, journey, name: actions.link(cast.actor(name), first(journey), 1, "nps"),
]


@pytest.mark.parametrize("name", ["marina", "rita", "ana", "lucia", "joao", "zoe"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_company_s_journeys_are_changed_by_who_asks_for_all(
    cast: Cast, journey: int, name: str, change: Callable[[Cast, int, str], object]
) -> None:
    before = list(Stage.objects.order_by("position").values_list("pk", "names"))
    with pytest.raises(NotFound):
        change(cast, journey, name)
    assert list(Stage.objects.order_by("position").values_list("pk", "names")) == before


@pytest.mark.parametrize("name", ["marina", "ana", "lucia", "joao", "zoe"])
def test_who_may_not_ask_begins_no_journey(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    for team in (None, cast.teams["sac"].pk):
        with pytest.raises(Forbidden):
            actions.add_journey(actor, WORDS, "external", team_id=team)
    with pytest.raises(Forbidden):
        actions.take_journey(actor, "purchase")
    assert not Journey.objects.exists()


def test_a_supervisor_draws_her_own_team_s(cast: Cast) -> None:
    rita, sac = cast.actor("rita"), cast.teams["sac"].pk
    made = actions.add_journey(rita, WORDS, "external", team_id=sac).pk
    actions.add_stage(rita, made, WORDS)
    with pytest.raises(Forbidden):
        actions.add_journey(rita, WORDS, "external", team_id=cast.teams["rh"].pk)
    readers = {name for name in cast.people if made in _read(cast, name)}
    assert readers == {"rita", "beto", "lucia"}


def test_a_confidential_team_s_journey_is_not_even_there_for_directors(cast: Cast) -> None:
    made = actions.add_journey(SYSTEM, WORDS, "internal", team_id=cast.teams["rh"].pk).pk
    assert {name for name in cast.people if made in _read(cast, name)} == {"beto"}


def test_the_company_s_are_read_by_who_reads_figures(cast: Cast, journey: int) -> None:
    readers = {name for name in cast.people if journey in _read(cast, name)}
    assert readers == {"rita", "beto", "lucia"}
    assert queries.stages(cast.actor("marina"), journey) == []
    with pytest.raises(NotFound):
        queries.stage(cast.actor("lucia"), first(journey))


def test_a_page_that_is_not_as_seen_is_looked_at_again(journey: int) -> None:
    with pytest.raises(Conflict):
        actions.move_stage(SYSTEM, first(journey), 3, seen=1)


def test_twenty_journeys_take_as_many_statements_as_two(cast: Cast, journey: int) -> None:
    beto = cast.actor("beto")
    few = counted(lambda: queries.journeys(beto))
    for _n in range(18):
        actions.add_journey(SYSTEM, WORDS, "external")
    assert counted(lambda: queries.journeys(beto)) == few


def _read(cast: Cast, name: str) -> set[int]:
    return {one["id"] for one in queries.journeys(cast.actor(name))}
