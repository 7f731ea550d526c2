"""One request becomes tasks in order; who asked reads one line, departments their own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.register.people import actions as people
from balcao.register.people.models import Relationship
from balcao.service.bundles import actions, library, moving, queries
from balcao.service.bundles.models import Bundle, Task, Template
from balcao.service.sla import actions as sla
from balcao.service.sla.models import Clock
from balcao.service.sla.tests.promising import here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries as of_tickets
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast

from .conftest import WELCOME

NOW = datetime(2040, 5, 7, 15, tzinfo=UTC)


def started(cast: Cast, template: Template, **told: object) -> Bundle:
    rita = cast.actor("rita").wearing(Hat.INTERNAL)
    with clock.at(NOW):
        return actions.start(rita, template.pk, {**WELCOME, **told})


def states(bundle: Bundle) -> dict[str, str]:
    return dict(Task.objects.filter(bundle=bundle).values_list("key", "state"))


def finish(bundle: Bundle, key: str) -> None:
    tickets.resolve(SYSTEM, Task.objects.get(bundle=bundle, key=key).ticket_id or 0)


def line(cast: Cast, name: str, bundle: Bundle) -> tuple[int, int]:
    actor = cast.actor(name).wearing(Hat.INTERNAL)
    found = queries.progress(actor, of_tickets.get(actor, bundle.ticket.protocol))
    assert found is not None
    return found["done"], found["total"]


def test_the_first_tasks_open_and_what_is_not_needed_is_left_out(
    cast: Cast, welcoming: Template
) -> None:
    bundle = started(cast, welcoming, notebook="no", purchases="no")
    assert states(bundle) == {
        "papers": "open",
        "account": "waiting",
        "machine": "skipped",
        "desk": "waiting",
        "limits": "skipped",
        "welcome": "waiting",
        "talk": "waiting",
    }
    first = Task.objects.get(bundle=bundle, key="papers")
    assert (first.due_on, bundle.key_date) == (date(2040, 5, 21), date(2040, 6, 4))
    ticket = first.ticket
    assert ticket is not None
    assert (ticket.side, ticket.team_id) == ("internal", cast.teams["rh"].pk)
    assert ticket.requester_id == cast.people["paulo"].pk
    assert "Bia Prado" in Message.objects.get(ticket=ticket).body
    assert line(cast, "rita", bundle) == (0, 5)


def test_finishing_one_opens_the_next_and_the_last_ends_it_all(
    cast: Cast, welcoming: Template
) -> None:
    bundle = started(cast, welcoming, notebook="yes", purchases="no")
    finish(bundle, "papers")
    assert {key for key, state in states(bundle).items() if state == "open"} == {"account", "desk"}
    finish(bundle, "desk")
    finish(bundle, "account")
    assert states(bundle)["machine"] == "open"
    assert states(bundle)["welcome"] == "waiting"
    finish(bundle, "machine")
    finish(bundle, "welcome")
    finish(bundle, "talk")
    assert line(cast, "rita", bundle) == (6, 6)
    for _again in range(2):
        moving.end(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.ended_at is not None
    assert Ticket.objects.get(pk=bundle.ticket_id).status == "resolved"


def test_a_task_that_goes_on_is_to_be_done_again(cast: Cast, welcoming: Template) -> None:
    bundle = started(cast, welcoming)
    finish(bundle, "papers")
    tickets.reopen(SYSTEM, Task.objects.get(bundle=bundle, key="papers").ticket_id or 0, "faltou")
    assert states(bundle)["papers"] == "open"
    assert states(bundle)["account"] == "open"
    before = Ticket.objects.count()
    finish(bundle, "papers")
    assert Ticket.objects.count() == before


def test_a_request_that_ends_opens_nothing_more(cast: Cast, welcoming: Template) -> None:
    bundle = started(cast, welcoming)
    tickets.resolve(SYSTEM, bundle.ticket_id)
    finish(bundle, "papers")
    assert states(bundle)["account"] == "waiting"


def test_an_owner_who_left_is_followed_by_a_colleague(cast: Cast, welcoming: Template) -> None:
    bundle = started(cast, welcoming)
    tie = Relationship.objects.get(person=cast.people["paulo"])
    Relationship.objects.filter(pk=tie.pk).update(until_on="2020-01-01", since_on="2019-01-01")
    finish(bundle, "papers")
    assert states(bundle)["account"] == "waiting"
    people.begin_relationship(SYSTEM, cast.people["paulo"].pk, "employee")
    moving.go_on(bundle.pk)
    assert states(bundle)["account"] == "open"


def test_who_asked_reads_no_word_of_the_departments(cast: Cast, welcoming: Template) -> None:
    bundle = started(cast, welcoming)
    for name in ("rita", "joao", "zoe"):
        actor = cast.actor(name).wearing(Hat.INTERNAL, Hat.EXTERNAL)
        task = Task.objects.get(bundle=bundle, key="papers").ticket
        assert task is not None
        with pytest.raises(NotFound):
            of_tickets.get(actor, task.protocol)
        with pytest.raises(NotFound):
            queries.bundle(actor, bundle.pk)
        assert queries.running(actor)[0] == []
    told = queries.bundle(cast.actor("paulo"), bundle.pk)
    assert told["tasks"][0]["state"] == "open"
    assert told["tasks"][0]["protocol"]


def test_who_is_not_in_the_audience_neither_sees_nor_starts_it(
    cast: Cast, welcoming: Template
) -> None:
    for name in ("joao", "carlos", "zoe"):
        actor = cast.actor(name)
        assert queries.offered(actor) == []
        with pytest.raises(NotFound):
            queries.template(actor, welcoming.pk)
        with pytest.raises(NotFound):
            actions.start(actor, welcoming.pk, WELCOME)
    assert [one["id"] for one in queries.offered(cast.actor("ana"))] == [welcoming.pk]


def test_wrong_answers_are_told_by_field_and_nothing_is_opened(
    cast: Cast, welcoming: Template
) -> None:
    before = Ticket.objects.count()
    with pytest.raises(Invalid) as refused:
        started(cast, welcoming, first_day="amanhã", who="", nada="x")
    assert set(refused.value.fields) == {"first_day", "who", "nada"}
    assert Ticket.objects.count() == before


def test_templates_are_kept_by_supervisors_and_a_confidential_team_s_by_its_own(
    cast: Cast, welcoming: Template
) -> None:
    for name in ("marina", "rita", "beto"):
        assert all(one["id"] != welcoming.pk for one in queries.kept(cast.actor(name)))
    assert [one["id"] for one in queries.kept(cast.actor("paulo"))] == [welcoming.pk]
    sac: dict[str, Any] = {
        "team_id": cast.teams["sac"].pk,
        "inbox_id": cast.inboxes["sac"].pk,
        "owner_id": cast.people["rita"].pk,
        "audience": ["employee"],
    }
    areas = dict.fromkeys(("people", "it", "facilities", "finance"), cast.inboxes["ti"].pk)
    for name in ("marina", "ana", "lucia"):
        with pytest.raises(Forbidden):
            library.take(cast.actor(name), "branch", areas, **sac)
    for name in ("rita", "beto"):
        made = library.take(cast.actor(name), "leaving", areas, **sac)
        assert [one["id"] for one in queries.kept(cast.actor(name))][-1] == made.pk
    with pytest.raises(Invalid):
        library.take(cast.actor("rita"), "leaving", {**areas, "it": cast.inboxes["sac"].pk}, **sac)


def test_a_new_version_leaves_what_was_started_as_it_is(cast: Cast, welcoming: Template) -> None:
    bundle = started(cast, welcoming)
    paulo = cast.actor("paulo")
    kept = queries.template_to_write(paulo, welcoming.pk)
    content = {**kept["content"], "tasks": kept["content"]["tasks"][:1]}
    actions.set_template(
        paulo,
        kept["names"],
        content,
        team_id=kept["team_id"],
        inbox_id=kept["inbox_id"],
        owner_id=kept["owner_id"],
        audience=kept["audience"],
        is_live=False,
        template_id=kept["id"],
    )
    assert queries.offered(cast.actor("ana")) == []
    finish(bundle, "papers")
    assert states(bundle)["account"] == "open"


def test_a_task_s_day_is_what_its_ticket_is_due_by_and_reminds_of(
    cast: Cast, welcoming: Template
) -> None:
    promise(side="internal", hours=4)
    bundle = started(cast, welcoming)
    task = Task.objects.get(bundle=bundle, key="papers")
    ticket = Ticket.objects.get(pk=task.ticket_id or 0)
    assert (task.due_on, ticket.due_at) == (date(2040, 5, 23), here("2040-05-23T18:00"))
    open_ones = Clock.objects.filter(ticket=ticket, ended_at=None)
    assert [(one.promise, one.state) for one in open_ones] == [("day", "running")]
    while sla.fire_due(SYSTEM, here("2040-05-24T08:00")):
        pass
    late = Clock.objects.get(ticket=ticket, promise="day")
    assert (late.breached_at, late.alerts.count()) == (here("2040-05-23T18:00"), 3)
    with clock.at(here("2040-05-24T09:00")):
        tickets.set_kind(SYSTEM, ticket.pk, "incident")
        finish(bundle, "papers")
        tickets.reopen(SYSTEM, ticket.pk, "Falta um documento.")
    ticket.refresh_from_db()
    assert ticket.due_at == here("2040-05-25T18:00")
