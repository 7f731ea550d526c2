"""From a session to its actor: one hat a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from balcao.core.actor import NOBODY, SYSTEM, Hat
from balcao.core.errors import NotFound
from balcao.register.access.actions import end_sessions
from balcao.register.access.actors import Level
from balcao.register.access.models import OpenSession
from balcao.register.people import actions as people
from balcao.web import hats
from tests.cast import Cast


def _request(cast: Cast, name: str = "", level: str = "strong", **more: Any) -> Any:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    if name:
        told = {"person": cast.people[name].pk, "level": level, "handle": None, **more}
        request.session[hats.KEY] = told
    return request


def test_without_a_session_one_is_nobody_and_must_sign_in(cast: Cast) -> None:
    assert hats.actor(_request(cast)) == NOBODY
    for page in (hats.person, hats.agent, hats.administrator, hats.client):
        with pytest.raises(hats.SignInNeeded):
            page(_request(cast))


def test_each_page_takes_its_hat_and_no_other(cast: Cast) -> None:
    assert hats.agent(_request(cast, "ana")).hats == {Hat.AGENT}
    assert hats.client(_request(cast, "ana")).hats == {Hat.INTERNAL}
    assert hats.client(_request(cast, "ana", hat="external")).hats == {Hat.EXTERNAL}
    assert hats.client(_request(cast, "ana", "link", hat="internal")).hats == {Hat.EXTERNAL}
    assert hats.administrator(_request(cast, "beto")).person_id == cast.people["beto"].pk


def test_a_page_of_another_hat_is_not_there(cast: Cast) -> None:
    for name, level in (("joao", "strong"), ("ana", "link"), ("lucia", "strong")):
        with pytest.raises(NotFound):
            hats.agent(_request(cast, name, level))
    for name, level in (("rita", "strong"), ("beto", "link")):
        with pytest.raises(NotFound):
            hats.administrator(_request(cast, name, level))


def test_one_puts_on_only_a_hat_that_is_open(cast: Cast) -> None:
    request = _request(cast, "ana")
    hats.choose_hat(request, "external")
    assert hats.client(request).hats == {Hat.EXTERNAL}
    for name, level, hat in (
        ("joao", "strong", "internal"),
        ("ana", "link", "internal"),
        ("ana", "strong", "agent"),
    ):
        with pytest.raises(NotFound):
            hats.choose_hat(_request(cast, name, level), hat)


def test_a_follower_sees_one_ticket_and_is_no_person_here(cast: Cast) -> None:
    request = _request(cast)
    request.session[hats.FOLLOWED] = {"person": cast.people["joao"].pk, "handle": 1, "ticket": 7}
    assert hats.client_or_follower(request).followed == {7}
    for page in (hats.person, hats.agent, hats.administrator, hats.client):
        with pytest.raises(hats.SignInNeeded):
            page(request)


def test_signing_in_takes_a_fresh_key_and_is_written_down(cast: Cast) -> None:
    request = _request(cast)
    request.session["left"] = "by somebody"
    request.session.create()
    before = request.session.session_key
    known = hats.open_session(request, cast.people["joao"].pk, Level.LINK, cast.handle("joao").pk)
    assert known.hats == {Hat.EXTERNAL}
    assert request.session.session_key != before
    assert "left" not in request.session
    assert OpenSession.objects.get().session_key == request.session.session_key
    assert hats.handle_of(request) == cast.handle("joao").pk


def test_an_ended_session_is_nobodys(cast: Cast) -> None:
    request = _request(cast)
    hats.open_session(request, cast.people["joao"].pk, Level.LINK, None)
    client = Client()
    client.cookies["sessionid"] = request.session.session_key
    assert client.get("/chamados/").status_code == 200
    end_sessions(SYSTEM, cast.people["joao"].pk, why="test")
    assert client.get("/chamados/").status_code == 302


def test_the_way_to_the_entrance_leads_back(cast: Cast) -> None:
    response = Client().get("/chamados/?cursor=x")
    assert response.status_code == 302
    assert response["Location"] == "/entrar/?next=%2Fchamados%2F%3Fcursor%3Dx"
    part = Client().get("/chamados/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, "/entrar/?next=%2Fchamados%2F")


def test_pages_speak_the_language_of_who_asks(cast: Cast) -> None:
    people.change_person(SYSTEM, cast.people["joao"].pk, "language", "en")
    for name, word in (("joao", 'lang="en"'), ("zoe", 'lang="pt-BR"')):
        request = _request(cast)
        hats.open_session(request, cast.people[name].pk, Level.LINK, None)
        client = Client()
        client.cookies["sessionid"] = request.session.session_key
        assert word in client.get("/").content.decode()
