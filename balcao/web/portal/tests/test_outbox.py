from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from balcao.service.delivery import outbox
from tests.cast import Cast
from tests.signing import signed_in

PAGE = "/caixa-de-saida/"


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> None:
    """A demo with one mail in its outbox."""
    settings.DATA, settings.IS_DEMO = tmp_path, True
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Sua cadeira", "sac@boapraca.example"
    mail["To"] = "joao@cliente.example"
    mail.set_content("Chega amanhã.")
    mail.add_alternative(
        '<p>Chega <b>amanhã</b>.</p><script>alert(1)</script><img src="https://fora.example/x.png">',
        subtype="html",
    )
    (outbox.folder() / "20260101T120000-ab.eml").write_bytes(mail.as_bytes(policy=SMTP))


def test_the_administrator_sees_each_mail_as_its_reader_would(cast: Cast, demo: None) -> None:
    beto = signed_in(cast.people["beto"].pk)
    listed = beto.get(PAGE).content.decode()
    assert "Sua cadeira" in listed
    assert "joao@cliente.example" in listed
    way = next(part for part in listed.split('"') if part.startswith(f"{PAGE}2"))
    page = beto.get(way).content.decode()
    assert "Chega amanhã." in page
    assert f'src="{way}conteudo/" sandbox="allow-popups' in page


def test_its_html_is_alone_in_a_frame_without_script_or_remote_images(
    cast: Cast, demo: None
) -> None:
    beto = signed_in(cast.people["beto"].pk)
    listed = beto.get(PAGE).content.decode()
    way = next(part for part in listed.split('"') if part.startswith(f"{PAGE}2"))
    frame = beto.get(f"{way}conteudo/")
    assert "<b>amanhã</b>" in frame.content.decode()
    assert "alert(1)" not in frame.content.decode()
    assert "fora.example" not in frame.content.decode()
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "script-src" not in frame["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["marina", "rita", "joao", "lucia"])
def test_for_nobody_else_it_exists(cast: Cast, demo: None, name: str) -> None:
    client = signed_in(cast.people[name].pk)
    assert client.get(PAGE).status_code == 404
    assert "caixa-de-saida" not in client.get("/").content.decode()


def test_without_a_session_one_signs_in_first(cast: Cast, demo: None) -> None:
    assert Client().get(PAGE).status_code == 302


def test_outside_of_a_demo_there_is_no_such_page(cast: Cast) -> None:
    assert signed_in(cast.people["beto"].pk).get(PAGE).status_code == 404


def test_a_name_that_leads_elsewhere_is_nothing(cast: Cast, demo: None) -> None:
    beto = signed_in(cast.people["beto"].pk)
    for name in ("..", "%2e%2e%2fsecret", "nada.eml"):
        assert beto.get(f"{PAGE}{name}/").status_code == 404
