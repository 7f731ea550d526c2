"""A template while it is written: every save a version, circles refused, what is in use stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from balcao.core.actor import Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.service.bundles import actions, queries, rules
from balcao.service.bundles.models import Bundle, Task, Template
from balcao.service.bundles.rules import building
from tests.cast import Cast

from .test_bundles import started
from .test_rules import content, task

pytestmark = pytest.mark.django_db


def keys(template: Template) -> list[str]:
    return [one.key for one in rules.read(template.versions.latest("number").content).tasks]


def told(cast: Cast, **more: Any) -> dict[str, Any]:
    inbox = cast.inboxes["ti"].pk
    return {"titles": {"pt-br": "Ramal"}, "inbox": inbox, "after": ["papers"], "days": -1, **more}


def test_each_save_is_a_version_and_what_runs_keeps_its_own(
    cast: Cast, welcoming: Template
) -> None:
    bundle, paulo = started(cast, welcoming), cast.actor("paulo")
    key = actions.put_task(paulo, welcoming.pk, told(cast), seen=1)
    assert (key, keys(welcoming)[-1]) == ("ramal", "ramal")
    assert not Task.objects.filter(bundle=bundle, key="ramal").exists()
    with pytest.raises(Conflict):
        actions.put_task(paulo, welcoming.pk, told(cast, key="ramal", days=-2), seen=1)
    actions.put_task(paulo, welcoming.pk, told(cast, key="ramal"), seen=2)
    assert welcoming.versions.count() == 2
    found = queries.template_to_write(paulo, welcoming.pk)
    assert [(one["number"], one["bundles"]) for one in found["versions"]] == [(2, 0), (1, 1)]


def test_a_circle_and_what_others_wait_for_are_refused_with_their_names(
    cast: Cast, welcoming: Template
) -> None:
    paulo, number = cast.actor("paulo"), welcoming.pk
    papers = next(one for one in _json(welcoming)["tasks"] if one["key"] == "papers")
    with pytest.raises(Invalid, match="Recepção"):
        actions.put_task(paulo, number, {**papers, "after": ["welcome"]})
    with pytest.raises(Conflict, match="Mesa"):
        actions.remove_task(paulo, number, "papers")
    with pytest.raises(Conflict, match="Conta"):
        actions.move_task(paulo, number, "account", 1)
    with pytest.raises(Conflict, match="notebook"):
        actions.remove_field(paulo, number, "notebook")
    with pytest.raises(Conflict):
        actions.remove_field(paulo, number, "first_day")
    actions.move_task(paulo, number, "desk", 2)
    actions.remove_task(paulo, number, "talk")
    actions.remove_field(paulo, number, "place")
    assert keys(welcoming) == ["papers", "desk", "account", "machine", "limits", "welcome"]


def test_days_count_from_the_request_or_from_another_date(cast: Cast, welcoming: Template) -> None:
    paulo, number = cast.actor("paulo"), welcoming.pk
    field = {"kind": "date", "labels": {"pt-br": "Fim da experiência"}}
    key = actions.put_field(paulo, number, field)
    actions.put_task(paulo, number, told(cast, key="start", days=2, **{"from": rules.START}))
    actions.put_task(paulo, number, told(cast, key="end", days=-1, **{"from": key}))
    bundle = started(cast, welcoming, **{key: "2040-08-31"})
    due = dict(Task.objects.filter(bundle=bundle).values_list("key", "due_on"))
    assert (due["start"], due["end"]) == (date(2040, 5, 9), date(2040, 8, 30))
    with pytest.raises(Conflict):
        actions.remove_field(paulo, number, key)


def test_only_who_offers_for_the_team_writes_and_a_confidential_one_is_its_own(
    cast: Cast, welcoming: Template
) -> None:
    for name in ("beto", "ana", "joao"):
        with pytest.raises(NotFound):
            queries.template_to_write(cast.actor(name), welcoming.pk)
        with pytest.raises((NotFound, Forbidden)):
            actions.remove_task(cast.actor(name), welcoming.pk, "talk")
    assert Bundle.objects.count() == 0


def test_what_it_is_called_and_for_whom_is_said_apart(cast: Cast, welcoming: Template) -> None:
    paulo = cast.actor("paulo")
    same: dict[str, Any] = {"inbox_id": welcoming.inbox_id, "key_date": "first_day"}
    with pytest.raises(Invalid):
        actions.describe(paulo, welcoming.pk, names={}, audience=["employee"], **same)
    wrong = {**same, "inbox_id": cast.inboxes["ti"].pk}
    with pytest.raises(Invalid):
        actions.describe(paulo, welcoming.pk, names={"en": "X"}, audience=["employee"], **wrong)
    actions.describe(paulo, welcoming.pk, names={"en": "Hello"}, audience=["contractor"], **same)
    welcoming.refresh_from_db()
    assert (welcoming.names, welcoming.audience) == ({"en": "Hello"}, ["contractor"])
    assert welcoming.versions.count() == 1
    carlos = cast.actor("carlos").wearing(Hat.INTERNAL)
    assert [one["id"] for one in queries.offered(carlos)] == [welcoming.pk]


def test_a_key_reads_like_its_words_and_is_free() -> None:
    made, key = building.with_task(
        content(task("mesa")), {"titles": {"pt-br": "Mesa!"}, "inbox": 1}
    )
    assert (key, len(made["tasks"])) == ("mesa_2", 2)
    with pytest.raises(NotFound):
        building.without_task(content(task("a")), "b")


def _json(template: Template) -> dict[str, Any]:
    found: dict[str, Any] = template.versions.latest("number").content
    return found
