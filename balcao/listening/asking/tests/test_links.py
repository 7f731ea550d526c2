"""Links open to all: who may open one, of which surveys, and until when they take answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.asking import actions
from balcao.listening.asking.links import by_link, link, links
from balcao.listening.asking.models import Link, Wave
from balcao.listening.surveys import actions as surveys
from tests.cast import Cast

from .asking import here, survey

pytestmark = pytest.mark.django_db
MONDAY = here("2040-11-05T09:00")


def token(made: Link) -> str:
    """The secret of a link, as those who look after its survey print it."""
    told = link(SYSTEM, made.pk)["token"]
    assert isinstance(told, str)
    return told


@pytest.mark.parametrize("kind", ["link", "qr", "kiosk"])
def test_a_link_is_found_by_its_token_alone(kind: str) -> None:
    made = actions.open_link(SYSTEM, survey().pk, kind, "  Balcão\nda loja ")
    assert made.label == "Balcão da loja"
    found = by_link(token(made))
    assert found is not None
    assert (found["id"], found["kind"], found["is_open"]) == (made.pk, kind, True)
    assert by_link("nada") is by_link("") is by_link("\x00") is None
    told = Event.objects.get(name="LinkOpened")
    assert told.data == {"survey_id": made.survey_id, "kind": kind}


def test_the_token_is_in_no_table_and_a_new_key_gives_it_up(settings: settings) -> None:  # type: ignore[valid-type]
    made = actions.open_link(SYSTEM, survey().pk, "qr", "Porta")
    before = token(made)
    assert before not in str(Link.objects.values().get())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert token(made) == before
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert link(SYSTEM, made.pk)["token"] is None


def test_an_anonymous_survey_has_no_open_link() -> None:
    for side in ("internal", "external"):
        asked = survey(side, is_anonymous=True)
        with pytest.raises(Forbidden, match="count people"):
            actions.open_link(SYSTEM, asked.pk, "qr", "Refeitório")
    assert not Link.objects.exists()


def test_a_draft_and_a_closed_survey_have_none() -> None:
    draft = surveys.add_survey(SYSTEM, "Rascunho", "custom", "external")
    with pytest.raises(Conflict, match="Publish the survey first"):
        actions.open_link(SYSTEM, draft.pk, "link", "Site")
    asked = survey()
    surveys.close(SYSTEM, asked.pk)
    with pytest.raises(Forbidden):
        actions.open_link(SYSTEM, asked.pk, "link", "Site")


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"kind": "fax"}, "kind"),
        ({"label": " \n "}, "label"),
        ({"label": "x" * 81}, "label"),
        ({"closes_at": MONDAY}, "closes_at"),
    ],
)
def test_what_is_wrong_is_said_by_field(told: dict[str, object], wrong: str) -> None:
    asked = survey()
    given = {"kind": "qr", "label": "Porta", **told}
    with clock.at(MONDAY), pytest.raises(Invalid) as refused:
        actions.open_link(SYSTEM, asked.pk, **given)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {wrong}


def test_the_same_form_twice_is_one_link() -> None:
    asked = survey()
    first = actions.open_link(SYSTEM, asked.pk, "qr", "Porta")
    assert actions.open_link(SYSTEM, asked.pk, "qr", "Porta").pk == first.pk
    assert actions.open_link(SYSTEM, asked.pk, "kiosk", "Porta").pk != first.pk
    actions.stop_link(SYSTEM, first.pk)
    assert actions.open_link(SYSTEM, asked.pk, "qr", "Porta").pk != first.pk


def test_a_link_is_opened_and_stopped_by_those_who_may_edit_its_survey(cast: Cast) -> None:
    asked = survey(team_id=cast.teams["sac"].pk)
    made = actions.open_link(cast.actor("rita"), asked.pk, "qr", "Porta")
    assert made.created_by_id == cast.people["rita"].pk
    for name in ("marina", "paulo", "joao", "zoe"):
        with pytest.raises(NotFound):
            actions.open_link(cast.actor(name), asked.pk, "qr", "Outra")
        with pytest.raises(NotFound):
            actions.stop_link(cast.actor(name), made.pk)
        with pytest.raises(NotFound):
            links(cast.actor(name), asked.pk)
        with pytest.raises(NotFound):
            link(cast.actor(name), made.pk)
    actions.stop_link(cast.actor("rita"), made.pk)
    actions.stop_link(cast.actor("rita"), made.pk)
    assert Event.objects.filter(name="LinkStopped").count() == 1
    assert [one["is_open"] for one in links(cast.actor("rita"), asked.pk)] == [False]


def test_a_link_closes_at_its_hour_by_hand_and_with_its_survey() -> None:
    asked = survey()
    with clock.at(MONDAY):
        told = [
            actions.open_link(SYSTEM, asked.pk, "qr", f"Porta {n}", closes_at=until)
            for n, until in enumerate((MONDAY + timedelta(days=1), None, None))
        ]
        actions.stop_link(SYSTEM, told[1].pk)
    at = MONDAY + timedelta(days=1)
    version = asked.versions.get().pk
    with clock.at(at):
        assert [one["is_open"] for one in links(SYSTEM, asked.pk)] == [True, False, False]
        for closed in told[:2]:
            with pytest.raises(Conflict, match="No more answers"):
                actions.wave_by_link(closed.pk, version)
        wave = actions.wave_by_link(told[2].pk, version)
        assert actions.wave_by_link(told[2].pk, version) == wave
        surveys.close(SYSTEM, asked.pk)
        with pytest.raises(Conflict, match="No more answers"):
            actions.wave_by_link(told[2].pk, version)
    assert Wave.objects.get(pk=wave).state == "closed"


def test_a_month_and_a_version_have_a_wave_each() -> None:
    asked = survey()
    made = actions.open_link(SYSTEM, asked.pk, "link", "Site")
    first = asked.versions.get().pk
    with clock.at(MONDAY):
        november = actions.wave_by_link(made.pk, first)
        surveys.take_item(SYSTEM, asked.pk, "ces")
        second = surveys.publish(SYSTEM, asked.pk).pk
        assert actions.wave_by_link(made.pk, first) == november
        assert actions.wave_by_link(made.pk, second) != november
    with clock.at(MONDAY + timedelta(days=30)):
        december = actions.wave_by_link(made.pk, second)
    found = Wave.objects.get(pk=december)
    assert (found.version_id, found.opens_at) == (second, here("2040-12-01T00:00"))


def test_the_tables_refuse_a_link_without_words_or_of_no_kind() -> None:
    asked = survey()
    for told in ({"kind": "fax", "label": "Porta"}, {"kind": "qr", "label": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(survey=asked, token_digest="d", opened_at=MONDAY, **told)
