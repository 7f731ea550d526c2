"""Tokens, rates, and refusals in one form whoever refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token, revoke_token
from balcao.register.access.models import ApiToken
from balcao.register.people.actions import end_relationship
from balcao.register.people.models import Relationship
from balcao.service.tickets import queries
from tests.cast import Cast

from .conftest import As, Caller, is_problem


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer \xe9"]
)
def test_without_a_valid_token_nothing_opens(cast: Cast, header: str) -> None:
    response = Client().get("/api/v1/tickets", headers={"Authorization": header})
    assert is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_no_api(cast: Cast, call: As) -> None:
    from balcao.web.hats import KEY

    client = Client()
    session = client.session
    session[KEY] = {"person": cast.people["marina"].pk, "level": "strong", "handle": None}
    session.save()
    assert is_problem(client.get("/api/v1/tickets"), 401)


def test_a_token_opens_nothing_once_revoked(cast: Cast) -> None:
    caller = Caller(issue_token(SYSTEM, "joao@cliente.example"))
    assert caller.get("/tickets").status_code == 200
    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    revoke_token(SYSTEM, token.pk)
    assert is_problem(caller.get("/tickets"), 401)


def test_an_ended_relationship_closes_the_desk_to_its_tokens(cast: Cast, call: As) -> None:
    protocol = cast.ticket("joao", "sac").protocol
    marina = call("marina")
    assert marina.get(f"/tickets/{protocol}").status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    relationship = Relationship.objects.get(person=cast.people["marina"])
    relationship.since_on = yesterday
    relationship.save()
    end_relationship(SYSTEM, relationship.pk, yesterday)
    assert is_problem(marina.get(f"/tickets/{protocol}"), 404)


def test_a_private_address_s_token_never_opens_the_desk(cast: Cast) -> None:
    from balcao.register.people.actions import add_handle

    marina = cast.people["marina"].pk
    add_handle(SYSTEM, marina, "email", "marina@casa.example", is_verified=True)
    protocol = cast.ticket("joao", "sac").protocol
    caller = Caller(issue_token(SYSTEM, "marina@casa.example"))
    assert is_problem(caller.get(f"/tickets/{protocol}"), 404)


def test_each_token_may_ask_so_often_a_second(cast: Cast, settings: Any) -> None:
    settings.API_RATE = 3
    caller = Caller(issue_token(SYSTEM, "joao@cliente.example"))
    other = Caller(issue_token(SYSTEM, "joao@cliente.example"))
    with clock.at(datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)):
        assert [caller.get("/tickets").status_code for _try in range(3)] == [200, 200, 200]
        refused = caller.get("/tickets")
        assert is_problem(refused, 429)
        assert refused["Retry-After"] == "1"
        assert other.get("/tickets").status_code == 200
    with clock.at(datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)):
        assert caller.get("/tickets").status_code == 200


def test_two_hundred_a_second_unless_set_otherwise(settings: Any) -> None:
    assert settings.API_RATE == 200


@pytest.mark.parametrize("path", ["/nothing", "/", "/tickets/", "/tickets/1/2/3/4"])
def test_unknown_addresses_are_problems_too(call: As, path: str) -> None:
    assert is_problem(call("joao").get(path), 404)


def test_a_method_that_is_not_offered_is_a_problem_with_the_ones_that_are(call: As) -> None:
    response = Client().delete("/api/v1/tickets")
    assert is_problem(response, 405)
    assert set(response["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"", 422),
        (b"[]", 422),
        (b"null", 422),
        (b'"a"', 422),
        (b"[" * 100_000, 400),
    ],
)
def test_a_body_that_is_no_object_is_a_problem(cast: Cast, body: bytes, status: int) -> None:
    token = issue_token(SYSTEM, "joao@cliente.example")
    response = Client().post(
        "/api/v1/tickets",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert is_problem(response, status)


def test_a_body_that_is_too_big_is_a_problem(call: As, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert is_problem(call("joao").post("/tickets", {"body": "x" * 2000}), 413)


def test_a_bug_is_a_problem_that_tells_nothing(call: As, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **told: object) -> None:
        raise RuntimeError("canary of the machine")

    monkeypatch.setattr(queries, "visible", broken)
    response = call("joao").get("/tickets")
    assert is_problem(response, 500)
    assert "canary" not in response.content.decode()


def test_the_description_is_open_and_names_every_operation() -> None:
    response = Client().get("/api/v1/openapi.json")
    described = json.loads(response.content)
    assert described["openapi"].startswith("3.1")
    assert {
        (path.removeprefix("/api/v1"), method)
        for path, methods in described["paths"].items()
        for method in methods
    } == {
        ("/tickets", "get"),
        ("/tickets", "post"),
        ("/tickets/{protocol}", "get"),
        ("/tickets/{protocol}/messages", "get"),
        ("/tickets/{protocol}/messages", "post"),
        ("/tickets/{protocol}/actions/assign", "post"),
        ("/tickets/{protocol}/actions/transfer", "post"),
        ("/tickets/{protocol}/actions/resolve", "post"),
        ("/tickets/{protocol}/actions/reopen", "post"),
        ("/tickets/{protocol}/actions/snooze", "post"),
        ("/tickets/{protocol}/actions/ask-for-human", "post"),
        ("/tickets/{protocol}/callbacks", "post"),
        ("/tickets/{protocol}/follow-ups", "post"),
        ("/tickets/{protocol}/promises", "get"),
        ("/tickets/{protocol}/time", "get"),
        ("/tickets/{protocol}/wait", "get"),
        ("/between-areas", "get"),
        ("/bundles", "get"),
        ("/bundles/{template_id}", "get"),
        ("/bundles/{template_id}/requests", "post"),
        ("/changes", "get"),
        ("/changes", "post"),
        ("/changes/calendar", "get"),
        ("/changes/{change_id}", "get"),
        ("/changes/{change_id}/begin", "post"),
        ("/changes/{change_id}/cancel", "post"),
        ("/changes/{change_id}/finish", "post"),
        ("/changes/{change_id}/review", "post"),
        ("/changes/{change_id}/submit", "post"),
        ("/problems", "get"),
        ("/problems", "post"),
        ("/problems/messages/{broadcast_id}/stop", "post"),
        ("/problems/{problem_id}", "get"),
        ("/problems/{problem_id}/messages", "get"),
        ("/problems/{problem_id}/messages", "post"),
        ("/problems/{problem_id}/state", "post"),
        ("/problems/{problem_id}/tickets", "post"),
        ("/tickets/{protocol}/bundle", "get"),
        ("/tickets/{protocol}/inside-requests", "get"),
        ("/tickets/{protocol}/inside-requests", "post"),
        ("/tickets/{protocol}/inside-requests/{inside_id}", "patch"),
        ("/agenda", "get"),
        ("/announcements", "get"),
        ("/announcements", "post"),
        ("/announcements/{announcement_id}", "get"),
        ("/announcements/{announcement_id}/reach", "get"),
        ("/announcements/{announcement_id}/actions/confirm", "post"),
        ("/announcements/{announcement_id}/actions/publish", "post"),
        ("/announcements/{announcement_id}/actions/revise", "post"),
        ("/announcements/{announcement_id}/actions/withdraw", "post"),
        ("/approvals", "get"),
        ("/approvals/{approval_id}", "get"),
        ("/approvals/{approval_id}/actions/ask-again", "post"),
        ("/approvals/{approval_id}/actions/decide", "post"),
        ("/approvals/{approval_id}/actions/withdraw", "post"),
        ("/delegations", "get"),
        ("/delegations", "post"),
        ("/delegations/{delegation_id}/actions/end", "post"),
        ("/articles", "get"),
        ("/articles", "post"),
        ("/articles/{article_slug}", "get"),
        ("/articles/{article_slug}", "patch"),
        ("/approvals", "get"),
        ("/approvals/{approval_id}", "get"),
        ("/approvals/{approval_id}/actions/ask-again", "post"),
        ("/approvals/{approval_id}/actions/decide", "post"),
        ("/approvals/{approval_id}/actions/withdraw", "post"),
        ("/delegations", "get"),
        ("/delegations", "post"),
        ("/delegations/{delegation_id}/actions/end", "post"),
        ("/asset-imports", "post"),
        ("/asset-imports/{file_id}", "get"),
        ("/asset-imports/{file_id}/actions/start", "post"),
        ("/asset-types", "get"),
        ("/assets", "get"),
        ("/assets", "post"),
        ("/assets/{number}", "get"),
        ("/assets/{number}", "patch"),
        ("/assets/{number}/ties", "post"),
        ("/attachments/{attachment_id}", "get"),
        ("/contracts", "get"),
        ("/incidents", "get"),
        ("/incidents", "post"),
        ("/incidents/{incident_id}", "get"),
        ("/incidents/{incident_id}/updates", "post"),
        ("/status", "get"),
        ("/equipment", "get"),
        ("/tickets/{protocol}/assets/{number}", "put"),
        ("/tickets/{protocol}/assets/{number}", "delete"),
        ("/balance", "get"),
        ("/balance/{figure}", "get"),
        ("/balance/{figure}/rows", "get"),
        ("/boards", "get"),
        ("/boards/{board_id}/comments", "post"),
        ("/boards/{board_id}/ideas", "get"),
        ("/boards/{board_id}/ideas", "post"),
        ("/boards/{board_id}/votes", "post"),
        ("/calendars", "get"),
        ("/catalog", "get"),
        ("/catalog/{item_id}", "get"),
        ("/catalog/{item_id}/requests", "post"),
        ("/tickets/{protocol}/request", "get"),
        ("/calendars/{calendar_id}/due", "get"),
        ("/gaps", "get"),
        ("/journeys", "get"),
        ("/journeys/{journey_id}", "get"),
        ("/loop/tasks", "get"),
        ("/loop/tasks/{task_id}", "get"),
        ("/loop/tasks/{task_id}/actions/done", "post"),
        ("/loop/tasks/{task_id}/actions/drop", "post"),
        ("/loop/tasks/{task_id}/actions/take", "post"),
        ("/ideas/{idea_id}", "get"),
        ("/ideas/{idea_id}/answer", "post"),
        ("/ideas/{idea_id}/comments", "get"),
        ("/orders", "get"),
        ("/orders", "post"),
        ("/orders/import", "post"),
        ("/orders/imports/{import_id}", "get"),
        ("/orders/imports/{import_id}/lines", "get"),
        ("/orders/imports/{import_id}/actions/start", "post"),
        ("/people", "get"),
        ("/presence", "get"),
        ("/presence", "post"),
        ("/presence/colleagues", "get"),
        ("/search", "get"),
        ("/links/{link_id}/actions/stop", "post"),
        ("/occasions/{occasion_id}/actions/draw", "post"),
        ("/occasions/{occasion_id}/actions/stop", "post"),
        ("/surveys", "get"),
        ("/surveys", "post"),
        ("/surveys/{survey_id}", "get"),
        ("/surveys/{survey_id}/actions/close", "post"),
        ("/surveys/{survey_id}/actions/publish", "post"),
        ("/surveys/{survey_id}/links", "get"),
        ("/surveys/{survey_id}/links", "post"),
        ("/surveys/{survey_id}/occasions", "get"),
        ("/surveys/{survey_id}/occasions", "post"),
        ("/surveys/{survey_id}/questions", "get"),
        ("/surveys/{survey_id}/questions", "post"),
        ("/surveys/{survey_id}/waves", "get"),
        ("/surveys/{survey_id}/results", "get"),
        ("/surveys/{survey_id}/trend", "get"),
        ("/surveys/{survey_id}/groups", "get"),
        ("/surveys/{survey_id}/answers", "get"),
    }
    names = {
        parameter["name"]
        for methods in described["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
    }
    assert names == {
        "announcement_id",
        "approval_id",
        "broadcast_id",
        "change_id",
        "delegation_id",
        "inside_id",
        "past",
        "problem_id",
        "role",
        "template_id",
        "cursor",
        "limit",
        "requester",
        "status",
        "team",
        "protocol",
        "handle",
        "q",
        "article_slug",
        "category",
        "language",
        "attachment_id",
        "number",
        "incident_id",
        "file_id",
        "type",
        "board_id",
        "calendar_id",
        "idea_id",
        "item_id",
        "order",
        "figure",
        "side",
        "promise",
        "broken",
        "days",
        "state",
        "survey_id",
        "occasion_id",
        "link_id",
        "import_id",
        "journey_id",
        "task_id",
        "show",
        "mine",
        "since",
        "until",
        "cut",
        "value",
        "question",
        "part",
        "step",
        "start",
        "target",
        "pause",
    }
