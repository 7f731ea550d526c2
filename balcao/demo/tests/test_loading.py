"""A small demo company, loaded for real."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.storage import default_storage

from balcao.core.actor import Actor, Grant, Hat, Role
from balcao.core.sql import row, rows
from balcao.demo.approving import NOTEBOOK, SMALL
from balcao.events.models import Event
from balcao.inside.announcements import queries as announcements
from balcao.register.access.actors import Level, actor_of
from balcao.register.orders.models import Order
from balcao.register.people.models import Handle, Person, Relationship
from balcao.register.teams.models import Team
from balcao.service.approvals import queries as approvals
from balcao.service.between import queries as between
from balcao.service.changes import queries as changes
from balcao.service.delivery import queries as delivery
from balcao.service.problems import queries as problems
from balcao.service.tickets import queries, rules
from tests import companies
from tests.companies import UNTIL, Copy

TEXTS = """
    SELECT m.kind, m.body, m.created_at, k.subject, k.status, p.name
    FROM tickets_message m JOIN tickets_ticket k ON k.id = m.ticket_id
    LEFT JOIN people_person p ON p.id = m.author_id ORDER BY k.id, m.id
"""


@pytest.fixture(scope="module")
def company(small_company: list[str]) -> list[str]:
    """What was said while it was loaded."""
    return small_company


def actor(address: str, level: Level = Level.STRONG) -> Actor:
    return actor_of(Handle.objects.get(value=address).person_id, level)


def content(address: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(TEXTS).fetchall()


def test_the_cast_wears_the_hats_of_the_contract(company: list[str]) -> None:
    team = {team.name: team.pk for team in Team.objects.all()}
    assert actor("marina@boapraca.example").teams == {team["SAC"]: Role.AGENT}
    assert actor("rita@boapraca.example").teams == {team["SAC"]: Role.SUPERVISOR}
    assert actor("ana@boapraca.example").teams == {team["TI"]: Role.AGENT}
    assert actor("paulo@boapraca.example").teams == {team["RH"]: Role.AGENT}
    assert actor("lucia@boapraca.example").grants == {Grant.DIRECTOR}
    assert actor("beto@boapraca.example").grants == {Grant.ADMINISTRATOR}
    for nobody in ("lucia@boapraca.example", "beto@boapraca.example"):
        assert not actor(nobody).teams
        assert queries.visible(actor(nobody)) == ([], None)
    assert actor("carlos@entregas.example").hats == {Hat.INTERNAL, Hat.EXTERNAL}
    assert actor("joao@cliente.example").hats == {Hat.EXTERNAL}
    assert actor("zoe@fora.example").hats == {Hat.EXTERNAL}
    assert queries.visible(actor("zoe@fora.example")) == ([], None)
    assert Team.objects.get(name="RH").is_confidential


def test_ana_is_one_person_with_three_hats(company: list[str]) -> None:
    ana = actor("ana@boapraca.example")
    assert ana.hats == set(Hat)
    assert Handle.objects.get(value="ana.souza@correio.example").person_id == ana.person_id
    asked, _cursor = queries.visible(ana, only_asked=True)
    assert {line["side"] for line in asked} == {"internal", "external"}
    at_home, _cursor = queries.visible(actor("ana.souza@correio.example", Level.LINK))
    assert {line["side"] for line in at_home} == {"external"}


def test_inboxes_departments_and_customers_are_as_promised(company: list[str]) -> None:
    inboxes = rows("SELECT address, audience FROM inboxes_inbox ORDER BY address")
    assert {line["address"].split("@")[0]: line["audience"] for line in inboxes} == {
        "sac": "external",
        "ti": "internal",
        "rh": "internal",
        "financeiro": "internal",
    }
    ties = rows("SELECT kind, count(DISTINCT person_id) AS n FROM people_relationship GROUP BY 1")
    counted = {line["kind"]: line["n"] for line in ties}
    assert counted["employee"] == 128
    assert counted["customer"] == 2000
    assert {"outsourced", "contractor", "supplier"} < set(counted)
    departments = row("SELECT count(*) AS n FROM people_organization WHERE kind = 'department'")
    assert departments == {"n": 12}


def test_tickets_carry_protocols_that_grow_with_time(company: list[str]) -> None:
    found = rows("SELECT id, protocol, created_at FROM tickets_ticket ORDER BY id")
    assert len(found) == companies.SMALL.tickets, "whichever part opens them"
    assert [line["protocol"] for line in found] == sorted(line["protocol"] for line in found)
    assert all(rules.read_protocol(line["protocol"]) for line in found)
    instants = [line["created_at"] for line in found]
    assert instants == sorted(instants)


def test_nothing_happened_outside_the_ninety_days(company: list[str]) -> None:
    found = row(
        "SELECT min(at) AS first, max(at) AS last FROM events_event WHERE subject_type = 'ticket'"
    )
    assert found is not None
    assert datetime(2026, 8, 24, 3, tzinfo=UTC) <= found["first"]
    assert found["last"] < datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_some_mails_wait_in_quarantine_for_those_who_decide_on_them(company: list[str]) -> None:
    held = {
        name: [line["reason"] for line in delivery.quarantine(actor(f"{name}@boapraca.example"))]
        for name in ("marina", "ana", "paulo", "beto", "lucia")
    }
    assert {name: len(reasons) for name, reasons in held.items()} == {
        "marina": 4,
        "ana": 1,
        "paulo": 1,
        "beto": 1,
        "lucia": 0,
    }
    assert len({reason for reasons in held.values() for reason in reasons}) >= 4


def test_history_sends_nothing(company: list[str]) -> None:
    jobs = {line["task_name"] for line in rows("SELECT task_name FROM procrastinate_jobs")}
    assert jobs <= {"routing.route_waiting"}  # for when somebody is here
    assert row("SELECT count(*) AS n FROM delivery_outgoingmail") == {"n": 0}
    states = rows(
        "SELECT DISTINCT delivery_state AS state FROM tickets_message WHERE kind = 'outgoing'"
    )
    assert {line["state"] for line in states} <= {"sent", "failed"}


def test_nobody_has_a_password(company: list[str]) -> None:
    found = rows("SELECT password FROM access_user")
    assert found
    assert all(line["password"].startswith("!") for line in found)


def test_work_in_progress_is_left_on_the_desk(company: list[str]) -> None:
    statuses = {line["status"] for line in rows("SELECT DISTINCT status FROM tickets_ticket")}
    assert "closed" in statuses
    assert row("SELECT count(*) > 0 AS some FROM tickets_cannedreply") == {"some": True}
    assert row("SELECT count(*) > 0 AS some FROM profile_fact WHERE method = 'inferred'") == {
        "some": True
    }


def test_what_the_cast_asked_last_is_still_on_its_way(company: list[str]) -> None:
    for address in ("joao@cliente.example", "ana@boapraca.example", "carlos@entregas.example"):
        asked, _cursor = queries.visible(actor(address), only_asked=True)
        assert (datetime(2026, 11, 22, 3, tzinfo=UTC) - asked[0]["updated_at"]).days < 3


def test_files_open_as_what_they_say(company: list[str]) -> None:
    found = rows("SELECT key, content_type, size FROM tickets_attachment")
    assert found
    for line in found:
        with default_storage.open(line["key"]) as file:
            data = BytesIO(file.read()).getvalue()
        assert len(data) == line["size"]
        assert data[:5] in (b"%PDF-", b"\x89PNG\r")


def test_progress_is_told(company: list[str]) -> None:
    assert any(str(companies.SMALL.tickets) in words for words in company)


def test_the_same_seed_and_date_give_the_same_content(
    small_copy: Copy, database_address: str, tmp_path: Path
) -> None:
    worker = f"again{os.getpid()}"
    with companies.loaded(database_address, worker, companies.SMALL, tmp_path) as again:
        told = content(again)
        assert len(told) > companies.SMALL.tickets
        assert told == content(small_copy.address)


def test_joao_waits_for_his_sofa_eight_days_longer(company: list[str]) -> None:
    joao = Handle.objects.get(value="joao@cliente.example").person
    sofa = Order.objects.filter(customer=joao).latest("ordered_on")
    assert sofa.promised_on is not None
    assert sofa.delivered_on is not None
    assert sofa.delivered_on - sofa.promised_on == timedelta(days=8)
    assert sofa.delivered_on < UNTIL
    assert sofa.value == Decimal("2199.00")
    assert joao.lifecycle in {"repeat", "contract"}


def test_every_sort_of_customer_is_there_as_their_orders_say(company: list[str]) -> None:
    sorts = Counter(
        Person.objects.filter(pk__in=Order.objects.values("customer")).values_list(
            "lifecycle", flat=True
        )
    )
    assert min(sorts[one] for one in ("occasional", "repeat", "lapsed")) > 200
    assert sorts["contract"] > 30
    assert not Order.objects.filter(ordered_on__gte=UNTIL).exists()
    bought = set(Order.objects.values_list("customer_id", flat=True))
    assert bought <= set(
        Relationship.objects.filter(kind="customer").values_list("person", flat=True)
    )


def test_each_is_told_on_its_day(company: list[str]) -> None:
    facts = Event.objects.filter(subject_type="order")
    days = {order.pk: order for order in Order.objects.all()}
    for event in facts.filter(name="OrderRecorded"):
        assert event.at.date() == days[event.subject_id].ordered_on
    assert facts.filter(name="OrderRecorded").count() == len(days)
    delivered = {order.pk for order in days.values() if order.delivered_on}
    assert (
        set(facts.filter(name="OrderDelivered").values_list("subject_id", flat=True)) == delivered
    )
    assert len(delivered) > len(days) * 0.8


def test_announcements_are_told_confirmed_and_waited_for(company: list[str]) -> None:
    marina, joao = actor("marina@boapraca.example"), actor("joao@cliente.example", Level.LINK)
    waiting = [one["titles"]["pt-br"] for one in announcements.pending(marina)]
    assert "Recesso de fim de ano" in waiting
    assert {one["titles"]["pt-br"] for one in announcements.announcements(joao)[0]} == {
        "Entregas na zona leste",
        "Loja aberta até as 22h em dezembro",
    }
    beto = actor("beto@boapraca.example")
    (pause,) = (one for one in announcements.kept(beto)[0] if "Recesso" in one["titles"]["pt-br"])
    reach = announcements.reach(beto, pause["id"])
    assert reach.asked is not None
    assert 0.5 * reach.asked < reach.confirmed < reach.asked
    assert reach.groups


def test_a_notebook_waits_for_ana_who_decides_for_beto(company: list[str]) -> None:
    ana = actor("ana@boapraca.example")
    (waits,) = [one for one in approvals.approvals(ana) if one["rule"] == NOTEBOOK]
    assert (waits["stage"], waits["position"], waits["stages"]) == ("TI", 3, 3)
    assert waits["instead_of"] is not None
    mine = approvals.approvals(actor("rita@boapraca.example"))
    assert [one["rule"] for one in mine] == [SMALL]
    told = {one["state"] for one in approvals.approvals(Actor(is_system=True), "all")}
    assert told == {"waiting", "approved", "refused", "expired"}
    assert approvals.approvals(actor("beto@boapraca.example"), "kept")


def test_customers_waited_for_billing_and_the_report_says_how_long(company: list[str]) -> None:
    until = datetime(2026, 11, 22, 3, tzinfo=UTC)
    told = between.report(actor("rita@boapraca.example"), until - timedelta(days=90), until)
    billing = next(one for one in told.departments if one.team == "Financeiro")
    assert billing.waited.tickets > 1
    assert billing.waited.open_seconds > 3600
    assert billing.agreed.total > 0


def test_causes_are_known_and_changes_meet(company: list[str]) -> None:
    ana, marina = actor("ana@boapraca.example"), actor("marina@boapraca.example")
    found, _next = problems.problems(marina)
    assert {one["state"] for one in found} == {"open", "known_error", "fixed"}
    assert not any(one["is_confidential"] for one in found)
    assert actor("paulo@boapraca.example").is_agent
    assert len(problems.problems(actor("paulo@boapraca.example"))[0]) == len(found) + 1
    ahead = changes.changes(ana, show="ahead")[0]
    assert changes.conflicts(ana, [one["id"] for one in ahead])
    night = [one["starts_at"] for one in ahead if one["starts_at"]]
    assert changes.announced(Actor(), min(night), max(night))
