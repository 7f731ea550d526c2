"""Writing one's own template: tasks, fields, days and conditions, each save a version, by forms alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.bundles.models import Bundle, Task, Template, Version
from balcao.service.bundles.rules import read
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/administracao/pacotes/"


@pytest.fixture
def paulo(cast: Cast, sign_in: SignIn) -> Client:
    """Paulo leads RH, and so writes its templates."""
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    return sign_in("paulo")


def saved(client: Client, path: str, **told: Any) -> None:
    answer = client.post(path, told)
    assert answer.status_code == 302, answer.content.decode()


def test_a_bundle_of_one_s_own_is_written_offered_and_asked_for(
    cast: Cast, paulo: Client, sign_in: SignIn
) -> None:
    told: dict[str, Any] = {"names-pt-br": "Mudança de sala", "inbox": cast.inboxes["rh"].pk}
    assert paulo.post(f"{HOME}novo/", told).status_code == 422
    saved(paulo, f"{HOME}novo/", **told, **{"first-pt-br": "Avisar a equipe"})
    made = Template.objects.get()
    page = f"{HOME}{made.pk}/"
    assert page in paulo.get(HOME).content.decode()
    assert paulo.get(f"{page}campos/novo/?kind=date").status_code == 200
    saved(paulo, f"{page}campos/novo/", **{"kind": "date", "labels-pt-br": "Dia", "required": "1"})
    rooms = {"option-value": ["", ""], "option-pt-br": ["Térrea", "Alta"], "option-en": ["", ""]}
    saved(paulo, f"{page}campos/novo/", **{"kind": "choice", "labels-pt-br": "Sala"}, **rooms)
    saved(
        paulo,
        page,
        **{"names-pt-br": "Mudança de sala", "inbox": cast.inboxes["rh"].pk},
        audience=["employee"],
        key_date="dia",
    )
    task: dict[str, Any] = {
        "titles-pt-br": "Levar o computador",
        "inbox": cast.inboxes["ti"].pk,
        "after": ["first"],
        "days": "2",
        "due": "before",
        "if-when": "all",
        "if-field": ["sala", "", ""],
        "if-operator": ["is", "is", "is"],
        "if-value": ["Alta", "", ""],
    }
    saved(paulo, f"{page}tarefas/novo/", **task, seen=4)
    assert paulo.post(f"{page}tarefas/novo/", {**task, "seen": 4}).status_code == 409
    shown = paulo.get(page).content.decode()
    assert "2 dias úteis antes de “Dia”" in shown or "2 business days before “Dia”" in shown
    assert "Alta" in shown
    assert 'value="Alta"' in paulo.get(f"{page}tarefas/levar_o_computador/").content.decode()
    circle = {"titles-pt-br": "Avisar a equipe", "inbox": cast.inboxes["rh"].pk}
    refused = paulo.post(f"{page}tarefas/first/", {**circle, "after": ["levar_o_computador"]})
    assert refused.status_code == 422
    assert "“Levar o computador”" in refused.content.decode()
    saved(paulo, f"/pacotes/modelos/{made.pk}/oferta/", live="1")
    ana = sign_in("ana")
    room = next(one for one in read(_last(made)).form if one.key == "sala").options[1].value
    saved(ana, f"/pacotes/pedir/{made.pk}/", dia="2040-06-04", sala=room)
    assert Task.objects.filter(bundle=Bundle.objects.get()).count() == 2
    saved(paulo, f"{page}tarefas/levar_o_computador/tirar/")
    saved(paulo, f"{page}campos/mover/", field="sala", way="up")
    saved(paulo, f"{page}campos/sala/tirar/")
    assert [one.key for one in read(_last(made)).tasks] == ["first"]
    assert [one.key for one in read(_last(made)).form] == ["dia"]
    assert Task.objects.filter(bundle=Bundle.objects.get()).count() == 2


@pytest.mark.parametrize("name", ["ana", "rita", "beto", "lucia", "joao"])
def test_nobody_else_finds_a_confidential_team_s_template(
    cast: Cast, welcoming: Template, sign_in: SignIn, name: str
) -> None:
    client, page = sign_in(name), f"{HOME}{welcoming.pk}/"
    for path in (page, f"{page}tarefas/papers/", f"{page}campos/who/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{page}tarefas/talk/tirar/").status_code == 404
    assert welcoming.versions.count() == 1


def _last(made: Template) -> dict[str, Any]:
    found: dict[str, Any] = made.versions.latest("number").content
    return found


@pytest.mark.parametrize("path", [HOME, "/pacotes/"])
def test_the_lists_of_templates_cost_the_same_for_two_and_for_twenty(
    cast: Cast, paulo: Client, path: str
) -> None:
    rh, costs = cast.teams["rh"].pk, []
    for count in (2, 18):
        made = Template.objects.bulk_create(
            Template(
                names={"pt-br": f"Modelo {number}"},
                team_id=rh,
                inbox_id=cast.inboxes["rh"].pk,
                owner=cast.people["paulo"],
                audience=["employee", f"team:{rh}"],
            )
            for number in range(count)
        )
        Version.objects.bulk_create(
            Version(template=one, number=1, content={"form": [], "tasks": []}, made_at=clock.now())
            for one in made
        )
        shown = paulo.get(path).content.decode()
        costs.append(counted(lambda: paulo.get(path)))
    assert shown.count("Modelo ") == 20
    assert costs[0] == costs[1] <= 20
