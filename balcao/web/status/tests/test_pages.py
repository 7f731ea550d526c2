"""The pages of status, as strangers, readers inside and keepers get them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.delivery.models import OutgoingMail
from balcao.service.problems.tests.causing import problem
from balcao.service.status import actions, subscription
from balcao.service.status.models import Component, Incident, Subscriber
from balcao.service.status.tests.failing import component, incident
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_strangers_read_what_is_public_and_nothing_else(cast: Cast) -> None:
    site, stock = component(cast), component(cast, "Estoque", "employee")
    seen = incident(cast, site, title="Site lento")
    hidden = incident(cast, stock, title="Estoque parado", audience=("employee",))
    page = shown(Client(), "/status/")
    assert "Site lento" in page
    assert "Estoque" not in page
    assert "Site lento" in shown(Client(), f"/status/{seen.pk}/")
    assert Client().get(f"/status/{hidden.pk}/").status_code == 404
    assert "Estoque" not in shown(Client(), "/status/historico/")
    feed = shown(Client(), "/status/novidades.atom")
    assert "Site lento" in feed
    assert "Estoque" not in feed


def test_what_did_not_change_is_not_sent_again_and_never_across_audiences(
    cast: Cast, sign_in: SignIn
) -> None:
    made = incident(cast, component(cast))
    stranger = Client()
    first = stranger.get("/status/")
    assert "public" in first["Cache-Control"]
    assert {"Cookie", "Accept-Language"} <= {one.strip() for one in first["Vary"].split(",")}
    assert not first.cookies
    held = {"If-None-Match": first["ETag"]}
    assert stranger.get("/status/", headers=held).status_code == 304
    for name in ("ana", "joao"):
        reader = sign_in(name)
        shown(reader, "/status/")  # the first page brings the cookie that its forms are signed with
        answer = reader.get("/status/", headers=held)
        assert answer.status_code == 200
        assert "private" in answer["Cache-Control"]
        again = reader.get("/status/", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert (
            stranger.get("/status/", headers={"If-None-Match": answer["ETag"]}).status_code == 200
        )
    actions.update_incident(cast.actor("rita"), made.pk, "resolved", {"pt-br": "Voltou"})
    assert stranger.get("/status/", headers=held).status_code == 200
    feed = stranger.get("/status/novidades.atom")
    told = {"If-None-Match": feed["ETag"]}
    assert stranger.get("/status/novidades.atom", headers=told).status_code == 304


def test_who_asks_learns_what_fails_already(cast: Cast, sign_in: SignIn) -> None:
    made = incident(cast, component(cast), title="Pagamento fora")
    hidden = incident(cast, component(cast), title="Segredo", audience=("employee",))
    for client, address in (
        (Client(), reverse("portal:visit")),
        (sign_in("joao"), reverse("portal:ask")),
    ):
        page = shown(client, address)
        assert f"/status/{made.pk}/" in page
        assert f"/status/{hidden.pk}/" not in page
    assert f"/status/{hidden.pk}/" in shown(sign_in("ana"), reverse("portal:ask"))
    actions.update_incident(cast.actor("rita"), made.pk, "resolved", {"pt-br": "Voltou"})
    assert "Pagamento fora" not in shown(Client(), reverse("portal:visit"))


def test_a_keeper_tells_it_from_the_first_word_to_the_last(cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    form = {"name_pt": "Loja virtual", "audience": "public", "team": cast.teams["sac"].pk}
    assert rita.post("/status/painel/componentes/", {**form, "name_pt": ""}).status_code == 422
    rita.post("/status/painel/componentes/", form)
    made = Component.objects.get()
    assert "Loja virtual" in shown(rita, "/status/painel/")
    told = {
        "title_pt": "Fora do ar",
        "words_pt": "Vendo.",
        "impact": "outage",
        "audience": "public",
    }
    told |= {"components": str(made.pk), "team": str(cast.teams["sac"].pk)}
    assert rita.post("/status/painel/novo/", {**told, "components": ""}).status_code == 422
    assert rita.post("/status/painel/novo/", {**told, "team": ""}).status_code == 422
    behind = problem(cast)
    begun = shown(rita, f"/status/painel/novo/?problema={behind.pk}")
    assert 'value="Nota fiscal não sai"' in begun
    there = rita.post("/status/painel/novo/", {**told, "problem": behind.pk})["Location"]
    page = shown(rita, there)
    assert "Fora do ar" in page
    assert f'href="/problemas/{behind.pk}/"' in page
    assert f'href="{there}"' in shown(rita, f"/problemas/{behind.pk}/")
    assert rita.post(f"{there}contar/", {"state": "resolved", "words_pt": ""}).status_code == 422
    rita.post(f"{there}contar/", {"state": "resolved", "words_pt": "Voltou tudo."})
    rita.post(f"{there}mudar/", {**told, "title_pt": "Loja fora do ar", "impact": "major"})
    public = shown(Client(), there)
    assert "Voltou tudo." in public
    assert "Loja fora do ar" in public
    assert "Nota fiscal" not in public
    assert Incident.objects.get().problem_id == behind.pk
    rita.post(f"{there}mudar/", {**told, "problem": ""})
    assert Incident.objects.get().problem_id is None
    rita.post(f"/status/painel/componentes/{made.pk}/mover/", {"to": "up"})
    rita.post(f"/status/painel/componentes/{made.pk}/", {**form, "is_retired": "1"})
    assert "Loja virtual</h3>" not in shown(Client(), "/status/")


@pytest.mark.parametrize("name", ["ana", "marina", "joao", "carlos", "zoe"])
def test_who_keeps_no_status_changes_none(cast: Cast, sign_in: SignIn, name: str) -> None:
    made = incident(cast, component(cast))
    client = sign_in(name)
    assert client.get("/status/").status_code == 200
    for way in ("painel/", "painel/novo/", "painel/componentes/"):
        assert client.get(f"/status/{way}").status_code == 404
    answer = client.post(f"/status/{made.pk}/contar/", {"state": "resolved", "words_pt": "x"})
    assert answer.status_code == 404
    assert Incident.objects.get().resolved_at is None


def test_a_past_day_keeps_its_mark(cast: Cast) -> None:
    site = component(cast)
    noon = datetime.combine(clock.today(), time(12), get_default_timezone())
    began = noon - timedelta(days=3)
    with clock.at(began + timedelta(hours=1)):
        made = incident(cast, site, started_at=began, impact="outage")
    with clock.at(began + timedelta(hours=2)):
        actions.update_incident(SYSTEM, made.pk, "resolved", {"pt-br": "Voltou"})
    page = shown(Client(), "/status/")
    assert "status-bar-outage" in page
    assert ", 2 h" in page


def test_a_stranger_says_yes_from_the_mailbox_and_leaves_by_one_click(cast: Cast) -> None:
    asker = Client()
    assert "Avise-me por e-mail" in shown(asker, "/status/avisos/")
    assert asker.post("/status/avisos/", {"address": "vizinha"}).status_code == 422
    asker.post("/status/avisos/", {"address": "vizinha@exemplo.example"})
    mail = OutgoingMail.objects.get()
    token = subscription.asked("vizinha@exemplo.example", "en")
    yes = f"/status/avisos/confirmar/{token}/"
    assert yes[:25] in mail.body
    mailbox = Client(enforce_csrf_checks=True)
    assert "Yes, tell me" in shown(mailbox, yes)
    assert not Subscriber.objects.exists()
    answer = mailbox.post(yes)
    assert "You will be told by mail." in answer.content.decode()
    assert not answer.cookies
    out = f"/status/avisos/sair/{subscription.out(None, 'vizinha@exemplo.example')}/"
    assert "Não quer mais" in shown(mailbox, out)
    assert Subscriber.objects.exists()
    assert mailbox.post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    for nowhere in (yes[:-2] + "/", out[:-2] + "/"):
        assert mailbox.post(nowhere).status_code == 404


def test_whoever_is_signed_in_is_told_by_one_button(cast: Cast, sign_in: SignIn) -> None:
    joao = sign_in("joao")
    assert "Você não é avisado por e-mail." in shown(joao, "/status/avisos/")
    joao.post("/status/avisos/", {"side": "external", "wanted": "yes"})
    assert Subscriber.objects.get().person_id == cast.people["joao"].pk
    assert joao.post("/status/avisos/", {"side": "internal", "wanted": "yes"}).status_code == 404
    joao.post("/status/avisos/", {"side": "external", "wanted": "no"})
    assert not Subscriber.objects.exists()


def test_pages_take_the_same_statements_for_two_failures_and_for_twenty(
    cast: Cast, sign_in: SignIn
) -> None:
    def fail(many: range) -> None:
        for n in many:
            made = incident(cast, component(cast, f"Site {n}"))
            actions.update_incident(SYSTEM, made.pk, "monitoring", {"pt-br": "Quase"})

    rita, lists = sign_in("rita"), ("/status/", "/status/historico/", "/status/painel/")
    fail(range(2))
    small = {path: counted(partial(shown, rita, path)) for path in lists * 2}
    fail(range(2, 20))
    assert {path: counted(partial(shown, rita, path)) for path in lists} == small
