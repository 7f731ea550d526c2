"""What was planted in the demo's answers is found again by the pages' own queries, within its doubt."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import rows
from balcao.demo import truths
from balcao.demo.listening.questionnaires import CLIMATE_ITEMS, FORMS, OFTEN, POST_SALE
from balcao.demo.roster import CAST
from balcao.events.models import Event
from balcao.listening.answers.models import Answer, Ballot, Comment
from balcao.listening.asking.models import Invited
from balcao.listening.ideas.models import Experiment, Idea, Tally, Vote
from balcao.listening.journeys.models import Stage
from balcao.listening.loop.comparing import parts
from balcao.listening.loop.models import Task, Told
from balcao.listening.results import queries as results
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys.models import Question, Survey
from balcao.measures.scores import Difference, Estimate, difference, nps
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Handle, Organization
from balcao.service.delivery.models import OutgoingMail
from tests.companies import UNTIL

ROOT = Path(__file__).resolve().parents[3]
NAMES = {form.key: form.name for form in FORMS}


@pytest.fixture(scope="module")
def company(heard_company: None) -> None:
    """The one whose year was heard."""


def survey(key: str) -> int:
    return Survey.objects.get(name=NAMES[key]).pk


def question(key: str, survey_key: str) -> int:
    return Question.objects.get(survey=survey(survey_key), key=key).pk


def department(name: str) -> str:
    return str(Organization.objects.get(kind="department", name=name).pk)


def day(days_ago: int) -> date:
    return truths.day(UNTIL, days_ago)


def nps_of(since: int, until: int, cut: str = "", value: str = "") -> Score:
    told = results.headline(
        SYSTEM, survey(POST_SALE), since=day(since), until=day(until), cut=cut, value=value
    )
    assert isinstance(told, Score)
    return told


def between(now: Score, before: Score) -> Difference:
    return difference(*(Estimate(s.value or 0.0, s.low, s.high, s.n or 0) for s in (now, before)))


def by_department(survey_key: str, question_key: str) -> dict[str, Score | Hidden | None]:
    found = results.by_group(
        SYSTEM, survey(survey_key), question(question_key, survey_key), "department"
    )
    return {label: told for _value, label, told in found}


def course(survey_key: str, question_key: str, name: str) -> list[Score | Hidden | None]:
    """One department's score, round by round."""
    found = results.trend(
        SYSTEM,
        survey(survey_key),
        question(question_key, survey_key),
        since=day(truths.YEAR),
        until=UNTIL,
        cut="department",
        value=department(name),
    )
    return [point.told for point in found]


def _mixed(slips: truths.Weights, lower: float) -> float:
    """The NPS of a company in which this share lives in the lower region."""
    plain, less = (truths.post_sale(slips, is_lower=one).nps for one in (False, True))
    return plain * (1 - lower) + less * lower


def test_the_new_partner_raised_the_nps_by_what_was_planted(company: None) -> None:
    before, after = nps_of(364, truths.PARTNER_DAYS_AGO + 1), nps_of(truths.PARTNER_DAYS_AGO - 3, 0)
    lower = nps_of(364, 0, "region", truths.LOWER_REGION).n or 0
    share = lower / (nps_of(364, 0).n or 1)
    assert before.low < _mixed(truths.SLIPS_BEFORE, share) < before.high
    assert after.low < _mixed(truths.SLIPS_AFTER, share) < after.high
    found = between(after, before)
    planted = _mixed(truths.SLIPS_AFTER, share) - _mixed(truths.SLIPS_BEFORE, share)
    assert found.distinguishable
    assert found.low < planted < found.high


def test_the_new_template_changed_nothing_that_can_be_told(company: None) -> None:
    ago = truths.TEMPLATE_DAYS_AGO
    assert not between(nps_of(ago - 1, ago - 90), nps_of(ago + 90, ago)).distinguishable


def test_punctuality_drives_most_then_assembly_then_price(company: None) -> None:
    found = results.drivers(SYSTEM, survey(POST_SALE))
    assert found is not None
    assert tuple(line.asked.key for line in found.lines) == truths.DRIVERS
    assert [(one.moving.best_rank, one.moving.worst_rank) for one in found.lines] == [
        (1, 1), (2, 2), (3, 3),
    ]  # fmt: skip
    assert sum(one.moving.lmg for one in found.lines) == pytest.approx(1)


