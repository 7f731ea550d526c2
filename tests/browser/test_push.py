"""Web push in a real browser: what the desk sends is shown, opens its ticket, and ends with leaving.

The push service is its maker's and out of reach, so the message enters where it would come out: by
DevTools, into the worker, as the very text that the desk encrypted. A headless browser draws no
notification that could be clicked, and DevTools clicks none: the worker is sent the event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from balcao.core import clock
from balcao.register.access import actions as access
from balcao.register.people.models import Person
from balcao.service.notifications import push, queries
from balcao.service.notifications.tests.pushing import PushService, served, subscribed
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.rules import group_protocol
from tests.cast import Cast

from .axe import faults
from .conftest import Screen

NOON = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CHOICES = "/desk/notifications/choices/"
SHOWN = """async () => (await (await navigator.serviceWorker.getRegistration("/desk/"))
    .getNotifications()).map(({title, body, tag, lang}) => ({title, body, tag, lang}))"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
REGISTER = """async () => { await navigator.serviceWorker.register("/desk/push.js");
    await navigator.serviceWorker.ready }"""
CLICK = """async () => { const [told] = await self.registration.getNotifications();
    self.opened = []; self.clients.openWindow = async (address) => { self.opened.push(address) };
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification: told })) }"""
# What a maker's push service answers to a browser: the wire that isn't there.
PUSH_SERVICE = """
const kept = () => JSON.parse(localStorage.getItem("made"));
const made = (told) => ({ ...told, toJSON: () => told,
  unsubscribe: async () => { localStorage.removeItem("made"); return true } });
PushManager.prototype.getSubscription = async () => kept() && made(kept());
PushManager.prototype.subscribe = async () => {
  const keys = { p256dh: "key", auth: "secret" };
  const told = { endpoint: "https://fcm.googleapis.com/fcm/send/here", keys };
  localStorage.setItem("made", JSON.stringify(told));
  return made(told);
}"""

SILENT_SERVICE = """
PushManager.prototype.subscribe = () => {
  document.body.dataset.asked = "";
  return new Promise(() => {});
}"""


@pytest.fixture
def marina(screen: Screen) -> Iterator[Page]:
    """Marina at a browser that may show notifications."""
    page = _signed_in(screen, "marina")
    yield page
    # What a browser without its maker's service says of it is said by the page too.
    screen.troubles[:] = [said for said in screen.troubles if "Push API" not in said]


def test_a_push_is_shown_in_the_readers_language_without_a_word_of_the_ticket(
    screen: Screen, marina: Page
) -> None:
    for language, title in (("pt-br", "Um chamado foi dado a você"), ("en", "A ticket was")):
        told = _told(screen.cast, language)
        marina.goto("/desk/agenda/")
        _deliver(marina, told)
        (shown,) = marina.evaluate(SHOWN)
        protocol = told["tag"]
        assert shown["title"].startswith(title)
        assert shown["body"] == group_protocol(protocol)
        assert shown["tag"] == protocol
        assert shown["lang"] == language
        assert "Mesa" not in json.dumps(shown)
        assert "João" not in json.dumps(shown)
        with marina.expect_navigation(url=f"**{told['address']}"):
            marina.context.service_workers[0].evaluate(CLICK)


def test_a_second_push_of_a_ticket_takes_the_first_ones_place(screen: Screen, marina: Page) -> None:
    told = _told(screen.cast)
    marina.goto("/desk/")
    _deliver(marina, told)
    _deliver(marina, {**told, "title": "O cliente escreveu"})
    (shown,) = marina.evaluate(SHOWN)
    assert shown["title"] == "O cliente escreveu"


def test_a_click_opens_the_ticket_in_a_tab_where_nobody_writes(
    screen: Screen, marina: Page
) -> None:
    told = _told(screen.cast)
    marina.goto("/desk/")  # open before the worker is: it takes over at once
    _deliver(marina, told)
    worker = marina.context.service_workers[0]
    with marina.expect_navigation(url=f"**{told['address']}"):
        worker.evaluate(CLICK)
    assert marina.evaluate(SHOWN) == []
    assert worker.evaluate("self.opened") == []


def test_a_click_never_takes_a_page_away_from_who_writes_in_it(
    screen: Screen, marina: Page
) -> None:
    other = screen.cast.ticket("joao", "sac", "Outro assunto")
    told = _told(screen.cast)
    here = f"/desk/tickets/{other.protocol}/"
    marina.goto(here)
    _deliver(marina, told)
    worker = marina.context.service_workers[0]
    worker.evaluate(CLICK)
    marina.wait_for_function(f"async () => ({SHOWN})().then((told) => told.length === 0)")
    assert worker.evaluate("self.opened") == [told["address"]]
    assert marina.url.endswith(here)


def test_a_browser_without_its_makers_service_is_told_so_and_offered_the_other_ways(
    screen: Screen, marina: Page
) -> None:
    marina.goto(CHOICES)
    place = marina.locator("[data-push]")
    place.get_by_role("button").click()
    status = place.get_by_role("status")
    expect(status).to_have_text(place.get_attribute("data-unreachable") or "?", timeout=20_000)
    expect(place.get_by_role("button")).to_be_enabled()
    section = marina.locator("section", has=place)
    section.get_by_role("link").click()
    expect(marina.locator("#ways")).to_be_in_viewport()
    assert queries.browsers(screen.cast.actor("marina")) == []
    assert faults(marina) == []


