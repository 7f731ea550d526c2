"""What was done is written, looked at as its readers will, told once to whom it concerns, and compared."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.events.models import Event
from balcao.listening.answers import actions as answers
from balcao.listening.answers.tests.responding import LATER as DAY
from balcao.listening.answers.tests.responding import links, wave
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.loop import comparing, queries, readers
from balcao.listening.loop.models import Told, ToldReader
from balcao.listening.loop.tests.closing import LATER, answer
from balcao.listening.results import facts
from balcao.listening.results.gate import release_due
from balcao.listening.results.rules import Score
from balcao.listening.surveys.models import Question
from balcao.measures.bands import Band
from balcao.register.access.actors import Level, actor_of
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/melhorias/contado/"
SAID, DID = "A entrega demora.", "Mudamos a transportadora."
WORDS = {
    "said.pt-br": SAID, "said.en": "Delivery is slow.",
    "did.pt-br": DID, "did.en": "We changed the carrier.",
}  # fmt: skip


def form(**told: object) -> dict[str, str]:
    """What the page sends."""
    day = LATER.date().isoformat()
    days = {"since_on": day, "until_on": day, "acted_on": day, "compare_days": "90"}
    return {**WORDS, **days, **{name: str(value) for name, value in told.items()}}


def written(sign_in: SignIn, survey_id: int, **told: object) -> Told:
    """A draft of Beto's."""
    with clock.at(LATER + timedelta(hours=2)):
        sent = sign_in("beto").post(f"{HOME}novo/", form(survey=survey_id, **told))
    assert sent.status_code == 302, sent.content.decode()
    return Told.objects.latest("pk")


def publish(sign_in: SignIn, told: Told, seen: int) -> Told:
    """Beto tells it."""
    with clock.at(LATER + timedelta(hours=3)):
        sign_in("beto").post(f"{HOME}{told.pk}/contar/", {"seen": str(seen)})
    told.refresh_from_db()
    return told


def test_who_answered_is_told_once_in_the_portal_and_by_mail(cast: Cast, sign_in: SignIn) -> None:
    given = answer(cast, 3)
    draft = written(sign_in, given.survey_id)
    assert DID not in sign_in("joao").get("/disseram/").content.decode()
    preview = sign_in("beto").get(f"{HOME}{draft.pk}/").content.decode()
    assert DID in preview
    assert 'name="seen" value="1"' in preview
    told = publish(sign_in, draft, 1)
    assert told.published_at is not None
    assert publish(sign_in, draft, 1).published_at == told.published_at
    with clock.at(LATER + timedelta(hours=4)):
        assert readers.tell_all() == 1
        assert readers.tell_all() == 0
    mails = OutgoingMail.objects.filter(body__contains="transportadora")
    assert [mail.to_address for mail in mails] == ["joao@cliente.example"]
    page = sign_in("joao").get("/disseram/").content.decode()
    assert SAID in page
    assert DID in page
    assert DID not in sign_in("zoe").get("/disseram/").content.decode()
    assert DID not in str(list(Event.objects.values_list("data", flat=True)))


def test_of_an_anonymous_wave_everybody_who_was_asked_is_told_whoever_answered(
    cast: Cast, sign_in: SignIn
) -> None:
    made = wave("enps", people=12)
    for link in links(made)[:6]:
        with clock.at(DAY):
            answers.answer(link, {"enps": "9"}, language="pt-br")
    draft = written(sign_in, made.survey_id, wave=made.pk)
    assert publish(sign_in, draft, 12).published_at is None  # it still takes answers
    with clock.at(made.closes_at):
        asking.close_due(made.closes_at)
    asked = Invited.objects.filter(wave=made, sent_at__isnull=False).count()
    assert publish(sign_in, draft, asked).published_at is not None
    told = set(ToldReader.objects.values_list("person_id", flat=True))
    assert told == set(Invited.objects.filter(wave=made).values_list("person_id", flat=True))
    answered = Invited.objects.filter(wave=made, has_answered=False).first()
    assert answered is not None
    inside = actor_of(answered.person_id, Level.STRONG).wearing(Hat.INTERNAL)
    assert len(queries.told_to(inside)[0]) == 1
    outside = actor_of(answered.person_id, Level.STRONG).wearing(Hat.EXTERNAL)
    assert queries.told_to(outside) == ([], None)


def test_somebody_who_wants_no_such_mail_reads_it_in_the_portal_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    from balcao.register.profile import actions as profile

    given = answer(cast, 3)
    joao = cast.people["joao"].pk
    profile.prefer(SYSTEM, joao, "surveys", "external", is_wanted=False, origin="teste")
    publish(sign_in, written(sign_in, given.survey_id), 1)
    with clock.at(LATER + timedelta(hours=4)):
        assert readers.tell_all() == 1
    assert not OutgoingMail.objects.filter(body__contains="transportadora").exists()
    assert DID in sign_in("joao").get("/disseram/").content.decode()


