"""Every address visited as every kind of person: nobody meets a word planted for others.

Pages are read, forms are sent empty, links are followed, mails are opened, and links signed for
insiders are tried by outsiders. Insiders find what is theirs on the same walk, so it can fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client

from balcao.service.delivery import sending
from balcao.service.delivery.outbox import folder
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from tests.properties import undone

from .addresses import NoProvider, addresses, filled, patterns, signed_by_insiders
from .lure import planted
from .reading import browser, told
from .secrets import SECRETS, Secret
from .world import Visitor, World

LINKS = re.compile(r"""(?:href|src|action|hx-get|data-href|data-src)=["']([^"'#]+)["']""")
FOLLOWED = 150
VISITORS = (
    "anonymous", "zoe", "joao", "bia", "caio", "follower", "carlos", "enzo", "ana_by_link",
    "ana", "nina", "marina", "lia", "rita", "paulo", "lucia", "beto",
)  # fmt: skip
FIELDS = ("body", "reason", "team", "value", "role", "kind")
SENDERS = ("anonymous", "zoe", "joao", "follower", "carlos", "enzo", "ana", "lucia", "beto")
FOUND_BY = {
    "marina": {
        "lembretemarina",
        "palavrajoao",
        "notaxsac",
        "assuntofechado",
        "rascunhomarina",
        "motivoquarentena",
    },
    "rita": {"palavrajoao", "notaxsac", "rascunhorita", "529.982.247-25"},
    "lia": {"palavrajoao", "notaxsac", "etiquetasac"},
    "paulo": {"assuntorh", "notaxrh", "rascunhopaulo"},
    "nina": {"assuntoti", "notaxti", "assuntorh"},
    "ana": {"assuntoti", "notaxti", "assuntorh"},
    "joao": {"palavrajoao", "respostasac", "conteudojoao", "assuntofechado"},
    "bia": {"palavrajoao", "respostasac"},
    "carlos": {"palavrati"},
    "follower": {"palavrajoao", "respostasac"},
    "beto": {"nometoken", "Equipeorquidea"},
    "lucia": {"Equipepapoula"},
}


def test_every_pattern_has_values_to_be_visited_with(world: World) -> None:
    routes = [route for route, _pattern in patterns()]
    assert len(routes) > 80
    for route in routes:
        assert filled(route, world), route


def test_a_pattern_without_a_provider_is_a_fault(world: World) -> None:
    with pytest.raises(NoProvider):
        filled("desk/novidades/<int:novelty_id>/", world)


@pytest.mark.parametrize("name", VISITORS)
def test_nobody_meets_a_word_planted_for_others(world: World, name: str) -> None:
    visitor = world.visitors[name]
    hidden = [secret for secret in SECRETS if not _may_read(secret, visitor)]
    met: set[str] = set()
    leaks = []
    for address, text in _walk(world, visitor):
        met |= {secret.word for secret in SECRETS if secret.word in text}
        leaks += [f"{address}: {secret.word}" for secret in hidden if secret.word in text]
    assert not leaks
    assert FOUND_BY.get(name, set()) <= met


@pytest.mark.parametrize("name", SENDERS)
def test_a_form_sent_by_anybody_answers_nothing_planted_for_others(world: World, name: str) -> None:
    visitor = world.visitors[name]
    hidden = [secret for secret in SECRETS if not _may_read(secret, visitor)]
    leaks = []
    client = browser(visitor)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    for address in _forms(world):
        with undone():
            response = client.post(address, dict.fromkeys(FIELDS, "x"))
        client.cookies = SimpleCookie(cookies)  # whom a form signed out is signed in again
        assert response.status_code < 500, (name, address)
        text = told(response)
        leaks += [f"{address}: {secret.word}" for secret in hidden if secret.word in text]
    assert not leaks


@pytest.mark.parametrize("name", VISITORS)
def test_links_signed_for_insiders_open_for_nobody_else(world: World, name: str) -> None:
    client = browser(world.visitors[name])
    assert all(client.get(link).status_code == 200 for link in _own_links(world, name))
    for link in signed_by_insiders(world):
        response = client.get(link)
        assert response.status_code in {200, 404}
        if response.status_code == 200:
            text = told(response)
            words = [secret for secret in SECRETS if secret.word in text]
            assert all(_may_read(secret, world.visitors[name]) for secret in words)


def test_mails_tell_their_readers_nothing_that_is_for_staff(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "balcao.service.delivery.outbox.OutboxBackend"
    marina = world.cast.actor("marina")
    for file in folder().iterdir():
        file.unlink()
    with undone():
        actions.reply(marina, world.tickets["sac"].pk, Said(planted("respostanova")))
        sending.send_all()
    mails = [file.read_bytes().decode("utf-8", "replace") for file in folder().glob("*.eml")]
    assert any("respostanova" in mail for mail in mails)
    for mail in mails:
        to = re.search(r"^To: .*?([\w.]+@[\w.]+)", mail, re.MULTILINE)
        assert to is not None
        reader = to[1].split("@")[0]
        for secret in SECRETS:
            if reader not in secret.readers | secret.also:
                assert secret.word not in mail, (reader, secret.word)


def test_the_outbox_of_a_demo_opens_for_the_administrator_alone(
    world: World, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "balcao.service.delivery.outbox.OutboxBackend"
    with undone():
        sending.send_all()
    names = [file.name for file in folder().glob("*.eml")]
    assert names
    pages = ["/caixa-de-saida/"]
    pages += [f"/caixa-de-saida/{name}/{part}" for name in names[:4] for part in ("", "conteudo/")]
    for is_demo in (False, True):
        settings.IS_DEMO = is_demo
        for name in VISITORS:
            client = browser(world.visitors[name])
            opened = {page for page in pages if client.get(page).status_code == 200}
            assert opened == (set(pages) if is_demo and name == "beto" else set())


def _forms(world: World) -> Iterator[str]:
    """Every address but the API's, which takes no browser's word, and questions to lists."""
    for address in addresses(world):
        if "?" not in address and not address.startswith("/api/"):
            yield address


def _may_read(secret: Secret, visitor: Visitor) -> bool:
    return visitor.name in secret.readers | secret.also


def _walk(world: World, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Every address and every link found on the way, with all that is answered there."""
    client = browser(visitor)
    machine = Client(raise_request_exception=False)
    asked = {"Authorization": f"Bearer {visitor.token}"}
    waiting, seen, followed = addresses(world), set[str](), 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        is_api = address.startswith("/api/")
        response = machine.get(address, headers=asked) if is_api else client.get(address)
        assert response.status_code < 500, (visitor.name, address)
        text = told(response)
        yield address, text
        if response.status_code == 200 and not is_api:
            yield f"{address} (part)", told(client.get(address, headers={"HX-Request": "true"}))
        if followed < FOLLOWED:
            found = [link for link in _links(text) if link not in seen]
            followed += len(found)
            waiting += found


def _links(text: str) -> list[str]:
    links = {unescape(link) for link in LINKS.findall(text)}
    return [
        link for link in sorted(links) if link.startswith("/") and not link.startswith("/static/")
    ]


def _own_links(world: World, name: str) -> list[str]:
    """Links to files that every reader of the customer's ticket may open, made for this visitor."""
    from balcao.service.tickets.models import Attachment
    from balcao.web.files import file_url

    if name not in {"joao", "marina", "rita", "lia"}:
        return []
    file = Attachment.objects.get(name="anexojoao.txt")
    return [file_url(world.visitors[name].actor, file.pk, file.name)]
