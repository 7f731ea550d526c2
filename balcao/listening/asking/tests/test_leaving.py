"""Who does not want to be asked is not, on that side alone, by any occasion and by no reminder."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.asking import actions
from balcao.listening.asking.leaving import come_back, leave, refused
from balcao.listening.asking.models import Invited
from balcao.listening.asking.queries import by_token
from balcao.listening.asking.tokens import token_of
from balcao.register.people import actions as people
from balcao.register.people.models import Person
from balcao.register.profile.actions import prefer
from balcao.register.profile.models import Preference
from balcao.register.profile.queries import refusals
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

from .asking import crew, here, occasion, shop, survey

pytestmark = pytest.mark.django_db
MONDAY = here("2040-11-05T09:00")


def no_more(person: Person, side: str, *, is_wanted: bool = False) -> None:
    """This person says whether they want to be asked, as this side."""
    told = {"is_wanted": is_wanted, "origin": "themselves"}
    prefer(Actor(person_id=person.pk), person.pk, "surveys", side, **told)  # type: ignore[arg-type]


def token(one: Invited) -> str:
    """The secret of an invitation's link."""
    return token_of(one.pk, one.token_digest) or ""


def asked_everybody(side: str = "internal") -> set[int]:
    """Who is asked when a sample of everybody is drawn on Monday."""
    with clock.at(MONDAY):
        drawn = occasion(survey(side), "sample", quarantine_days=0)
        wave = actions.draw_sample(SYSTEM, drawn.pk)
    return set(Invited.objects.filter(wave=wave).values_list("person_id", flat=True))


def test_no_sample_asks_who_said_no_and_the_next_does_once_they_say_yes() -> None:
    one, *others = crew(4)
    no_more(one, "internal")
    assert asked_everybody() == {other.pk for other in others}
    no_more(one, "internal", is_wanted=True)
    assert one.pk in asked_everybody()
    assert Preference.objects.filter(person=one).count() == 2


def test_no_holds_for_one_side_alone() -> None:
    one, *_others = crew(4)
    customers = crew(3, "customer")
    no_more(one, "external")
    no_more(customers[0], "internal")
    assert one.pk in asked_everybody("internal")
    assert customers[0].pk in asked_everybody("external")
    no_more(customers[0], "external")
    assert customers[0].pk not in asked_everybody("external")


def test_no_event_asks_who_said_no(cast: Cast) -> None:
    no_more(cast.people["joao"], "external")
    with clock.at(MONDAY):
        occasion(survey(), "resolved")
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
    assert not Invited.objects.exists()


def test_who_leaves_by_the_link_gets_neither_reminder_nor_what_was_planned(cast: Cast) -> None:
    with clock.at(MONDAY):
        shop()
        occasion(survey(), "resolved", remind_after_days=[1])
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
        actions.send_all(MONDAY)
        first = Invited.objects.get()
        occasion(survey(name="Outra"), "resolved", quarantine_days=0, delay_days=2)
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
        assert Invited.objects.filter(sent_at=None).count() >= 1
        leave(token(first))
        leave(token(first))
    assert not Invited.objects.filter(next_at__isnull=False).exists()
    assert not Invited.objects.filter(sent_at=None, withdrawn_at=None).exists()
    first.refresh_from_db()
    assert first.withdrawn_at is None, "what was sent can still be answered"
    for days in range(1, 8):
        actions.send_all(MONDAY + timedelta(days=days))
    assert OutgoingMail.objects.filter(purpose="notice").count() == 1
    assert Event.objects.filter(name="PreferenceTold").count() == 1
    assert Event.objects.get(name="PreferenceTold").actor_id == cast.people["joao"].pk


def test_a_no_that_comes_between_preparing_and_sending_counts() -> None:
    one, *others = crew(3)
    with clock.at(MONDAY):
        shop()
        actions.draw_sample(SYSTEM, occasion(survey("internal"), "sample").pk)
        no_more(one, "internal")
        actions.send_all(MONDAY)
    sent = Invited.objects.filter(sent_at__isnull=False).values_list("person_id", flat=True)
    assert set(sent) == {other.pk for other in others}
    assert Invited.objects.get(person=one).withdrawn_at == MONDAY


def test_leaving_is_undone_by_the_same_link_and_a_guess_is_nobodys() -> None:
    crew(2)
    with clock.at(MONDAY):
        actions.draw_sample(SYSTEM, occasion(survey("internal"), "sample").pk)
    link = token(Invited.objects.order_by("pk")[0])
    invited = by_token(link)
    assert invited is not None
    assert not refused(invited)
    leave(link)
    assert refused(invited)
    come_back(link)
    assert not refused(invited)
    for guess in ("", "nada", "\x00"):
        for act in (leave, come_back):
            with pytest.raises(NotFound):
                act(guess)


def test_who_was_merged_meanwhile_leaves_as_who_they_are_now() -> None:
    one, other = crew(2)
    with clock.at(MONDAY):
        actions.draw_sample(SYSTEM, occasion(survey("internal"), "sample").pk)
    link = token(Invited.objects.get(person=one))
    people.merge(SYSTEM, other.pk, one.pk)
    leave(link)
    assert refusals(SYSTEM, other.pk)[0]["side"] == "internal"


def test_the_mail_shows_the_way_out_and_names_it_to_mail_programmes() -> None:
    crew(2)
    with clock.at(MONDAY):
        shop()
        actions.draw_sample(SYSTEM, occasion(survey("internal"), "sample").pk)
        actions.send_all(MONDAY)
    mail, one = OutgoingMail.objects.order_by("pk")[0], Invited.objects.order_by("pk")[0]
    assert mail.unsubscribe.endswith(f"/responder/{token(one)}/nao-perguntar/")
    assert f"]({mail.unsubscribe})" in mail.body


def test_a_refusal_is_read_by_who_serves_them_on_that_side(cast: Cast) -> None:
    cast.ticket("joao", "sac")
    for side in ("external", "internal"):
        no_more(cast.people["joao"], side)
    joao = cast.people["joao"].pk
    seen = {
        name: [one["side"] for one in refusals(cast.actor(name), joao)]
        for name in ("marina", "beto", "paulo", "zoe", "ana")
    }
    assert seen == {
        "marina": ["external"],
        "beto": ["external", "internal"],
        "paulo": [],
        "zoe": [],
        "ana": [],
    }


def test_a_preference_of_no_known_kind_or_of_a_stranger_is_refused(cast: Cast) -> None:
    joao = cast.people["joao"]
    with pytest.raises(Invalid):
        prefer(SYSTEM, joao.pk, "fax", "external", is_wanted=False, origin="x")
    with pytest.raises(Invalid):
        prefer(SYSTEM, joao.pk, "surveys", "sideways", is_wanted=False, origin="x")
    with pytest.raises(NotFound):
        prefer(cast.actor("zoe"), joao.pk, "surveys", "external", is_wanted=False, origin="x")
    with pytest.raises(NotFound):
        prefer(SYSTEM, 0, "surveys", "external", is_wanted=False, origin="x")
