"""Customers who waited for another area beside those who did not, by what they answered later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.errors import Forbidden
from balcao.insights.inner import queries
from balcao.insights.inner.queries import NOBODY, Compared, Told
from balcao.listening.asking.models import Invited
from balcao.listening.results.tests.counting import MONDAY, rated
from balcao.listening.surveys.models import Survey
from balcao.measures.scores import csat, difference
from balcao.service.between import actions
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast

BEFORE, AFTER = MONDAY - timedelta(days=3), MONDAY + timedelta(days=1)
GOOD, BAD = 5, 2


def answered(cast: Cast, areas: list[str], said: list[int]) -> Survey:
    """One customer's ticket each: which area it waited for ("" for none), and what was answered."""
    marina, numbers = cast.actor("marina"), []
    with clock.at(BEFORE):
        for area in areas:
            ticket = cast.ticket("joao", "sac")
            numbers.append(ticket.pk)
            if area:
                words = ("Preciso", Said("Podem ver?"))
                actions.ask(marina, ticket.pk, cast.inboxes[area].pk, *words)
    with clock.at(BEFORE + timedelta(hours=2)):
        for ticket_id in numbers:
            tickets.resolve(marina, ticket_id)
    made = rated([{"csat": one} for one in said], "csat", purpose="csat")
    invited = Invited.objects.filter(survey=made).order_by("pk")
    for one, ticket_id in zip(invited, numbers, strict=True):
        Invited.objects.filter(pk=one.pk).update(subject_type="ticket", subject_id=ticket_id)
    return made


def seen(cast: Cast, name: str) -> dict[int, Compared]:
    return queries.satisfaction(cast.actor(name), MONDAY - timedelta(days=1), AFTER)


def test_waiting_is_compared_with_not_waiting_by_area_and_in_all(cast: Cast) -> None:
    areas = ["ti"] * 12 + [""] * 14
    answered(cast, areas, [BAD] * 10 + [GOOD] * 2 + [GOOD] * 13 + [BAD])
    told = seen(cast, "rita")
    assert told[NOBODY] == told[cast.teams["ti"].pk] == Compared(Told(2, 12), Told(13, 14))
    found = told[NOBODY].difference
    assert found == difference(csat(2, 12), csat(13, 14))
    assert found is not None
    assert found.distinguishable
    assert found.high < 0


def test_too_few_tell_no_difference(cast: Cast) -> None:
    answered(cast, ["ti"] * 3 + [""] * 11, [BAD] * 3 + [GOOD] * 11)
    told = seen(cast, "lucia")[NOBODY]
    assert (told.waited.n, told.waited.estimate, told.difference) == (3, None, None)


def test_alike_is_not_told_apart(cast: Cast) -> None:
    answered(cast, ["ti"] * 10 + [""] * 10, ([GOOD] * 8 + [BAD] * 2) * 2)
    found = seen(cast, "beto")[NOBODY].difference
    assert found is not None
    assert not found.distinguishable


def test_waiting_for_a_confidential_area_is_no_wait_to_anybody_else(cast: Cast) -> None:
    answered(cast, ["rh"] * 4 + ["ti", ""], [GOOD] * 6)
    for name in ("rita", "lucia", "beto"):
        told = seen(cast, name)
        assert cast.teams["rh"].pk not in told
        assert told[NOBODY] == Compared(Told(1, 1), Told(5, 5))


def test_an_answer_given_before_the_wait_is_of_who_had_not_waited(cast: Cast) -> None:
    made = answered(cast, [""], [BAD])
    ticket = Invited.objects.get(survey=made).subject_id
    with clock.at(AFTER):
        tickets.reopen(cast.actor("joao"), ticket or 0, "de novo")
        words = ("Preciso", Said("Podem ver?"))
        actions.ask(cast.actor("marina"), ticket or 0, cast.inboxes["ti"].pk, *words)
    assert seen(cast, "rita")[NOBODY] == Compared(Told(0, 0), Told(0, 1))


def test_who_reads_no_figures_reads_nothing_and_without_surveys_there_is_nothing(
    cast: Cast,
) -> None:
    for name in ("marina", "joao", "zoe"):
        with pytest.raises(Forbidden):
            seen(cast, name)
    assert seen(cast, "rita") == {NOBODY: Compared(Told(0, 0), Told(0, 0))}
