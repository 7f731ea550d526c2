from __future__ import annotations

from balcao.register.access.actors import Level
from balcao.register.profile.models import Fact, Preference
from tests.cast import Cast
from tests.signing import signed_in

TOLD = {
    "preferred_name": "Jão",
    "preferred_channel": "email",
    "language": "en",
    "contact_hours": "depois das 18h",
    "accessibility_need": "",
}


def test_each_preference_becomes_a_fact_told_by_its_person(cast: Cast) -> None:
    person = cast.people["joao"]
    client = signed_in(person.pk, Level.LINK)
    assert client.post("/conta/", TOLD).status_code == 302
    person.refresh_from_db()
    assert (person.preferred_name, person.language) == ("Jão", "en")
    facts = {fact.name: fact for fact in Fact.objects.filter(person=person)}
    assert set(facts) == {"preferred_name", "preferred_channel", "language", "contact_hours"}
    assert {(fact.origin, fact.method) for fact in facts.values()} == {("themselves", "declared")}


def test_what_did_not_change_is_not_told_again(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    client.post("/conta/", TOLD)
    client.post("/conta/", {**TOLD, "contact_hours": "de manhã"})
    assert Fact.objects.filter(name="preferred_name").count() == 1
    assert Fact.objects.filter(name="contact_hours").count() == 2


def test_an_accessibility_need_rests_on_consent(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    client.post("/conta/", {**TOLD, "accessibility_need": "intérprete de Libras"})
    assert Fact.objects.get(name="accessibility_need").lawful_basis == "consent"


def test_the_page_speaks_the_language_chosen(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    client.post("/conta/", TOLD)
    assert '<html lang="en"' in client.get("/conta/").content.decode()


def test_a_language_we_do_not_speak_is_refused_beside_its_field(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    assert client.post("/conta/", {**TOLD, "language": "tlh"}).status_code == 422
    assert not Fact.objects.exists()


def test_a_link_session_never_shows_the_work_address(cast: Cast) -> None:
    page = signed_in(cast.people["ana"].pk, Level.LINK).get("/conta/").content.decode()
    assert "ana@boapraca.example" not in page


def test_one_says_for_each_side_whether_one_is_asked(cast: Cast) -> None:
    ana = cast.people["ana"]
    client = signed_in(ana.pk)
    for wanted in ("no", "no", "yes"):
        answer = client.post("/conta/pesquisas/", {"side": "internal", "wanted": wanted})
        assert answer["Location"] == "/conta/"
        page = client.get("/conta/").content.decode()
        assert page.count('name="wanted" value="yes"') == (wanted == "no")
    told = Preference.objects.filter(person=ana).order_by("pk")
    assert [(one.side, one.is_wanted, one.origin) for one in told] == [
        ("internal", False, "themselves"),
        ("internal", True, "themselves"),
    ]


def test_a_side_that_is_not_one_s_own_is_nobody_s(cast: Cast) -> None:
    client = signed_in(cast.people["ana"].pk, Level.LINK)
    page = client.get("/conta/").content.decode()
    assert 'name="side" value="internal"' not in page
    assert client.post("/conta/pesquisas/", {"side": "internal"}).status_code == 404
    assert client.post("/conta/pesquisas/", {"side": "sideways"}).status_code == 404
    assert not Preference.objects.exists()
