from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from balcao.web import refusals

REFUSED: list[tuple[Exception, int]] = [
    (Refusal(), 422),
    (NotFound(), 404),
    (Forbidden(), 403),
    (Conflict(), 409),
    (Invalid("No", {"body": "Write something"}), 422),
    (TooMany(retry_after=7), 429),
    (RequestDataTooBig(), 413),
    (OperationalError(), 503),
    (InterfaceError(), 503),
]


def _refused(error: Exception, path: str = "/desk/", **headers: str) -> HttpResponse:
    request = RequestFactory().get(path, headers=headers)
    answer = refusals.RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    return answer


@pytest.mark.parametrize(("error", "status"), REFUSED)
def test_a_person_gets_a_page(error: Exception, status: int) -> None:
    answer = _refused(error)
    assert answer.status_code == status
    assert b"<h1>" in answer.content
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("error", "status"), REFUSED)
def test_a_part_of_a_page_gets_words_and_stays_as_it_was(error: Exception, status: int) -> None:
    answer = _refused(error, **{"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"], answer.content) == (status, "none", b"")
    assert json.loads(answer["HX-Trigger"])["toast"]["messages"][0]["text"]


@pytest.mark.parametrize(("error", "status"), REFUSED)
def test_a_machine_gets_a_problem_document(error: Exception, status: int) -> None:
    answer = _refused(error, "/api/v1/tickets")
    problem = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["detail"]


def test_a_machine_learns_which_field_was_wrong() -> None:
    answer = _refused(Invalid("No", {"body": "Write something"}), "/api/v1/tickets")
    assert json.loads(answer.content)["errors"] == {"body": "Write something"}


def test_who_asks_too_often_learns_when_to_ask_again() -> None:
    assert _refused(TooMany(retry_after=7))["Retry-After"] == "7"
    assert _refused(OperationalError())["Retry-After"] == "10"


def test_a_bug_rises() -> None:
    middleware = refusals.RefusalMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda request: refusals.bad_request(request, ValueError()), 400),
        (lambda request: refusals.bad_request(request, RequestDataTooBig()), 413),
        (lambda request: refusals.permission_denied(request, ValueError()), 403),
        (lambda request: refusals.not_found(request, ValueError()), 404),
        (refusals.server_error, 500),
        (refusals.csrf_failure, 403),
    ],
)
def test_djangos_own_refusals_look_alike(
    view: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert b"sign-card" in answer.content


def test_a_page_for_bad_days_needs_neither_database_nor_script() -> None:
    page = _refused(OperationalError()).content
    assert b"<script" not in page
    assert b"csrf" not in page


def test_the_text_of_a_refusal_is_escaped() -> None:
    assert b"&lt;b&gt;" in _refused(Refusal("<b>")).content


def test_what_is_hidden_looks_exactly_like_what_is_not_there() -> None:
    missing = refusals.not_found(RequestFactory().get("/desk/"), Exception())
    assert _refused(NotFound()).content == missing.content


def test_what_is_over_says_why() -> None:
    assert "used already" in _refused(NotFound("This link was used already.")).content.decode()


@pytest.mark.django_db
def test_a_form_of_a_page_left_open_for_long_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/entrar/")
    assert answer.status_code == 403
    assert b"<h1>" in answer.content
    assert b"<style>" not in answer.content
