from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.core.errors import Invalid, NotFound
from balcao.service.status import actions, queries, rules
from balcao.service.status.models import Component, Incident
from tests.cast import Cast

from .conftest import NOW
from .failing import component, incident

ZONE = ZoneInfo("America/Sao_Paulo")
EVERYBODY = ("marina", "rita", "ana", "paulo", "lucia", "beto", "carlos", "joao", "zoe")


def test_each_audience_is_told_its_own(cast: Cast) -> None:
    site, stock = component(cast), component(cast, "Estoque", "employee")
    drivers = component(cast, "Rotas", "contractor", team="ti")
    incident(cast, site, stock, title="Público")
    incident(cast, stock, title="De dentro", audience=("employee",))
    incident(cast, drivers, title="Dos motoristas", audience=("contractor",), team="ti")

    def told(name: str) -> tuple[set[str], set[str]]:
        actor = cast.actor(name) if name else NOBODY
        board = queries.board(actor)
        shown = {one["names"]["pt-br"] for one in board["components"]}
        return shown, {one["titles"]["pt-br"] for one in board["open"]}

    assert told("") == told("zoe") == told("joao") == ({"Site"}, {"Público"})
    assert told("marina") == ({"Site", "Estoque"}, {"Público", "De dentro"})
    assert told("carlos") == ({"Site", "Rotas"}, {"Público", "Dos motoristas"})
    [public] = queries.board(NOBODY)["open"]
    assert public["components"] == [{"pt-br": "Site"}]


def test_an_incident_of_others_leaves_no_trace(cast: Cast) -> None:
    site = component(cast)
    hidden = incident(cast, site, audience=("employee",))
    for name in ("joao", "carlos", "zoe"):
        actor = cast.actor(name)
        [shown] = queries.board(actor)["components"]
        assert (shown["impact"], shown["share"]) == ("", 1.0)
        assert queries.incidents(actor)[0] == []
        assert queries.open_now(actor) == []
        with pytest.raises(NotFound):
            queries.incident(actor, hidden.pk)
    [seen] = queries.board(cast.actor("ana"))["components"]
    assert seen["impact"] == "major"


def test_an_incident_goes_its_way(cast: Cast) -> None:
    site = component(cast)
    rita = cast.actor("rita")
    began = NOW - timedelta(hours=2)
    made = incident(cast, site, started_at=began)
    with clock.at(NOW + timedelta(minutes=5)):
        actions.update_incident(rita, made.pk, "identified", {"pt-br": "Um cabo."})
    with clock.at(NOW + timedelta(hours=1)):
        actions.update_incident(rita, made.pk, "resolved", {"pt-br": "Voltou.", "en": "Back."})
        told = queries.incident(NOBODY, made.pk)
        assert [one["state"] for one in told["updates"]] == [
            "resolved",
            "identified",
            "investigating",
        ]
        assert told["kept"] is None
        assert queries.open_now(NOBODY) == []
        board = queries.board(NOBODY)
        assert [one["id"] for one in board["recent"]] == [made.pk]
        [shown] = board["components"]
        assert shown["days"][-1].minutes == 180
        actions.update_incident(rita, made.pk, "monitoring", {"pt-br": "Caiu de novo."})
        assert queries.incident(NOBODY, made.pk)["resolved_at"] is None


def test_only_who_keeps_the_status_tells_of_it(cast: Cast) -> None:
    site = component(cast)
    made = incident(cast, site)
    for name in EVERYBODY:
        actor = cast.actor(name)
        if name in ("rita", "beto"):
            actions.update_incident(actor, made.pk, "identified", {"pt-br": name})
            assert queries.incident(actor, made.pk)["kept"]["component_ids"] == [site.pk]
            continue
        with pytest.raises(NotFound):
            actions.update_incident(actor, made.pk, "resolved", {"pt-br": "x"})
        with pytest.raises(NotFound):
            actions.add_component(actor, cast.teams["sac"].pk, {"pt-br": "x"}, ["public"])
        with pytest.raises(NotFound):
            queries.components(actor)