def test_one_region_is_lower_than_every_other(company: None) -> None:
    found = results.by_group(SYSTEM, survey(POST_SALE), question("nps", POST_SALE), "region")
    told = {value: one for value, _label, one in found if isinstance(one, Score)}
    lower = told.pop(truths.LOWER_REGION)
    assert len(told) == 4
    assert all(between(other, lower).low > 0 for other in told.values())


def test_damaged_goods_are_spoken_of_more_in_the_last_month(company: None) -> None:
    words = Question.objects.get(survey=survey(POST_SALE), key="nps_why")
    mark = (
        "embala",
        "danific",
        "avaria",
        "arranh",
        "quebrad",
        "amassad",
        "rasg",
        "trinc",
        "lascad",
    )

    def share(answers: list[str]) -> float:
        return sum(any(one in told.lower() for one in mark) for told in answers) / len(answers)

    said = [
        (answer.answered_at.date(), answer.values[str(words.pk)])
        for answer in Answer.objects.filter(survey=words.survey, values__has_key=str(words.pk))
    ]
    lately = share([told for on, told in said if on >= day(truths.RISING_THEME_DAYS)])
    before = share([told for on, told in said if on < day(truths.RISING_THEME_DAYS)])
    assert lately == pytest.approx(truths.RISING_SHARE, abs=0.1)
    assert before == pytest.approx(truths.USUAL_SHARE, abs=0.03)


def test_the_climate_of_one_department_was_worse_and_is_no_more(company: None) -> None:
    first, second, open_one = course("climate", "climate_satisfied", truths.WORSE_OFF)
    assert isinstance(first, Score)
    assert isinstance(second, Score)
    assert first.low <= truths.mean(truths.CLIMATE_WORSE) <= first.high
    assert second.low <= truths.mean(truths.CLIMATE) <= second.high
    assert between(second, first).distinguishable
    assert open_one == Hidden(Reason.NOT_CLOSED)
    others = course("climate", "climate_satisfied", "Atendimento ao Cliente")[:2]
    assert all(
        isinstance(told, Score) and told.low <= truths.mean(truths.CLIMATE) <= told.high
        for told in others
    )


def test_recognition_is_what_everybody_misses(company: None) -> None:
    told = {
        asked.key: one
        for asked, part, one in results.scores(SYSTEM, survey("climate"))
        if isinstance(one, Score) and not part
    }
    lowest = min(CLIMATE_ITEMS, key=lambda key: told[key].value or 0)
    assert lowest == "climate_recognition"
    assert told[lowest].low <= truths.mean(truths.RECOGNITION) <= told[lowest].high


def test_the_pulse_of_that_department_rose_when_its_shifts_were_planned_anew(company: None) -> None:
    weeks = course("pulse", "pulse_week", truths.WORSE_OFF)
    assert len(weeks) == 12
    assert weeks.pop(truths.SILENT_PULSE - 1) == Hidden(Reason.TOO_FEW)
    values = [told.value or 0.0 for told in weeks if isinstance(told, Score)]
    assert len(values) == 11
    assert max(values[:3]) < min(values[3:])


def test_in_one_round_too_few_answered_and_nothing_was_kept(company: None) -> None:
    silent = {"wave__survey": survey("pulse"), "wave__number": truths.SILENT_PULSE}
    assert Invited.objects.filter(**silent, has_answered=True).count() == truths.SILENT_ANSWERS
    assert not Ballot.objects.filter(**silent).exists()
    assert not Comment.objects.filter(**silent).exists()


def test_four_people_are_never_shown(company: None) -> None:
    for key, asked in (
        ("pulse", "enps"),
        ("climate", "climate_satisfied"),
        ("service", "inner_service"),
    ):
        assert truths.TOO_SMALL not in {
            label for label, told in by_department(key, asked).items() if isinstance(told, Score)
        }


def test_what_is_worse_served_inside_serves_worse_outside(company: None) -> None:
    inside = by_department("service", "inner_service")
    for team, serves in truths.SERVES.items():
        told = inside.get(serves)
        if isinstance(told, Score):
            assert told.low <= truths.satisfied(truths.INNER_SERVICE[serves]) <= told.high
        gap = truths.mean(truths.INNER_SERVICE["Atendimento ao Cliente"]) - truths.mean(
            truths.INNER_SERVICE[serves]
        )
        planted = truths.satisfied(truths.CSAT["SAC"]) - gap * truths.CSAT_PER_INNER_POINT
        assert truths.satisfied(truths.CSAT[team]) == pytest.approx(planted, abs=0.01)
    sac = results.headline(SYSTEM, survey("csat"))
    assert isinstance(sac, Score)
    assert sac.low < truths.satisfied(truths.CSAT["SAC"]) < sac.high


