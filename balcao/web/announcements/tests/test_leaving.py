"""The way out of mailed announcements: looking changes nothing, one click of a mail programme does."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from balcao.inside.announcements.leaving import token
from balcao.register.profile.models import Preference
from tests.cast import Cast
from tests.signing import SignIn

pytestmark = pytest.mark.django_db


def test_one_click_is_the_way_out_and_the_account_the_way_back(cast: Cast, sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = f"/comunicados/sair/{token(cast.people['joao'].pk)}/"
    for ask in (strict.get, strict.head, strict.options, strict.put):
        ask(address)
    assert not Preference.objects.exists()
    for _twice in range(2):
        answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer["Referrer-Policy"]) == (200, "no-referrer")
        assert not answer.cookies
    kept = Preference.objects.get()
    assert (kept.person_id, kept.matter, kept.side, kept.is_wanted) == (
        cast.people["joao"].pk,
        "announced",
        "external",
        False,
    )
    assert "Jo\u00e3o" not in unescape(strict.get(address).content.decode())
    for method in (strict.get, strict.post):
        assert method("/comunicados/sair/1.nada/").status_code == 404
    joao, where = sign_in("joao"), "/conta/pesquisas/"
    joao.post(where, {"matter": "announced", "side": "external", "wanted": "yes"})
    assert Preference.objects.get(superseded_at=None).is_wanted
    assert joao.post(where, {"matter": "announced", "side": "internal"}).status_code == 404
    assert (
        sign_in("ana").post(where, {"matter": "announced", "side": "internal"}).status_code == 404
    )