def test_readers_that_changed_meanwhile_stop_the_telling(cast: Cast, sign_in: SignIn) -> None:
    draft = written(sign_in, answer(cast, 3).survey_id)
    assert publish(sign_in, draft, 7).published_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"said.en": ""}, {"did.pt-br": " "}, {"acted_on": "2041-01-01"}, {"acted_on": "x"},
        {"since_on": ""}, {"until_on": "2039-01-01"}, {"compare_days": "7"}, {"question": "999999"},
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_written(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    given = answer(cast, 3)
    with clock.at(LATER + timedelta(hours=2)):
        sent = sign_in("beto").post(f"{HOME}novo/", form(survey=given.survey_id) | wrong)
    assert sent.status_code == 422
    assert not Told.objects.exists()


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "lucia", "joao", "zoe"])
def test_a_draft_is_there_for_who_may_edit_the_survey_alone(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    draft = written(sign_in, answer(cast, 3).survey_id)
    client = sign_in(name)
    for way in ("", "mudar/"):
        assert client.get(f"{HOME}{draft.pk}/{way}").status_code == 404
    for way in ("mudar/", "contar/", "descartar/"):
        assert client.post(f"{HOME}{draft.pk}/{way}", form()).status_code == 404
    assert client.post(f"{HOME}novo/", form(survey=draft.survey_id)).status_code == 404
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_draft_is_changed_and_thrown_away(cast: Cast, sign_in: SignIn) -> None:
    draft = written(sign_in, answer(cast, 3).survey_id)
    beto = sign_in("beto")
    with clock.at(LATER + timedelta(hours=2)):
        other = form(survey=draft.survey_id) | {"did.pt-br": "Outra coisa."}
        beto.post(f"{HOME}{draft.pk}/mudar/", other)
        assert "Outra coisa." in beto.get(HOME).content.decode()
        beto.post(f"{HOME}{draft.pk}/descartar/")
    assert not Told.objects.exists()


def test_before_and_after_say_when_they_cannot_be_told_apart(cast: Cast, sign_in: SignIn) -> None:
    given = answer(cast, 3)
    question = int(next(iter(given.values)))
    told = publish(sign_in, written(sign_in, given.survey_id, question=question), 1)
    with clock.at(LATER + timedelta(hours=4)):
        facts.count_changed()
        comparing.compare(told)
    assert told.kept == {"before": None, "after": {"why": "too_few"}}
    score = {"measure": "nps", "low": -10.0, "high": 50.0, "n": 40, "band": None}
    told.kept = {"before": score | {"value": 20.0}, "after": score | {"value": 25.0}}
    told.save()
    page = sign_in("joao").get("/disseram/").content.decode()
    assert "Sem diferença distinguível" in page or "No distinguishable difference" in page
    assert comparing.change(told.kept).distinguishable is False
    told.kept["after"] |= {"value": 90.0, "low": 85.0, "high": 95.0}
    assert comparing.change(told.kept).distinguishable is True


def test_an_anonymous_comparison_is_of_the_waves_around_the_day(
    cast: Cast, sign_in: SignIn
) -> None:
    made = wave("enps", people=12)
    for link in links(made)[:8]:
        with clock.at(DAY):
            answers.answer(link, {"enps": "9"}, language="pt-br")
    with clock.at(made.closes_at):
        asking.close_due(made.closes_at)
    question = Question.objects.get(survey=made.survey_id).pk
    draft = written(sign_in, made.survey_id, wave=made.pk, question=question)
    draft.acted_on = (made.closes_at + timedelta(days=1)).date()
    comparing.compare(draft)
    assert draft.kept == {"before": {"why": "not_closed"}, "after": None}
    with clock.at(made.closes_at):
        answers.open_ballots(made.pk)
        release_due()
    comparing.compare(draft)
    before, after = comparing.parts(draft.kept)
    assert isinstance(before, Score)
    assert (before.band, before.n, after) == (Band(5, 9), None, None)


def test_the_portal_takes_as_many_statements_for_one_as_for_many(
    cast: Cast, sign_in: SignIn
) -> None:
    given = answer(cast, 3)
    publish(sign_in, written(sign_in, given.survey_id), 1)
    joao = sign_in("joao")
    joao.get("/disseram/")
    few = counted(lambda: joao.get("/disseram/"))
    for _n in range(4):
        publish(sign_in, written(sign_in, given.survey_id), 1)
    assert ToldReader.objects.count() == 5
    assert counted(lambda: joao.get("/disseram/")) == few
