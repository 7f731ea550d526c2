"""Who is asked, and when: said in words, tried before it is kept, stopped and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from balcao.core.actor import SYSTEM, Permission
from balcao.listening.asking.models import Invited, Occasion, Wave
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.surveys import actions as surveys
from balcao.register.people.models import Person
from balcao.service.tickets import actions as tickets
from tests.cast import Cast
from tests.statements import counted

from .conftest import PART, SignIn

HOME = "/administracao/pesquisas/"
FORM = {
    "delay_days": "2",
    "kinds": ["complaint", "incident"],
    "share": "0.5",
    "quarantine_days": "30",
    "remind_after_days": "3, 7",
    "open_days": "14",
}


@pytest.fixture(autouse=True)
def in_english(cast: Cast) -> Iterator[None]:
    """Pages are compared in the words they were written in."""
    Person.objects.update(language="en")
    with translation.override("en"):
        yield


def text(client: Client, address: str, **told: Any) -> str:
    answer = client.get(address, **told)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def reached(client: Client, asked: int, **form: Any) -> str:
    answer = client.post(f"{HOME}{asked}/quem/previa/", form, headers=PART)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_an_occasion_is_set_up_by_plain_choices_and_stands_in_words(
    cast: Cast, sign_in: SignIn
) -> None:
    asked, beto = survey(), sign_in("beto")
    there = f"{HOME}{asked.pk}/quem/"
    assert "Nobody is asked yet" in text(beto, there)
    assert "begins to work" not in text(beto, there)
    form = {**FORM, "teams": [cast.teams["sac"].pk]}
    assert beto.post(f"{there}nova/?when=resolved", form)["Location"] == there
    kept = Occasion.objects.get()
    assert (kept.delay_days, str(kept.share), kept.remind_after_days) == (2, "0.5000", [3, 7])
    assert kept.conditions == {
        "teams": [cast.teams["sac"].pk],
        "kinds": ["complaint", "incident"],
    }
    shown = text(beto, there)
    assert (
        "2 days after a ticket of SAC (complaint or incident) is resolved, one in 2 is asked,"
        " by lot, nobody who was asked anything in the 30 days before."
    ) in shown
    assert "reminded after 3 and 7 days" in shown
    assert kept.seed in shown


def test_an_occasion_is_changed_and_keeps_its_seed(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey("internal"), sign_in("beto")
    rhythm = {"every": "month", "weekday": 0, "hour": 9}
    kept = occasion(asked, "calendar", rhythm=rhythm, quarantine_days=20)
    page = text(beto, f"{HOME}ocasioes/{kept.pk}/")
    assert re.search(r'name="weekday".*?value="0" selected', page, re.DOTALL)
    form = {**FORM, "kinds": [], "every": "week", "weekday": "4", "hour": "15"}
    answer = beto.post(f"{HOME}ocasioes/{kept.pk}/", form)
    assert answer.status_code == 302
    seed = kept.seed
    kept.refresh_from_db()
    assert kept.rhythm == {"every": "week", "weekday": 4, "hour": 15}
    assert kept.seed == seed
    assert "Every week on Friday at 15 h" in text(beto, f"{HOME}{asked.pk}/quem/")
    assert "Next time: " in text(beto, f"{HOME}{asked.pk}/quem/")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("delay_days", "400", "0 to 366"),
        ("delay_days", "x", "0 to 366"),
        ("share", "2", "at most 1"),
        ("share", "tudo", "at most 1"),
        ("quarantine_days", "", "0 to 366"),
        ("open_days", "0", "1 to 90"),
        ("remind_after_days", "7, 3", "each on a later day"),
        ("remind_after_days", "logo", "each on a later day"),
        ("kinds", ["nada"], "not one of the choices"),
        ("teams", ["x"], "not one of the choices"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, field: str, value: Any, words: str
) -> None:
    asked, beto = survey(), sign_in("beto")
    new = f"{HOME}{asked.pk}/quem/nova/?when=resolved"
    answer = beto.post(new, {**FORM, field: value})
    assert answer.status_code == 422
    shown = unescape(answer.content.decode())
    assert words in shown
    if field == "remind_after_days":
        assert f'value="{value}"' in shown
    assert words in reached(beto, asked.pk, when="resolved", **{**FORM, field: value})
    assert not Occasion.objects.exists()


def test_what_will_follow_is_told_before_anything_is_kept(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    for _n in range(3):
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
    form = {**FORM, "kinds": [], "share": "1", "when": "resolved"}
    shown = reached(beto, asked.pk, **form)
    assert "2 days after a ticket is resolved, everyone is asked" in shown
    assert "1 invitation would have gone out" in shown
    assert "<html" not in shown
    assert "3 invitations would" in reached(beto, asked.pk, **{**form, "quarantine_days": "0"})
    assert "nobody would have been" in reached(beto, asked.pk, **{**form, "kinds": ["praise"]})
    looked = beto.post(f"{HOME}{asked.pk}/quem/nova/?when=resolved", {**form, "then": "look"})
    assert looked.status_code == 200
    assert not Occasion.objects.exists()


def test_of_an_anonymous_survey_the_preview_tells_tens_or_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    asked, beto = survey("internal", is_anonymous=True), sign_in("beto")
    crew(9, "outsourced")
    form = {**FORM, "kinds": [], "share": "1", "when": "sample", "relationships": ["outsourced"]}
    assert "Fewer than 10 people" in reached(beto, asked.pk, **form)
    refused = beto.post(f"{HOME}{asked.pk}/quem/nova/?when=sample", form)
    assert refused.status_code == 422
    crew(3, "outsourced", first=20)
    shown = reached(beto, asked.pk, **form)
    assert "10 to 19 people" in shown
    assert "12" not in re.sub(r"<[^>]*>", "", shown)


def test_an_occasion_stops_and_begins_again(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    kept = occasion(asked, "resolved", delay_days=3)
    tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
    stopped = beto.post(f"{HOME}ocasioes/{kept.pk}/parar/", follow=True)
    shown = unescape(stopped.content.decode())
    assert f'action="{HOME}ocasioes/{kept.pk}/retomar/"' in shown
    kept.refresh_from_db()
    assert not kept.is_active
    assert Invited.objects.get().withdrawn_at
    beto.post(f"{HOME}ocasioes/{kept.pk}/retomar/")
    seed = kept.seed
    kept.refresh_from_db()
    assert kept.is_active
    assert (kept.seed, kept.delay_days) == (seed, 3)


def test_a_sample_is_drawn_and_its_mails_followed(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey("internal"), sign_in("beto")
    crew(12, "outsourced")
    only = {"relationships": ["outsourced"]}
    kept = occasion(asked, "sample", conditions=only)
    there = beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/")["Location"]
    assert there == f"{HOME}{asked.pk}/rodadas/#wave-1"
    shown = text(beto, f"{HOME}{asked.pk}/rodadas/")
    assert re.search(r"<progress[^>]* max=\"12\" value=\"0\"", shown)
    assert 'hx-trigger="every 3s"' in shown
    Invited.objects.update(sent_at=Wave.objects.get().opens_at)
    assert "<progress" not in text(beto, f"{HOME}{asked.pk}/rodadas/")
    again = beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/", follow=True)
    assert "not asked lately" in unescape(again.content.decode())
    assert Wave.objects.count() == 1


def test_a_click_that_comes_twice_draws_once(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey("internal"), sign_in("beto")
    form = {**FORM, "kinds": [], "every": "week", "weekday": "1", "hour": "8"}
    form |= {"quarantine_days": "0", "share": "0.3333"}
    for _n in range(2):
        beto.post(f"{HOME}{asked.pk}/quem/nova/?when=calendar", form)
    assert Occasion.objects.count() == 1
    beto.post(f"{HOME}{asked.pk}/quem/nova/?when=calendar", {**form, "hour": "9"})
    assert Occasion.objects.count() == 2
    kept = occasion(asked, "sample", quarantine_days=0)
    shown = text(beto, f"{HOME}{asked.pk}/quem/")
    seen = re.findall(r'name="seen" value="(\d+)"', shown)
    assert seen == ["0"]
    for _n in range(2):
        beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/", {"seen": seen[0]})
    assert Wave.objects.count() == 1
    assert "opened meanwhile" in text(beto, HOME)
    beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/", {"seen": "1"})
    assert Wave.objects.count() == 2


def test_nobody_sees_who_was_invited_to_an_anonymous_survey(cast: Cast, sign_in: SignIn) -> None:
    asked = survey("internal", is_anonymous=True)
    people = crew(14, "outsourced")
    kept = occasion(asked, "sample", conditions={"relationships": ["outsourced"]})
    beto = sign_in("beto")
    beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/")
    invited = Invited.objects.all()
    invited.update(sent_at=Wave.objects.get().opens_at, next_at=None, has_answered=True)
    invited.filter(person__in=people[:6]).update(has_answered=False)
    addresses = [f"{HOME}{asked.pk}/{part}" for part in ("", "quem/", "rodadas/", "versoes/")]
    addresses += [f"{HOME}ocasioes/{kept.pk}/", HOME]
    open_pages = "".join(text(beto, address) for address in addresses)
    assert "nothing is told before it closes" in open_pages
    waves = text(beto, f"{HOME}{asked.pk}/rodadas/")
    assert "<progress" not in waves
    assert not re.search(r"\b(14|8)\b", re.sub(r"<[^>]*>|v\d+ ·.*", "", waves))
    surveys.close(SYSTEM, asked.pk)
    closed_pages = "".join(text(beto, address) for address in addresses[:-2])
    assert "5 to 9" in closed_pages
    for person in people:
        address = person.handles.get().value
        for shown in (open_pages, closed_pages):
            assert person.name not in shown
            assert address not in shown
    for one in invited:
        assert one.token_digest not in open_pages + closed_pages


def test_only_who_may_ask_says_whom(cast: Cast, sign_in: SignIn) -> None:
    sac, ti = (cast.teams[name].pk for name in ("sac", "ti"))
    asked, other = survey(team_id=sac), survey()
    kept = occasion(asked, "resolved")
    for name in ("marina", "ana", "paulo", "lucia", "joao", "carlos", "zoe"):
        client = sign_in(name)
        pages = [
            f"{asked.pk}/quem/",
            f"{asked.pk}/quem/nova/?when=resolved",
            f"{asked.pk}/rodadas/",
        ]
        for address in (*pages, f"ocasioes/{kept.pk}/"):
            assert client.get(f"{HOME}{address}").status_code == 404, (name, address)
        for act in ("parar", "retomar", "sortear"):
            assert client.post(f"{HOME}ocasioes/{kept.pk}/{act}/").status_code == 404
        form = {**FORM, "when": "resolved"}
        assert client.post(f"{HOME}{asked.pk}/quem/previa/", form).status_code == 404
        assert client.post(f"{HOME}{pages[1]}", FORM).status_code == 404
    rita = sign_in("rita")
    new = f"{HOME}{asked.pk}/quem/nova/"
    for when in ("delivered", "hired", "calendar", "sample", "nada", ""):
        assert rita.get(f"{new}?when={when}").status_code == 404
    assert rita.get(f"{HOME}{other.pk}/quem/").status_code == 404
    assert rita.post(f"{new}?when=resolved", FORM).status_code == 403
    assert rita.post(f"{new}?when=resolved", {**FORM, "teams": [ti]}).status_code == 403
    refused = reached(rita, asked.pk, when="resolved", **{**FORM, "teams": [ti]})
    assert "your own teams" in refused
    assert rita.post(f"{new}?when=resolved", {**FORM, "teams": [sac]}).status_code == 302
    assert Occasion.objects.count() == 2


def test_who_looks_after_a_survey_without_the_right_reads_but_does_not_say(
    cast: Cast, sign_in: SignIn
) -> None:
    asked = survey("internal", is_anonymous=True)
    surveys.change_survey(SYSTEM, asked.pk, {"owner_id": cast.people["paulo"].pk})
    crew(12, "outsourced")
    kept = occasion(asked, "sample")
    paulo = sign_in("paulo")
    assert not cast.actor("paulo").may_anywhere(Permission.ASK)
    shown = text(paulo, f"{HOME}{asked.pk}/quem/")
    assert "set up by those who may ask company-wide" in shown
    assert f"ocasioes/{kept.pk}/parar/" in shown
    assert f'href="{HOME}ocasioes/{kept.pk}/"' not in shown
    assert paulo.get(f"{HOME}ocasioes/{kept.pk}/").status_code == 404
    assert paulo.post(f"{HOME}{asked.pk}/quem/nova/?when=sample", FORM).status_code == 404


def test_a_closed_survey_asks_nobody(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    kept = occasion(asked, "sample")
    surveys.close(SYSTEM, asked.pk)
    shown = text(beto, f"{HOME}{asked.pk}/quem/")
    assert "nobody is asked any more" in shown
    assert '<form method="post" action="/administracao/pesquisas/ocasioes' not in shown
    for act in ("parar", "retomar", "sortear"):
        answer = beto.post(f"{HOME}ocasioes/{kept.pk}/{act}/", follow=True)
        assert "This survey is closed." in unescape(answer.content.decode())


def test_the_pages_take_the_same_statements_for_two_and_for_twenty(
    cast: Cast, sign_in: SignIn
) -> None:
    asked, beto = survey("internal"), sign_in("beto")
    crew(4, "outsourced")
    pages = [f"{HOME}{asked.pk}/quem/", f"{HOME}{asked.pk}/rodadas/"]
    for page in pages:
        beto.get(page)
    costs = []
    for count in (2, 18):
        for _n in range(count):
            kept = occasion(asked, "sample", quarantine_days=0)
            beto.post(f"{HOME}ocasioes/{kept.pk}/sortear/")
        beto.get(HOME)
        costs.append([counted(lambda page=page: beto.get(page)) for page in pages])  # type: ignore[misc]
    assert Wave.objects.count() == 20
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 14