def test_requests_are_rated_round_by_round_as_was_planted(company: None) -> None:
    told = results.headline(SYSTEM, survey("requested"))
    assert isinstance(told, Score)
    worst, best = (of(map(truths.satisfied, truths.REQUESTED.values())) for of in (min, max))
    assert told.low <= best
    assert told.high >= worst
    asked = question("request_service", "requested")
    for _value, area, one in results.by_group(SYSTEM, survey("requested"), asked, "team"):
        assert area in truths.REQUESTED  # of the confidential area nobody is asked
        if isinstance(one, Score):
            assert one.low <= truths.satisfied(truths.REQUESTED[area]) <= one.high


def test_history_asks_nobody_and_only_joaos_mail_waits(company: None) -> None:
    (mail,) = OutgoingMail.objects.all()
    assert mail.to_address == CAST["joao"].address
    assert all(f"?nota={score})" in mail.body for score in range(11))
    joao = Handle.objects.get(value=mail.to_address).person_id
    waits = Invited.objects.filter(person=joao).latest("sent_at")
    assert (waits.has_answered, waits.subject_type, waits.survey_id) == (
        False,
        "order",
        survey(POST_SALE),
    )
    assert not Invited.objects.filter(sent_at=None, withdrawn_at=None).exists()
    assert not Invited.objects.filter(next_at__isnull=False).exists()
    jobs = {line["name"] for line in rows("SELECT task_name AS name FROM procrastinate_jobs")}
    assert jobs <= {"delivery.send_pending"}


def test_ana_has_the_open_climate_survey_before_her(company: None) -> None:
    ana = Handle.objects.get(value=CAST["ana"].address).person_id
    last = Invited.objects.filter(survey=survey("climate"), person=ana).latest("wave__number")
    assert (last.wave.state, last.has_answered) == ("open", False)
    assert last.sent_at is not None


def _person(name: str) -> Actor:
    return actor_of(Handle.objects.get(value=CAST[name].address).person_id, Level.STRONG)


def test_former_rounds_are_read_by_who_may(company: None) -> None:
    for name in ("lucia", "paulo", "beto"):
        told = results.headline(_person(name), survey("climate"))
        assert isinstance(told, Score), name


def test_tasks_of_low_scores_are_at_every_stage(company: None) -> None:
    told = Task.objects.values_list("state", flat=True)
    assert {"open", "doing", "done"} <= set(told)
    themes = Task.objects.filter(when="theme").values_list("theme__names__pt-br", flat=True)
    assert "Avaria" in set(themes)  # another may pass its limit by chance
    owners = set(Task.objects.values_list("owner", flat=True))
    assert owners == {Handle.objects.get(value=CAST["rita"].address).person_id}


def test_what_was_done_is_told_with_the_score_before_and_after(company: None) -> None:
    partner, shifts = Told.objects.filter(published_at__isnull=False).order_by("-acted_on")
    before, after = parts(partner.kept)
    assert isinstance(before, Score)
    assert isinstance(after, Score)
    assert between(after, before).distinguishable
    assert shifts.wave is not None
    assert Told.objects.filter(published_at=None).count() == 1


def test_one_idea_was_tried_and_changed_nothing_one_answered_late_one_merged_on_each_side(
    company: None,
) -> None:
    trial = Experiment.objects.get()
    assert (trial.decision, (trial.change or {})["distinguishable"]) == ("drop", False)
    told = Idea.objects.select_related("board")
    late = [one for one in told if (one.taken_days or 0) > one.promised_days]
    assert [one.board.audience for one in late] == [["customer"]]
    merged = {one.board.audience[0] for one in told if one.merged_into_id is not None}
    assert merged == {"customer", "internal"}
    assert not told.filter(board__is_anonymous=True).exclude(author=None).exists()
    assert Tally.objects.filter(fewest__isnull=False).count() >= 3
    assert not Vote.objects.filter(idea__board__is_anonymous=True).exists()


def test_a_purchase_is_a_journey_with_one_gap(company: None) -> None:
    stages = Stage.objects.filter(journey__shipped="purchase").order_by("position")
    gaps = [one.names["pt-br"] for one in stages if not one.links.exists()]
    assert gaps == [truths.STAGE_GAP]


