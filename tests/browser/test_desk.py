from __future__ import annotations

import re

from playwright.sync_api import Page, Request, expect

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.notifications.models import Notification
from balcao.service.notifications.queries import LISTED
from balcao.service.notifications.rules import Kind
from balcao.service.tickets import actions, queries
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import Screen


def _open(page: Page, ticket: Ticket) -> None:
    page.goto(f"/desk/tickets/{ticket.protocol}/?view=all")
    expect(page.locator(".context-name")).to_be_visible()


def test_a_ticket_is_answered_by_keyboard_alone(cast: Cast, screen: Screen) -> None:
    cast.ticket("zoe", "sac", "Mais antigo")
    cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina")
    page.goto("/desk/lists/all/")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".ticket-title")).to_have_text("Sofá quebrado")
    expect(page.locator(".ticket-row[aria-current]")).to_contain_text("Sofá quebrado")
    page.keyboard.press("r")
    page.keyboard.type("Já vejo isso.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-outgoing")).to_contain_text("Já vejo isso.")
    expect(page.locator("#reply-body")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("#menu-status > summary .status-resolved")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("input[name=q][data-hotkey]")).to_be_focused()


def test_what_happens_elsewhere_appears_by_itself(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    rita = screen.page("rita")
    with rita.expect_response(lambda answer: "/live" in answer.url):
        _open(rita, ticket)
    marina = screen.page("marina")
    _open(marina, ticket)
    marina.fill("#reply-body", "Chega amanhã.")
    marina.keyboard.press("Control+Enter")
    expect(rita.locator(".message-outgoing")).to_contain_text("Chega amanhã.")
    expect(rita.locator(f"#row-{ticket.pk} .status")).to_have_class(re.compile("pending"))
    cast.ticket("zoe", "sac", "Mesa bamba")
    rita.goto("/desk/lists/all/")
    expect(rita.locator("a[href='/desk/lists/all/'] .count")).to_have_text("2")


def test_two_tabs_share_one_stream(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    first = screen.page("marina")
    listening: set[Page] = set()
    first.context.on("request", lambda asked: _note_stream(listening, asked))
    with first.expect_response(lambda answer: "/live" in answer.url):
        _open(first, ticket)
    second = first.context.new_page()
    second.goto("/desk/lists/all/")
    expect(second.locator("a[href='/desk/lists/all/'] .count")).to_have_text("1")
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Alguma novidade?"))
    for page in (first, second):
        expect(page.locator(f"#row-{ticket.pk}")).to_contain_text("Alguma novidade?")
    assert listening == {first}


def _note_stream(listening: set[Page], asked: Request) -> None:
    if "/live?" in asked.url:
        listening.add(asked.frame.page)


def test_what_arrives_while_one_writes_is_announced_and_holds_the_reply(
    cast: Cast, screen: Screen
) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina")
    with page.expect_response(lambda answer: "/live" in answer.url):
        _open(page, ticket)
    page.fill("#reply-body", "Vai amanhã.")
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Esqueça, já chegou!"))
    expect(page.locator("#thread")).to_contain_text("Esqueça, já chegou!")
    expect(page.locator("#arrived")).to_be_visible()
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".toast-danger")).to_be_visible()
    expect(page.locator("#reply-body")).to_have_value("Vai amanhã.")
    screen.troubles[:] = [said for said in screen.troubles if "409" not in said]
    page.click("[data-seen-now]")
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".message-outgoing")).to_contain_text("Vai amanhã.")


