from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.register.people.models import Handle, OrganizationKind, Relationship
from balcao.service.tickets.models import Attachment, Ticket
from tests.cast import Cast
from tests.signing import signed_in


def _told(cast: Cast, inbox: str, **more: Any) -> dict[str, Any]:
    return {
        "inbox": cast.inboxes[inbox].pk,
        "kind": "question",
        "subject": "Prazo de entrega",
        "body": "Quando chega?",
        **more,
    }


def test_a_customer_opens_a_ticket_and_lands_on_its_page(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    answer = client.post("/novo/", _told(cast, "sac"))
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/chamados/{ticket.protocol}/"
    assert (ticket.side, ticket.channel, ticket.kind) == ("external", "portal", "question")
    page = client.get(answer["Location"]).content.decode()
    assert "Quando chega?" in page
    assert f'data-copy="{ticket.protocol}"' in page


def test_an_employee_asks_a_department_with_the_work_address(cast: Cast) -> None:
    signed_in(cast.people["ana"].pk).post("/novo/", _told(cast, "rh"))
    ticket = Ticket.objects.get()
    assert ticket.side == "internal"
    assert ticket.requester_handle is not None
    assert ticket.requester_handle.value == "ana@boapraca.example"


def test_as_a_customer_the_same_person_asks_with_their_private_address(cast: Cast) -> None:
    ana = cast.people["ana"]
    Handle.objects.create(
        person=ana, channel="email", value="ana@casa.example", created_at=ana.created_at
    )
    signed_in(ana.pk, hat=Hat.EXTERNAL).post("/novo/", _told(cast, "sac"))
    ticket = Ticket.objects.get()
    assert ticket.side == "external"
    assert ticket.requester_handle is not None
    assert ticket.requester_handle.value == "ana@casa.example"


@pytest.mark.parametrize(("name", "inbox"), [("joao", "rh"), ("joao", "ti"), ("zoe", "rh")])
def test_an_inbox_of_the_inside_is_as_unknown(cast: Cast, name: str, inbox: str) -> None:
    client = signed_in(cast.people[name].pk)
    refused = client.post("/novo/", _told(cast, inbox))
    unknown = client.post("/novo/", {**_told(cast, inbox), "inbox": 999_999})
    assert refused.status_code == unknown.status_code == 422
    assert not Ticket.objects.exists()


def test_one_asks_on_behalf_of_ones_own_department_alone(cast: Cast) -> None:
    own = people.add_organization(SYSTEM, "Tecnologia", OrganizationKind.DEPARTMENT)
    other = people.add_organization(SYSTEM, "Compras", OrganizationKind.DEPARTMENT)
    Relationship.objects.filter(person=cast.people["ana"]).update(organization=own)
    client = signed_in(cast.people["ana"].pk)
    assert "Tecnologia" in client.get("/novo/").content.decode()
    assert client.post("/novo/", _told(cast, "rh", organization=other.pk)).status_code == 422
    client.post("/novo/", _told(cast, "rh", organization=own.pk))
    assert Ticket.objects.get().organization == own


@pytest.mark.parametrize(
    "wrong",
    [{"subject": ""}, {"body": " "}, {"kind": "urgent"}, {"inbox": ""}, {"subject": "x" * 301}],
)
def test_what_is_wrong_is_told_and_what_was_written_is_kept(
    cast: Cast, wrong: dict[str, str]
) -> None:
    client = signed_in(cast.people["joao"].pk)
    answer = client.post("/novo/", {**_told(cast, "sac", body="Quando chega?"), **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_files_come_along_under_safe_names(cast: Cast) -> None:
    file = SimpleUploadedFile("nota.pdf", b"%PDF", "application/pdf")
    file.name = "../../etc/nota\u202efdp.exe"
    signed_in(cast.people["joao"].pk).post("/novo/", _told(cast, "sac", files=file))
    kept = Attachment.objects.get()
    assert "/" not in kept.name
    assert "\u202e" not in kept.name
    assert kept.size == 4


def test_files_above_the_limit_are_refused_in_words(cast: Cast, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    file = SimpleUploadedFile("foto.png", b"x" * 1_000_001)
    client = signed_in(cast.people["joao"].pk)
    answer = client.post("/novo/", _told(cast, "sac", files=file))
    assert answer.status_code == 413
    assert "Quando chega?" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_too_many_files_are_refused(cast: Cast) -> None:
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    client = signed_in(cast.people["joao"].pk)
    assert client.post("/novo/", _told(cast, "sac", files=many)).status_code == 413


def test_what_was_written_is_shown_as_written(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    hostile = "<script>alert(1)</script>"
    way = client.post("/novo/", _told(cast, "sac", subject=hostile, body=hostile))
    page = client.get(way["Location"]).content.decode()
    assert hostile not in page
    assert "&lt;script&gt;" in page


def test_a_null_byte_is_refused_beside_its_field(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    answer = client.post("/novo/", _told(cast, "sac", body="a\0b"))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_nobody_signed_in_is_shown_the_form_without_account(cast: Cast) -> None:
    assert Client().get("/novo/")["Location"] == "/escrever/"
