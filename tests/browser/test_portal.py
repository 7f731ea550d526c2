from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import Purpose, make_code, make_link, set_password
from balcao.register.access.models import CompanyGrant
from balcao.register.brand import actions as brand
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Attachment, Ticket
from tests.cast import Cast

from .axe import faults, faults_of, in_every_look
from .conftest import Screen

JOAOS = ("/", "/novo/", "/chamados/", "/conta/", "/conta/sessoes/")


def _last_mail(address: str) -> str:
    return OutgoingMail.objects.filter(to_address=address, purpose="notice").latest("pk").body


def test_its_pages_are_clean_under_axe_and_fit_the_screen(cast: Cast, screen: Screen) -> None:
    brand.set_colour(cast.actor("beto"), "#f5d90a")  # words in it would be hard to read
    ticket = cast.ticket("joao", "sac", "Cadeira veio com o pé quebrado")
    actions.reply(cast.actor("marina"), ticket.pk, Said("Vamos **trocar**.\n\n- terça\n- quinta"))
    cast.ticket("ana", "rh", "Férias em março")
    pages = {
        "": ("/", "/entrar/", "/escrever/", "/acompanhar/", "/senha/esquecida/"),
        "joao": (*JOAOS, f"/chamados/{ticket.protocol}/"),
        "zoe": ("/", "/chamados/"),
        "ana": ("/", "/novo/"),
    }
    assert faults_of(screen, pages) == {}


def test_without_script_somebody_asks_and_follows_what_they_asked(
    cast: Cast, screen: Screen
) -> None:
    page = screen.page(script=False)
    page.goto("/")
    page.click(".portal-main a[href='/escrever/']")
    page.fill("[name=name]", "Nina Torres")
    page.fill("[name=email]", "nina@casa.example")
    page.fill("[name=subject]", "Horário da loja")
    page.fill("[name=body]", "Abrem no sábado?")
    page.click("main form .btn-primary")
    ticket = Ticket.objects.get()
    expect(page.locator(".protocol-large")).to_contain_text(ticket.protocol[:4])
    page.click("main a.btn-primary")
    expect(page.locator("[name=protocol]")).to_have_value(ticket.protocol)
    page.fill("[name=email]", "nina@casa.example")
    page.click("main form .btn-primary")
    code = re.search(r"\b\d{8}\b", _last_mail("nina@casa.example"))
    assert code
    page.fill("[name=code]", code[0])
    page.click("main form .btn-primary")
    expect(page.locator(".talk-line")).to_contain_text("Abrem no sábado?")
    page.fill("[name=body]", "E no domingo?")
    page.click("#answer .btn-primary")
    expect(page.locator(".talk-line").last).to_contain_text("E no domingo?")