def test_answers_are_told_on_their_own_days(company: None) -> None:
    given = Event.objects.filter(name="AnswerGiven")
    assert given.count() == Answer.objects.count()
    days = {answer.pk: answer.answered_at for answer in Answer.objects.all()}
    assert all(event.at == days[event.subject_id] for event in given)
    assert min(days.values()).date() < day(350)
    assert max(days.values()).date() < UNTIL + timedelta(days=1)


def test_the_law_of_the_score_is_counted_without_chance() -> None:
    told = truths.post_sale({0: 1})
    assert told.nps == pytest.approx(100 * (told.promoters - told.detractors))
    assert truths.score(4, 4, 4, 0, is_lower=False) == 9
    assert truths.score(1, 1, 1, -3, is_lower=True) == 0
    assert truths.score(5, 5, 5, 3, is_lower=False) == 10
    assert nps(40, 40, 20).value == 20


@pytest.mark.parametrize("line", OFTEN)
def test_lines_of_a_matrix_are_answered_too(company: None, line: str) -> None:
    told = {
        (asked.key, part): one for asked, part, one in results.scores(SYSTEM, survey("climate"))
    }
    assert isinstance(told["often", line], Score)


def _percent(share: float) -> int:
    return round(100 * share)


def _late(slips: truths.Weights) -> int:
    return _percent(sum(often for slip, often in slips.items() if slip > 0) / sum(slips.values()))


def _planted(slips: truths.Weights) -> tuple[str, str]:
    """The NPS of the law, elsewhere and in the lower region."""
    plain, lower = (truths.post_sale(slips, is_lower=one).nps for one in (False, True))
    return f"{plain:.0f}", f"{lower:.0f}"


def test_the_page_of_truths_says_what_was_planted() -> None:
    page = " ".join((ROOT / "docs" / "demo-truths.md").read_text("utf-8").split())
    (before, south_before), (after, south_after) = map(
        _planted, (truths.SLIPS_BEFORE, truths.SLIPS_AFTER)
    )
    steps = truths.STEPS_PER_POINT
    content = {team: _percent(truths.satisfied(told)) for team, told in truths.CSAT.items()}
    inner = {
        team: _percent(truths.satisfied(truths.INNER_SERVICE[serves]))
        for team, serves in truths.SERVES.items()
    }
    asked = {team: _percent(truths.satisfied(told)) for team, told in truths.REQUESTED.items()}
    said = (
        f"raised the NPS, {truths.PARTNER_DAYS_AGO} days ago",
        f"fell from {_late(truths.SLIPS_BEFORE)} % to {_late(truths.SLIPS_AFTER)} %",
        f"goes from {before} to {after} points",
        f"template, {truths.TEMPLATE_DAYS_AGO} days ago",
        f"by {steps['on_time']}, {steps['assembly']} and {steps['price']} |",
        (
            f"{truths.LOWER_REGION_STEPS} steps on the score of 0 to 10: {south_before} before and"
            f" {south_after} after"
        ),
        (
            f"in {_percent(truths.RISING_SHARE)} % of the comments of the last"
            f" {truths.RISING_THEME_DAYS} days, in {_percent(truths.USUAL_SHARE)} % before"
        ),
        (
            f"SAC {content['SAC']} %, Financeiro {content['Financeiro']} %,"
            f" Logística {content['Logística']} %"
        ),
        f"score = {truths.SCORE_AT_FOUR} +",
        f"planned anew {truths.SHIFTS_DAYS_AGO} days ago",
        f"mean of 1 to 5: {truths.mean(truths.CLIMATE_WORSE)} before, {truths.mean(truths.CLIMATE)} since",
        f"{truths.enps(truths.ENPS_WORSE):.0f} points before, {truths.enps(truths.ENPS):.0f} since",
        f"mean {truths.mean(truths.RECOGNITION)},",
        f"SAC {inner['SAC']} %, Financeiro {inner['Financeiro']} %, Logística {inner['Logística']} %;",
        f"TI {asked['TI']} %, Logística {asked['Logística']} %, Financeiro {asked['Financeiro']} %",
        f"is {_percent(truths.CSAT_PER_INNER_POINT)} percentage points less outside",
        f"round {truths.SILENT_PULSE} of the pulse: {truths.SILENT_ANSWERS} answers",
        f"*{truths.STAGE_GAP}*",
    )
    assert [one for one in said if one not in page] == []