def test_an_open_menu_survives_what_happens_elsewhere(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina")
    with page.expect_response(lambda answer: "/live" in answer.url):
        _open(page, ticket)
    page.click("#menu-team > summary")
    page.fill("#transfer-reason", "É com a TI")
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Alguma novidade?"))
    expect(page.locator("#thread")).to_contain_text("Alguma novidade?")
    expect(page.locator("#transfer-reason")).to_be_visible()
    expect(page.locator("#transfer-reason")).to_have_value("É com a TI")


def test_one_sees_that_a_colleague_is_writing(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    rita = screen.page("rita")
    with rita.expect_response(lambda answer: "/live" in answer.url and "draft" in answer.url):
        _open(rita, ticket)
    marina = screen.page("marina")
    _open(marina, ticket)
    marina.locator("#reply-body").press_sequentially("Já vejo")
    expect(rita.locator(".writing")).to_contain_text("Marina Alves")
    marina.keyboard.press("Control+Enter")
    expect(rita.locator(".message-outgoing")).to_contain_text("Já vejo")
    expect(rita.locator(".writing")).to_have_count(0)


def test_a_draft_outlives_the_page(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    page = screen.page("marina")
    _open(page, ticket)
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        page.locator("#reply-body").press_sequentially("Olá, João")
    page.reload()
    expect(page.locator("#reply-body")).to_have_value("Olá, João")


def test_replies_and_colleagues_are_offered_while_typing(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    team = cast.teams["sac"].pk
    rita = cast.actor("rita")
    actions.set_canned_reply(
        rita, "Pedir foto", "Olá, {{cliente}}! Uma foto?", shortcut="foto", team_id=team
    )
    page = screen.page("marina")
    _open(page, ticket)
    page.locator("#reply-body").press_sequentially("/fot")
    expect(page.locator(".suggestions [aria-selected=true]")).to_contain_text("Pedir foto")
    page.keyboard.press("Enter")
    expect(page.locator("#reply-body")).to_have_value(re.compile("Olá, João! Uma foto?"))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.locator("#note-body").press_sequentially("@ri")
    expect(page.locator(".suggestions [aria-selected=true]")).to_contain_text("Rita")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-note")).to_contain_text("@Rita Nunes")
    assert queries.counts(rita)["for_me"] == 1


def test_files_come_by_drop_and_by_paste(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    page = screen.page("marina")
    _open(page, ticket)
    for kind, name in (("drop", "foto.png"), ("paste", "tela.png")):
        page.evaluate(
            """([kind, name]) => {
                const data = new DataTransfer();
                data.items.add(new File(["x"], name, { type: "image/png" }));
                const told = kind === "drop" ? { dataTransfer: data } : { clipboardData: data };
                const Made = kind === "drop" ? DragEvent : ClipboardEvent;
                document.querySelector("#reply-body").dispatchEvent(
                    new Made(kind, { ...told, bubbles: true, cancelable: true }));
            }""",
            [kind, name],
        )
    expect(page.locator("#reply-form .file-chip")).to_have_count(2)
    page.fill("#reply-body", "Seguem.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-outgoing .file-chip")).to_have_count(2)
    expect(page.locator("#reply-form .file-chip")).to_have_count(0)


def test_a_phone_shows_one_pane_at_a_time(cast: Cast, screen: Screen) -> None:
    cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina", width=360)
    page.goto("/desk/")
    expect(page.locator("#pane-views")).to_be_visible()
    expect(page.locator("#pane-list")).to_be_hidden()
    page.click("a[href='/desk/lists/all/']")
    expect(page.locator("#pane-list")).to_be_visible()
    expect(page.locator("#pane-views")).to_be_hidden()
    page.click(".ticket-row")
    expect(page.locator(".ticket-title")).to_be_visible()
    expect(page.locator("#pane-list")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("[data-back]")
    expect(page.locator("#pane-list")).to_be_visible()


def test_without_script_everything_is_a_plain_form(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina", script=False)
    page.goto("/desk/lists/all/")
    page.click(".ticket-row")
    page.fill("#reply-body", "Chega amanhã.")
    page.click("#reply-form button[value=pending]")
    expect(page.locator(".message-outgoing")).to_contain_text("Chega amanhã.")
    page.click("#menu-status > summary")
    page.click("#menu-status button[value=on_hold]")
    expect(page.locator("#menu-status > summary .status-hold")).to_be_visible()
    page.click("#menu-assign > summary")
    page.click("#assign-choices a")
    page.click(f"button[value='{cast.people['rita'].pk}']")
    expect(page.locator("#menu-assign > summary")).to_contain_text("Rita")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == ("on_hold", cast.people["rita"].pk)


def test_the_chosen_theme_is_there_from_the_first_paint(cast: Cast, screen: Screen) -> None:
    page = screen.page("marina")
    page.goto("/desk/")
    page.click("summary[aria-label]:has(.icon) >> nth=0")
    page.click("[data-theme-choice=dark]")
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_a_draft_found_again_leaves_the_composer_once_sent(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.keep_draft(cast.actor("marina"), ticket.pk, "Chega amanhã.", is_internal=False)
    page = screen.page("marina")
    _open(page, ticket)
    expect(page.locator("#reply-body")).to_have_value("Chega amanhã.")
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".message-outgoing")).to_contain_text("Chega amanhã.")
    expect(page.locator("#reply-body")).to_have_value("")


def test_a_canned_reply_put_in_is_kept_as_the_draft(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    team = cast.teams["sac"].pk
    actions.set_canned_reply(cast.actor("rita"), "Foto", "Uma foto?", shortcut="foto", team_id=team)
    page = screen.page("marina")
    _open(page, ticket)
    page.locator("#reply-body").press_sequentially("/fot")
    expect(page.locator(".suggestions [aria-selected=true]")).to_contain_text("Foto")
    with page.expect_response(
        lambda answer: answer.url.endswith("/draft/") and "Uma" in (answer.request.post_data or "")
    ):
        page.keyboard.press("Enter")
    page.reload()
    expect(page.locator("#reply-body")).to_have_value(re.compile("Uma foto?"))


def test_a_draft_takes_no_files_along(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac")
    page = screen.page("marina")
    _open(page, ticket)
    page.locator("#reply-form input[type=file]").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": b"bytes of the photo"}
    )
    with page.expect_request(lambda asked: asked.url.endswith("/draft/")) as asked:
        page.locator("#reply-body").press_sequentially("Segue")
    assert b"bytes of the photo" not in (asked.value.post_data_buffer or b"")


def test_a_colleagues_answer_holds_the_reply_being_written(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina")
    with page.expect_response(lambda answer: "/live" in answer.url):
        _open(page, ticket)
    page.fill("#reply-body", "Vai amanhã.")
    actions.reply(cast.actor("rita"), ticket.pk, Said("Já respondi."))
    expect(page.locator("#arrived [data-by=colleague]")).to_be_visible()
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator(".toast-danger")).to_be_visible()
    screen.troubles[:] = [said for said in screen.troubles if "409" not in said]
    expect(page.locator("#reply-body")).to_have_value("Vai amanhã.")


def test_on_a_phone_who_asks_is_a_page_and_menus_are_whole(cast: Cast, screen: Screen) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina", width=360)
    page.goto(f"/desk/tickets/{ticket.protocol}/")
    page.click("#menu-priority > summary")
    box = page.locator("#menu-priority .menu-panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.keyboard.press("Escape")
    page.click("[data-context]")
    expect(page.locator("h1.context-name")).to_contain_text("João")


def test_show_more_leaves_the_keyboard_at_what_came(cast: Cast, screen: Screen) -> None:
    ticket, marina = cast.ticket("joao", "sac"), cast.people["marina"]
    told = {"person": marina, "ticket": ticket, "kind": Kind.FOLLOWED, "at": clock.now()}
    Notification.objects.bulk_create(
        Notification(event_id=number, **told) for number in range(-LISTED - 5, 0)
    )
    page = screen.page("marina")
    page.goto("/desk/notifications/")
    page.locator(".more a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notifications .row-list:last-of-type a").first).to_be_focused()
