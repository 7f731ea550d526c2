"""The pages of calendars: the cases of everybody's head, tried through them."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.calendars import actions, queries, rules
from balcao.register.calendars.models import Calendar
from balcao.register.people.actions import add_organization
from balcao.web.hats import KEY
from tests.cast import Cast
from tests.statements import counted

HOME = "/administracao/calendarios/"


def _browser(cast: Cast, name: str) -> Client:
    store = SessionStore()
    store[KEY] = {"person": cast.people[name].pk, "level": "strong", "handle": None}
    store.create()
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["sessionid"] = store.session_key or ""
    return client


@pytest.fixture
def beto(cast: Cast) -> Client:
    return _browser(cast, "beto")


def _post(client: Client, path: str, **told: Any) -> str:
    response = client.post(f"{HOME}{path}", told, follow=True)
    return unescape(response.content.decode())


@pytest.fixture
def shop(beto: Client) -> int:
    """The calendar Loja, added through its page."""
    _post(beto, "", name="Loja", beginning="shop")
    (row,) = queries.calendars(SYSTEM)
    return int(row["id"])


def _definition(shop: int) -> dict[str, Any]:
    found: dict[str, Any] = queries.calendar(SYSTEM, shop)["definition"]
    return found


def _week(definition: dict[str, Any], **more: str) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    told = {"name": definition["name"], "zone": definition["zone"], "place": "BR"}
    for day, openings in definition["weekly"].items():
        for place, (start, end) in enumerate(openings):
            told[f"{day}-{place}-from"], told[f"{day}-{place}-to"] = start, end
    return told | more


@pytest.mark.parametrize(
    "path", ["", "{}/", "{}/teste/", "{}/feriados/", "{}/excecoes/", "{}/importar/", "{}/remover/"]
)
def test_only_an_administrator_finds_them(cast: Cast, shop: int, path: str) -> None:
    page = HOME + path.format(shop)
    for name in ("rita", "marina", "lucia", "carlos", "joao"):
        client = _browser(cast, name)
        assert {client.get(page).status_code, client.post(page).status_code} <= {404, 405}
    assert Client().post(page).status_code in {302, 404, 405}


def test_a_shop_begins_with_its_hours_and_a_branch_with_a_copy(beto: Client, shop: int) -> None:
    assert rules.read(_definition(shop)).zone.key == "America/Sao_Paulo"
    shown = _post(beto, "", name="Filial", beginning=str(shop))
    assert "Filial" in shown
    branch = next(row for row in queries.calendars(SYSTEM) if row["name"] == "Filial")
    assert branch["definition"] == {**_definition(shop), "name": "Filial"}
    listed = unescape(beto.get(HOME).content.decode())
    assert listed.count("08:00–12:00, 13:00–18:00") == 2


def test_the_week_is_saved_as_it_was_typed(beto: Client, shop: int) -> None:
    page = add_organization(SYSTEM, "Filial", "department").pk
    told = _week(
        _definition(shop),
        **{
            "seen": "1",
            "organization": str(page),
            "sat-0-from": "",
            "sat-0-to": "",
            "sat-1-from": "22:00",
            "sat-1-to": "00:00",
            "sun-all": "1",
            "sun-0-from": "09:00",
            "place": "BR/SP",
        },
    )
    _post(beto, f"{shop}/", **told)
    saved = queries.calendar(SYSTEM, shop)
    assert saved["definition"]["weekly"]["sat"] == [["22:00", "24:00"]]
    assert saved["definition"]["weekly"]["sun"] == [["00:00", "24:00"]]
    assert saved["definition"]["holidays"]["state"] == "SP"
    assert saved["organization"] == "Filial"
    again = unescape(beto.get(f"{HOME}{shop}/").content.decode())
    assert 'name="sat-0-from" value="22:00"' in again


def test_a_refused_week_keeps_what_was_typed_and_says_why(beto: Client, shop: int) -> None:
    told = _week(_definition(shop), **{"seen": "1", "mon-1-from": "11:30"})
    response = beto.post(f"{HOME}{shop}/", told)
    assert response.status_code == 422
    shown = unescape(response.content.decode())
    assert "08:00–12:00" in shown
    assert "11:30–18:00" in shown
    assert 'name="mon-1-from" value="11:30"' in shown
    assert _definition(shop)["weekly"]["mon"][1] == ["13:00", "18:00"]


def test_a_change_meanwhile_is_said(beto: Client, shop: int) -> None:
    actions.change_calendar(SYSTEM, shop, {**_definition(shop), "zone": "America/Manaus"})
    response = beto.post(f"{HOME}{shop}/", _week(_definition(shop), seen="1", zone="UTC"))
    assert response.status_code == 409
    assert _definition(shop)["zone"] == "America/Manaus"


def test_holidays_are_named_opened_closed_and_added(beto: Client, shop: int) -> None:
    shown = unescape(beto.get(f"{HOME}{shop}/?year=2026").content.decode())
    for name in ("Sexta-feira Santa", "Carnaval", "Corpus Christi", "Consciência Negra"):
        assert name in shown
    _post(beto, f"{shop}/feriados/", act="open", day="2026-04-21")
    _post(beto, f"{shop}/feriados/", act="add", day="2026-02-17", name="Carnaval")
    _post(beto, f"{shop}/feriados/", act="add", day="2026-07-14", name="Padroeira", every_year="1")
    told = _definition(shop)["holidays"]
    assert told["remove"] == ["2026-04-21"]
    assert [entry["date"] for entry in told["add"]] == ["07-14", "2026-02-17"]
    _post(beto, f"{shop}/feriados/", act="keep", day="2026-04-21")
    _post(beto, f"{shop}/feriados/", act="drop", day="07-14")
    told = _definition(shop)["holidays"]
    assert (told["remove"], len(told["add"])) == ([], 1)


def test_the_page_says_when_a_newer_library_moved_it(beto: Client, shop: int) -> None:
    def told() -> bool:
        return "mudaram em" in beto.get(f"{HOME}{shop}/").content.decode()

    assert not told()
    Calendar.objects.filter(pk=shop).update(moved_at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert told()


def test_exceptional_days_are_set_and_taken_out(beto: Client, shop: int) -> None:
    half = {"day": "2026-12-24", "0-from": "08:00", "0-to": "12:00", "1-from": "", "1-to": ""}
    _post(beto, f"{shop}/excecoes/", **half)
    _post(beto, f"{shop}/excecoes/", day="2026-12-31")
    told = {"2026-12-24": [["08:00", "12:00"]], "2026-12-31": []}
    assert _definition(shop)["exceptions"] == told
    shown = unescape(beto.get(f"{HOME}{shop}/?year=2026").content.decode())
    assert "08:00–12:00" in shown
    _post(beto, f"{shop}/excecoes/", day="2026-12-24", drop="1")
    assert list(_definition(shop)["exceptions"]) == ["2026-12-31"]


def test_a_file_brings_holidays(beto: Client, shop: int) -> None:
    content = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260508\r\n"
        b"SUMMARY:Padroeira\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    _post(beto, f"{shop}/importar/", file=SimpleUploadedFile("cidade.ics", content))
    assert _definition(shop)["holidays"]["add"] == [{"date": "2026-05-08", "name": "Padroeira"}]
    _post(beto, f"{shop}/importar/", file=SimpleUploadedFile("nada.ics", b"nada"))
    _post(beto, f"{shop}/importar/")
    assert len(_definition(shop)["holidays"]["add"]) == 1


def test_a_calendar_that_is_not_the_default_goes(beto: Client, shop: int) -> None:
    _post(beto, "", name="24 horas", beginning="always")
    always = next(row["id"] for row in queries.calendars(SYSTEM) if row["name"] == "24 horas")
    _post(beto, f"{shop}/remover/")
    assert len(queries.calendars(SYSTEM)) == 2
    _post(beto, f"{always}/padrao/")
    _post(beto, f"{shop}/remover/")
    assert [row["name"] for row in queries.calendars(SYSTEM)] == ["24 horas"]


def test_six_business_hours_tried_on_the_page(beto: Client, shop: int) -> None:
    asked = {"start": "2026-04-30T17:00", "target": "6h"}
    shown = unescape(beto.get(f"{HOME}{shop}/teste/", asked).content.decode())
    assert "4 mai 2026, 09:00" in shown or "4 May 2026, 09:00" in shown
    assert "Dia do Trabalhador" in shown
    assert shown.count('class="strip-bar"') == 5
    paused = {
        **asked,
        "pause-0-from": "2026-05-02T10:00",
        "pause-0-to": "2026-05-04T08:30",
        "pause-0-reason": "Esperando o cliente",
    }
    shown = unescape(beto.get(f"{HOME}{shop}/teste/", paused).content.decode())
    assert "2026, 11:30" in shown
    assert shown.count("<td>Esperando o cliente<") == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2026-04-30T17:00", "target": "logo"},
        {"start": "ontem", "target": "6h"},
        {"start": "2026-04-30T17:00", "target": ""},
        {"start": "9999-12-31T23:59", "target": "6h"},
        {"start": "0001-01-01T00:00", "target": "6h"},
        {"start": "2026-04-30T17:00", "target": "6h", "pause-0-to": "2026-05-01T00:00"},
        {"start": "2026-04-30T17:00", "target": "900000h"},
        {"start": "2026-04-30T17:00", "target": "9999d"},
        {"start": "2026-04-30T17:00", "target": "3d", "pause-0-from": "2026-05-01T00:00"},
    ],
)
def test_what_cant_be_computed_says_why(beto: Client, shop: int, asked: dict[str, str]) -> None:
    response = beto.get(f"{HOME}{shop}/teste/", asked)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", {"name": ""}),
        ("", {"name": "Loja", "beginning": "shop"}),
        ("{}/feriados/", {"act": "nada", "day": "2026-04-21"}),
        ("{}/feriados/", {"act": "add", "day": "nada"}),
        ("{}/feriados/", {"act": "add", "day": ""}),
        ("{}/excecoes/", {"day": "nada"}),
        ("{}/excecoes/", {"day": "2026-12-24", "0-from": "08:00"}),
        ("999999/", {"name": "X"}),
        ("999999/teste/", {}),
        ("{}/", {}),
    ],
)
def test_what_cant_be_changes_nothing(
    beto: Client, shop: int, path: str, told: dict[str, str]
) -> None:
    before = queries.calendars(SYSTEM)
    response = beto.post(f"{HOME}{path.format(shop)}", told, follow=True)
    assert response.status_code in {200, 404, 405, 422}
    assert queries.calendars(SYSTEM) == before


def test_a_list_of_twenty_costs_as_many_statements_as_of_two(beto: Client, shop: int) -> None:
    definition = _definition(shop)
    actions.add_calendar(SYSTEM, {**definition, "name": "Outra"})
    beto.get(HOME)
    few = counted(lambda: beto.get(HOME))
    for place in range(18):
        actions.add_calendar(SYSTEM, {**definition, "name": f"Loja {place}"})
    assert counted(lambda: beto.get(HOME)) == few