def test_with_the_keyboard_alone_a_client_signs_in_and_asks(cast: Cast, screen: Screen) -> None:
    page = screen.page()
    page.goto("/entrar/")
    expect(page.locator("#link-login")).to_be_focused()
    page.keyboard.type("joao@cliente.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enviado/")
    way = re.search(r"/entrar/link/\S+/", _last_mail("joao@cliente.example"))
    assert way
    page.goto(way[0])
    expect(page.locator("main button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{screen.base}/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main [name=q]")).to_be_focused()  # it may be answered in the help centre
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/novo/**")
    page.locator("[name=subject]").focus()
    page.keyboard.type("Prazo de entrega")
    page.keyboard.press("Tab")
    page.keyboard.type("Quando chega?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".talk-line")).to_contain_text("Quando chega?")


def test_an_answer_appears_by_itself_and_what_is_being_written_stays(
    cast: Cast, screen: Screen
) -> None:
    ticket = cast.ticket("joao", "sac", "Cadeira")
    page = screen.page("joao")
    with page.expect_response(lambda answer: "/live" in answer.url):
        page.goto(f"/chamados/{ticket.protocol}/")
    page.fill("[name=body]", "Estou escrevendo")
    actions.reply(cast.actor("marina"), ticket.pk, Said("Chega amanhã."))
    expect(page.locator(".talk-outgoing")).to_contain_text("Chega amanhã.")
    expect(page.locator("#story .status-pending")).to_be_visible()
    expect(page.locator("[name=body]")).to_have_value("Estou escrevendo")


def test_a_note_appears_to_no_client(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Cadeira")
    page = screen.page("joao")
    with page.expect_response(lambda answer: "/live" in answer.url):
        page.goto(f"/chamados/{ticket.protocol}/")
    actions.note(cast.actor("marina"), ticket.pk, Said("Canário na gaiola"))
    actions.reply(cast.actor("marina"), ticket.pk, Said("Chega amanhã."))
    expect(page.locator(".talk-outgoing")).to_contain_text("Chega amanhã.")
    assert "Canário" not in page.content()


def test_a_file_is_chosen_sent_and_downloaded(cast: Cast, screen: Screen, tmp_path: Path) -> None:
    ticket = cast.ticket("joao", "sac", "Cadeira")
    photo = tmp_path / "pé quebrado.png"
    photo.write_bytes(b"png")
    page = screen.page("joao")
    page.goto(f"/chamados/{ticket.protocol}/")
    page.set_input_files("input[type=file]", photo)
    expect(page.locator("[data-file-list]")).to_contain_text("pé quebrado.png")
    page.click("#answer .btn-primary")
    expect(page.locator(".file-chip")).to_contain_text("pé quebrado.png")
    with page.expect_download() as download:
        page.click(".file-chip")
    assert download.value.path().read_bytes() == b"png"
    assert Attachment.objects.get().name == "pé quebrado.png"


def test_the_protocol_is_copied_bare(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Cadeira")
    page = screen.page("joao")
    page.goto(f"/chamados/{ticket.protocol}/")
    page.click("[data-copy]")
    assert page.evaluate("navigator.clipboard.readText()") == ticket.protocol


def test_a_colleague_changes_sides(cast: Cast, screen: Screen) -> None:
    page = screen.page("ana", width=360)
    page.goto("/")
    expect(page.locator(".ways")).to_contain_text("RH")
    page.click(".portal-account summary")
    page.click("button[name=side]")
    expect(page.locator(".ways")).to_contain_text("SAC")
    assert "RH" not in page.locator("main").inner_text()


def test_what_guards_an_account_is_clean_under_axe_and_within_the_content_policy(
    cast: Cast, screen: Screen
) -> None:
    page = screen.page()
    page.goto(f"/entrar/console/{make_link(SYSTEM, 'ana@boapraca.example', 'console')}/")
    assert in_every_look(page) == []
    page.click(".sign-card .btn-primary")
    for way in ("seguranca/", "seguranca/app/", "seguranca/chaves/", "seguranca/chaves/nova/"):
        page.goto(f"/conta/{way}")
        assert in_every_look(page) == [], way
    page.goto("/conta/senha/")
    assert in_every_look(page) == []


def test_the_first_page_of_an_empty_desk_is_filled_in_by_keyboard(
    cast: Cast, screen: Screen
) -> None:
    CompanyGrant.objects.all().delete()
    code = make_code(Purpose.FIRST_RUN)
    page = screen.page(width=360, scheme="dark")
    page.goto("/")
    page.wait_for_url("**/comecar/")
    assert faults(page) == []
    page.locator("[name=code]").focus()
    for told in (code, "Boa Praça", "Chefe Nova", "chefe@boapraca.example", "cadeira-de-palha-7"):
        page.keyboard.type(told)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("oi@boapraca.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conta/seguranca/app/")
    expect(page.locator(".qr img")).to_be_visible()


def test_a_passkey_opens_the_desk(cast: Cast, screen: Screen) -> None:
    set_password(SYSTEM, cast.people["ana"].pk, "ana@boapraca.example", "cadeira-de-palha-7")
    secret = make_link(SYSTEM, "ana@boapraca.example", "console")
    page = screen.page()
    base = screen.base.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{base}/entrar/console/{secret}/")
    page.click(".sign-card .btn-primary")
    page.wait_for_url("**/desk/**")
    page.goto(f"{base}/conta/seguranca/chaves/nova/")
    page.fill("[name=name]", "Chave da Ana")
    page.check("[name=passwordless]")
    page.click("#passkey_add")
    page.wait_for_url("**/codigos/")
    assert faults(page) == []
    page.goto(f"{base}/conta/")
    page.click("header .btn-quiet")
    page.goto(f"{base}/entrar/")
    page.click(".sign-other summary")
    page.click("#passkey_login")
    page.wait_for_url("**/desk/**")