def test_a_service_that_never_answers_is_not_waited_for_for_ever(
    screen: Screen, marina: Page
) -> None:
    marina.add_init_script(SILENT_SERVICE)
    marina.clock.install()
    marina.goto(CHOICES)
    place = marina.locator("[data-push]")
    place.get_by_role("button").click()
    expect(marina.locator("body[data-asked]")).to_be_attached()
    marina.clock.run_for(20_000)
    status = place.get_by_role("status")
    expect(status).to_have_text(place.get_attribute("data-unreachable") or "?")


def test_a_browser_that_refuses_is_told_where_to_look(screen: Screen) -> None:
    page = screen.page("marina")
    page.goto(CHOICES)
    place = page.locator("[data-push]")
    expect(place.get_by_role("status")).to_have_text(place.get_attribute("data-denied") or "?")
    place.get_by_role("button").click()
    expect(place.get_by_role("button")).to_be_enabled()
    expect(place.get_by_role("status")).to_have_text(place.get_attribute("data-denied") or "?")


def test_who_leaves_a_shared_machine_leaves_no_notification_behind(
    screen: Screen, marina: Page
) -> None:
    (cookie,) = (one for one in marina.context.cookies() if one["name"] == "sessionid")
    told = _told(screen.cast, session_key=cookie["value"])
    _subscribe(marina)
    assert len(queries.browsers(screen.cast.actor("marina"))) == 2
    _deliver(marina, told)
    marina.wait_for_function(f"async () => (await ({SHOWN})()).length === 1")
    marina.locator(".top-me summary").click()
    marina.locator(".top-me form button").click()
    marina.wait_for_url("**/")
    assert queries.browsers(screen.cast.actor("marina")) == []
    assert marina.evaluate(WORKERS) == 0
    marina.evaluate("async () => { await navigator.serviceWorker.register('/desk/push.js') }")
    assert marina.evaluate(SHOWN) == []


def test_what_another_person_left_in_the_browser_is_taken_away(
    screen: Screen, marina: Page
) -> None:
    """A session that was ended from elsewhere: its browser could not be told."""
    _subscribe(marina)
    rita = _session(screen, "rita")
    marina.context.add_cookies([{"name": "sessionid", "value": rita, "url": screen.base}])
    marina.evaluate("sessionStorage.clear()")
    with marina.expect_response("**/stay/") as answer:
        marina.goto("/desk/")
    assert answer.value.status == 404
    marina.wait_for_function(f"async () => (await ({WORKERS})()) === 0")
    assert queries.browsers(screen.cast.actor("rita")) == []
    screen.troubles[:] = [said for said in screen.troubles if "404" not in said]


def _signed_in(screen: Screen, name: str) -> Page:
    page = screen.page()
    cookie = {"name": "sessionid", "value": _session(screen, name), "url": screen.base}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.grant_permissions(["notifications"], origin=screen.base)
    return page


def _session(screen: Screen, name: str) -> str:
    """The key of a session that is written down, as the entrance does."""
    key = screen._session(name)
    access.record_session(screen.cast.actor(name), key, "strong", "")
    return key


def _told(cast: Cast, language: str = "pt-br", session_key: str = "") -> dict[str, Any]:
    """What the desk sends Marina when Rita gives her a ticket, as her browser decrypts it."""
    Person.objects.filter(pk=cast.people["marina"].pk).update(language=language)
    service = PushService()
    subscribed(cast, service, session_key)
    with clock.at(NOON):
        ticket = cast.ticket("joao", "sac", "Mesa lascada")
        tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
        assert push.push_all(served(service)) == 1
    return service.read()


def _subscribe(page: Page) -> None:
    """Let this browser be pushed to, by a maker's service that answers."""
    page.add_init_script(PUSH_SERVICE)
    page.goto(CHOICES)
    page.locator("[data-push] button").click()
    expect(page.get_by_text("Chrome · Linux")).to_be_visible()
    # The page that came asks once whether it may stay; what a test asks next comes after that.
    page.wait_for_function("() => sessionStorage.getItem('push-renewed-at') !== null")


def _deliver(page: Page, told: dict[str, Any]) -> None:
    """Hand the message to the page's worker, as the push service would."""
    page.evaluate(REGISTER)
    devtools = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    before = page.evaluate(SHOWN)
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": origin,
            "registrationId": _registration(page, devtools),
            "data": json.dumps(told),
        },
    )
    page.wait_for_function(
        f"async (before) => JSON.stringify(await ({SHOWN})()) !== before",
        arg=json.dumps(before, separators=(",", ":")),
    )


def _registration(page: Page, devtools: CDPSession) -> str:
    """The worker's number for DevTools."""
    found: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.append(told))
    devtools.send("ServiceWorker.enable")
    for _try in range(200):
        known = [one for told in found for one in told["registrations"] if not one["isDeleted"]]
        if known:
            return str(known[-1]["registrationId"])
        page.wait_for_timeout(20)
    raise AssertionError("No worker is registered.")
