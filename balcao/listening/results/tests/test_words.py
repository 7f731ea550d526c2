"""Comments and single answers: narrowed, paged, and of anonymous rounds only where enough wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.listening.answers.models import Comment
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.results import queries
from balcao.listening.results.rules import Hidden, Reason
from balcao.listening.surveys import actions as surveys

from .counting import DAY, MONDAY, again, opened, question, rated, sealed

pytestmark = pytest.mark.django_db

A, B = {"department": "1"}, {"department": "2"}


def wrote(count: int, silent: int = 0, **told: Any) -> Wave:
    given = [{"enps": 7, "enps_why": f"palavra {n}"} for n in range(count)]
    return sealed(given + [{"enps": 7}] * silent, "enps", "enps_why", **told)


def read(wave: Wave, actor: Actor = SYSTEM, **of: Any) -> Any:
    return queries.comments(actor, wave.survey_id, **of)


def test_comments_are_told_from_eight_on() -> None:
    assert len(read(wrote(8)).rows) == 8
    assert read(wrote(7, silent=9)) == ([], None, Hidden(Reason.TOO_FEW))


def test_a_reader_who_wrote_does_not_count() -> None:
    for count, is_told in ((8, False), (9, True)):
        wave = wrote(count)
        one = Invited.objects.filter(wave=wave).order_by("pk")[0].person_id
        found = read(wave, Actor(person_id=one, is_system=True))
        assert bool(found.rows) == is_told


def test_their_order_means_nothing_and_pages_hold_each_once() -> None:
    wave = wrote(20)
    whole = [one["words"] for one in read(wave).rows]
    assert sorted(whole) == sorted(f"palavra {n}" for n in range(20))
    assert [one["id"] for one in read(wave).rows] == sorted(
        str(pk) for pk in Comment.objects.values_list("pk", flat=True)
    )
    first = read(wave, limit=12)
    second = read(wave, limit=12, before=first.next)
    assert [one["words"] for one in first.rows + second.rows] == whole
    assert second.next is None
    assert set(first.rows[0]) == {"id", "question_id", "words", "may_quote"}


def test_of_a_group_comments_are_told_only_where_as_many_are_beside_it() -> None:
    wave = wrote(16, groups=[A] * 8 + [B] * 8)
    assert len(read(wave, cut="department", value="1").rows) == 8
    few = wrote(15, silent=1, groups=[A] * 8 + [B] * 8)
    for value in ("1", "2"):
        assert read(few, cut="department", value=value).hidden == Hidden(Reason.TOO_FEW)
    assert len(read(few).rows) == 15
    assert read(few, cut="department", value="3").hidden == Hidden(Reason.TOO_FEW)


def test_words_behind_a_condition_have_no_groups_and_need_others_who_did_not_write() -> None:
    for silent, is_told in ((0, False), (4, False), (5, True)):
        with clock.at(MONDAY):
            made = surveys.add_survey(SYSTEM, "Clima", "custom", "internal", is_anonymous=True)
            surveys.take_item(SYSTEM, made.pk, "enps")
            why = surveys.take_item(SYSTEM, made.pk, "enps_why")
            rule = {"question": "enps", "operator": "at_most", "value": 6}
            shown_if = {"when": "all", "rules": [rule]}
            surveys.change_question(SYSTEM, why.pk, {"shown_if": shown_if})
            surveys.publish(SYSTEM, made.pk)
            made.refresh_from_db()
        given: list[dict[str, Any]] = [{"enps": 2, "enps_why": f"palavra {n}"} for n in range(16)]
        wave = sealed(given + [{"enps": 9}] * silent, made=made, groups=[A] * 8 + [B] * 8)
        assert bool(read(wave).rows) == is_told
        assert not read(wave, cut="department", value="1").rows


def test_nothing_written_is_told_before_a_round_has_closed() -> None:
    given = [{"enps": 7, "enps_why": f"palavra {n}"} for n in range(9)]
    wave = opened(given, "enps", "enps_why")
    assert read(wave) == ([], None, Hidden(Reason.NOT_CLOSED))


def test_single_answers_are_narrowed_by_what_was_chosen() -> None:
    given = [{"nps": n, "nps_why": f"palavra{n}"} for n in (0, 6, 7, 9, 10)]
    made = rated(given, "nps", "nps_why", groups=[{"region": "SP"}] * 2 + [{"region": "RJ"}] * 3)
    nps = question(made, "nps")

    def found(**of: Any) -> list[Any]:
        return [one["score"] for one in queries.answers(SYSTEM, made.pk, **of)[0]]

    assert found() == [10, 9, 7, 6, 0]
    assert found(question_id=nps, option="detractors") == [6, 0]
    assert found(question_id=nps, option="promoters") == [10, 9]
    assert found(question_id=nps, option="7") == [7]
    assert found(cut="region", value="SP") == [6, 0]
    assert found(cut="way", value="mail") == [10, 9, 7, 6, 0]
    assert found(cut="way", value="portal") == []
    assert found(since=DAY, until=DAY) == [10, 9, 7, 6, 0]
    assert found(since=DAY + timedelta(days=1)) == []
    assert found(question_id=question(made, "nps_why")) == [10, 9, 7, 6, 0]
    (one, *_others), following = queries.answers(SYSTEM, made.pk, limit=2)
    assert [words for _asked, words in one["words"]] == ["palavra10"]
    assert one["person"].startswith("Pessoa ")
    assert (one["protocol"], one["order_number"]) == (None, None)
    assert found(limit=2, before=following) == [7, 6]


def test_comments_under_names_are_narrowed_and_paged_the_last_first() -> None:
    made = rated([{"nps": 1, "nps_why": "primeira"}], "nps", "nps_why")
    again(made, [{"nps": 9, "nps_why": "segunda"}], at=MONDAY + timedelta(days=1))
    first = queries.comments(SYSTEM, made.pk, limit=1)
    assert [one["words"] for one in first.rows] == ["segunda"]
    second = queries.comments(SYSTEM, made.pk, limit=1, before=first.next)
    assert [one["words"] for one in second.rows] == ["primeira"]
    assert second.next is None
    assert "person" not in second.rows[0]
