"""Anonymous answers: sealed while a wave is open, mixed and without names once it is closed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.events.models import Event
from balcao.listening.answers import actions, jobs, keys, queries
from balcao.listening.answers.actions import opening
from balcao.listening.answers.models import Answer, Ballot, Comment, Key, Outcome, Sealed
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.surveys.models import Question
from balcao.operations.backup import KEPT

from .responding import close, give, links, wave

pytestmark = pytest.mark.django_db


def opened(made: Wave) -> str:
    """Close a wave, and what the job then makes of it, as after a commit."""
    close(made)
    outcome = actions.open_ballots(made.pk)
    actions.open_due()
    return outcome


def asked(key: str) -> str:
    return str(Question.objects.get(key=key).pk)


def test_what_is_answered_is_sealed_and_says_nothing_of_whose_it_is() -> None:
    made = wave("enps", "nps_why")
    first, second, *_others = links(made)
    give(first, {"enps": 3, "nps_why": "Faltam cadeiras no depósito."})
    give(second, {"enps": 10})
    boxes = list(Sealed.objects.values())
    assert {name for box in boxes for name in box} == {"id", "wave_id", "box"}
    assert len({len(bytes(box["box"])) for box in boxes}) == 1
    assert all(b"cadeiras" not in bytes(box["box"]) for box in boxes)
    assert not Answer.objects.exists()
    assert Invited.objects.filter(has_answered=True).count() == 2
    assert not Event.objects.filter(name="AnswerGiven").exists()


def test_a_closed_wave_is_opened_without_names_and_its_key_is_gone() -> None:
    made = wave("enps")
    for n, token in enumerate(links(made)[:6]):
        give(token, {"enps": n})
    public = bytes(Key.objects.get().public)
    assert keys.is_here(public)
    assert opened(made) == Outcome.KEPT
    assert sorted(one.values[asked("enps")] for one in Ballot.objects.all()) == list(range(6))
    assert not Sealed.objects.exists()
    assert not keys.is_here(public)
    assert queries.outcomes(SYSTEM, made.survey_id, [made.pk]) == {made.pk: "kept"}


def test_fewer_than_the_minimum_group_leave_nothing_at_all() -> None:
    made = wave("enps")
    for token in links(made)[:4]:
        give(token, {"enps": 9})
    public = bytes(Key.objects.get().public)
    assert opened(made) == Outcome.TOO_FEW
    assert not Ballot.objects.exists()
    assert not Sealed.objects.exists()
    assert not keys.is_here(public)
    assert queries.outcomes(SYSTEM, made.survey_id, [made.pk]) == {made.pk: "too_few"}
    (told,) = Event.objects.filter(name="BallotsSettled")
    assert told.data == {"survey_id": made.survey_id, "outcome": "too_few"}
    assert told.actor_id is None


def test_it_is_opened_by_the_job_that_its_close_puts_down() -> None:
    made = wave("enps")
    for token in links(made)[:5]:
        give(token, {"enps": 8})
    close(made)
    jobs.open_ballots(made.pk)
    assert Ballot.objects.count() == 5
    jobs.sweep()
    assert not any(keys.folder().glob(f"{file_name(made)}"))


def file_name(made: Wave) -> str:
    return keys._file(bytes(Key.objects.get(wave=made).public)).name


def test_nothing_is_opened_while_a_wave_is_open() -> None:
    made = wave("enps")
    for token in links(made)[:6]:
        give(token, {"enps": 8})
    assert actions.open_ballots(made.pk) == ""
    assert actions.open_due() == 0
    assert Sealed.objects.count() == 6
    assert queries.outcomes(SYSTEM, made.survey_id, [made.pk]) == {}
    assert keys.is_here(bytes(Key.objects.get().public))


@pytest.mark.parametrize("step", ["_write", "_write_comments", "publish"])
def test_a_crash_on_the_way_changes_nothing_and_the_next_run_ends_it(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wave("enps", "nps_why")
    for n, token in enumerate(links(made)[:9]):
        give(token, {"enps": n, "nps_why": f"Motivo {n}"})
    close(made)

    def crash(*_told: Any) -> None:
        raise RuntimeError("the machine went away")

    with monkeypatch.context() as patched:
        patched.setattr(opening, step, crash)
        with pytest.raises(RuntimeError), transaction.atomic():
            actions.open_ballots(made.pk)
    assert (Sealed.objects.count(), Ballot.objects.count(), Comment.objects.count()) == (9, 0, 0)
    assert keys.is_here(bytes(Key.objects.get().public))
    for _run in range(2):
        assert actions.open_ballots(made.pk) == Outcome.KEPT
    assert (Sealed.objects.count(), Ballot.objects.count(), Comment.objects.count()) == (0, 9, 9)
    assert Event.objects.filter(name="BallotsSettled").count() == 1


def test_a_crash_before_the_key_is_destroyed_leaves_it_to_the_next_sweep() -> None:
    made = wave("enps")
    for token in links(made)[:5]:
        give(token, {"enps": 8})
    close(made)
    actions.open_ballots(made.pk)  # within the test's transaction: nothing was committed yet
    public = bytes(Key.objects.get().public)
    assert keys.is_here(public)
    actions.open_due()
    assert not keys.is_here(public)
    assert Ballot.objects.count() == 5


def test_without_its_key_no_more_is_taken_and_what_lies_there_is_destroyed_and_said() -> None:
    made = wave("enps")
    tokens = links(made)
    for token in tokens[:6]:
        give(token, {"enps": 8})
    keys.destroy(bytes(Key.objects.get().public))
    with pytest.raises(Conflict, match="can't be kept safe"), transaction.atomic():
        give(tokens[6], {"enps": 8})
    assert Invited.objects.filter(has_answered=True).count() == 6
    assert opened(made) == Outcome.LOST
    assert not Ballot.objects.exists()
    assert not Sealed.objects.exists()


def test_forged_and_copied_boxes_count_for_nothing() -> None:
    made = wave("enps")
    for token in links(made)[:5]:
        give(token, {"enps": 8})
    box = bytes(Sealed.objects.all()[0].box)
    Sealed.objects.create(wave=made, box=box)
    Sealed.objects.create(wave=made, box=b"\x00" * len(box))
    assert opened(made) == Outcome.KEPT
    assert Ballot.objects.count() == 5


def test_the_key_is_closed_to_others_and_in_no_backup() -> None:
    made = wave("enps")
    give(links(made)[0], {"enps": 8})
    file = keys.folder() / file_name(made)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys.folder().stat().st_mode & 0o777 == 0o700
    assert keys.folder().name not in KEPT
    assert (
        file.read_bytes()
        not in json.dumps(
            [str(value) for row in Key.objects.values() for value in row.values()]
        ).encode()
    )


def test_own_words_lie_apart_blotted_out_and_may_be_quoted_where_that_was_said() -> None:
    made = wave("enps", "nps_why", "consent_quote")
    why, quote = asked("nps_why"), asked("consent_quote")
    for n, token in enumerate(links(made)[:8]):
        told = {"enps": n, "consent_quote": n == 0}
        give(token, told | ({"nps_why": "Pessoa 3 some; ligue 11 98765-4321"} if n == 0 else {}))
    assert opened(made) == Outcome.KEPT
    assert not any({why, quote} & set(one.values) for one in Ballot.objects.all())
    (comment,) = Comment.objects.all()
    assert (comment.words, comment.may_quote) == ("[…] 3 some; ligue […]", True)
    assert str(comment.question_id) == why


def test_too_few_for_comments_keep_none() -> None:
    made = wave("enps", "nps_why")
    for token in links(made)[:7]:
        give(token, {"enps": 8, "nps_why": "Está bom."})
    assert opened(made) == Outcome.KEPT
    assert Ballot.objects.count() == 7
    assert not Comment.objects.exists()


def test_groups_stay_beside_a_ballot_where_enough_share_them() -> None:
    made = wave("enps", people=14)
    people = list(Invited.objects.filter(wave=made).order_by("pk"))
    Frozen.objects.all().delete()
    for n, one in enumerate(people):
        groups = {"department": 1 if n < 7 else 2, "tenure": "over_10" if n == 0 else "1_to_2"}
        Frozen.objects.create(wave=made, person_id=one.person_id, attributes=groups)
    for token in links(made):
        give(token, {"enps": 5})
    assert opened(made) == Outcome.KEPT
    found = [one.attributes for one in Ballot.objects.all()]
    assert sorted(map(len, found)) == [1] * 7 + [2] * 7
    assert all(one["department"] == 1 for one in found if len(one) == 1)


def test_the_tables_refuse_ballots_of_a_wave_that_is_open() -> None:
    made = wave("enps")
    with pytest.raises(IntegrityError, match="once it is closed"), transaction.atomic():
        Ballot.objects.create(wave=made, values={}, attributes={})
    with clock.at(made.closes_at):
        close(made)
    with pytest.raises(IntegrityError, match="while a wave is open"), transaction.atomic():
        Sealed.objects.create(wave=made, box=b"")