def test_a_confidential_team_s_is_not_the_administrator_s(cast: Cast) -> None:
    secret = component(cast, "Cofre", f"team:{cast.teams['rh'].pk}", team="rh")
    made = incident(cast, secret, audience=(f"team:{cast.teams['rh'].pk}",), team="rh")
    beto = cast.actor("beto")
    assert queries.components(beto) == []
    with pytest.raises(NotFound):
        queries.incident(beto, made.pk)
    with pytest.raises(Invalid, match="what it is that fails"):
        actions.open_incident(
            beto,
            cast.teams["sac"].pk,
            {"pt-br": "x"},
            {"pt-br": "x"},
            impact="minor",
            audience=["public"],
            components=[secret.pk],
        )
    assert [one["id"] for one in queries.incidents(cast.actor("paulo"))[0]] == [made.pk]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"words": ""}, "words"),
        ({"impact": "huge"}, "impact"),
        ({"started_at": NOW + timedelta(minutes=1)}, "started_at"),
    ],
)
def test_what_can_t_be_is_refused(cast: Cast, told: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        incident(cast, component(cast), **told)  # type: ignore[arg-type]
    assert field in refused.value.fields
    with pytest.raises(Invalid, match="what it is that fails"):
        incident(cast)


def test_components_have_an_order_and_retire(cast: Cast) -> None:
    first, second = component(cast, "A"), component(cast, "B")
    rita = cast.actor("rita")
    actions.move_component(rita, second.pk, up=True)
    actions.move_component(rita, second.pk, up=True)
    assert [one["id"] for one in queries.board(NOBODY)["components"]] == [second.pk, first.pk]
    actions.change_component(rita, second.pk, {"is_retired": True, "names": {"pt-br": "C"}})
    assert [one["id"] for one in queries.board(NOBODY)["components"]] == [first.pk]
    assert Component.objects.get(pk=second.pk).names == {"pt-br": "C"}


def test_an_edition_is_its_audience_s_and_of_its_time(cast: Cast) -> None:
    site = component(cast)
    before = {name: queries.edition(cast.actor(name)) for name in ("joao", "marina", "carlos")}
    assert len(set(before.values())) == 3
    assert queries.edition(cast.actor("joao")) == before["joao"]
    made = incident(cast, site)
    assert queries.edition(cast.actor("joao")) != before["joao"]
    held = queries.edition(NOBODY)
    actions.change_incident(cast.actor("rita"), made.pk, {"impact": "major"})
    assert queries.edition(NOBODY) == held
    actions.change_incident(cast.actor("rita"), made.pk, {"impact": "minor"})
    assert queries.edition(NOBODY) != held
    assert Incident.objects.get().impact == "minor"


def test_days_are_the_company_s_and_overlaps_count_once() -> None:
    today = date(2040, 10, 15)
    failing = [
        rules.Failing(
            "minor", datetime(2040, 10, 15, 2, tzinfo=UTC), datetime(2040, 10, 15, 4, tzinfo=UTC)
        ),
        rules.Failing(
            "outage",
            datetime(2040, 10, 15, 3, 30, tzinfo=UTC),
            datetime(2040, 10, 15, 4, 30, tzinfo=UTC),
        ),
    ]
    told = rules.days(failing, today, NOW, ZONE)
    assert len(told) == rules.DAYS
    assert (told[-2].impact, told[-2].minutes) == ("minor", 60)
    assert (told[-1].impact, told[-1].minutes) == ("outage", 90)
    assert rules.share(told, NOW, ZONE) < 1


_INSTANTS = st.datetimes(datetime(2040, 7, 1), datetime(2040, 10, 15, 14), timezones=st.just(UTC))


@given(st.lists(st.tuples(_INSTANTS, st.integers(0, 9000)), max_size=6))
def test_no_day_fails_longer_than_it_is(spans: list[tuple[datetime, int]]) -> None:
    failing = [
        rules.Failing("major", begins, begins + timedelta(minutes=length))
        for begins, length in spans
    ]
    told = rules.days(failing, date(2040, 10, 15), NOW, ZONE)
    assert all(0 <= one.minutes <= 25 * 60 for one in told)
    assert all(one.impact for one in told if one.minutes)
    assert 0 <= rules.share(told, NOW, ZONE) <= 1
