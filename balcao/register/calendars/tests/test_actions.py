"""Who keeps calendars, and what becomes of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.register.calendars import actions, queries, rules
from balcao.register.calendars.standing import standing
from balcao.register.people.actions import add_organization
from tests.cast import Cast
from tests.properties import undone
from tests.statements import counted

from .test_rules import SHOP, SIX_HOURS, START, wall

ALWAYS = {
    "name": "24 horas",
    "zone": "America/Sao_Paulo",
    "weekly": {day: [["00:00", "24:00"]] for day in rules.DAYS},
}


@pytest.mark.django_db
def test_what_is_kept_is_what_is_computed_with() -> None:
    kept = actions.add_calendar(SYSTEM, SHOP)
    calendar = queries.calendar_of(SYSTEM, kept.pk)
    assert rules.due_at(calendar, START, SIX_HOURS) == wall("2026-05-04T09:00")
    assert queries.calendar_of(SYSTEM, kept.pk) is calendar
    assert queries.calendar(SYSTEM, kept.pk)["definition"] == SHOP


@pytest.mark.django_db
def test_a_change_is_seen_at_once_and_a_change_taken_back_is_not() -> None:
    kept = actions.add_calendar(SYSTEM, SHOP)

    def due() -> str:
        found = rules.due_at(queries.calendar_of(SYSTEM, kept.pk), START, SIX_HOURS)
        return found.astimezone(START.tzinfo).strftime("%d %H:%M")

    assert due() == "04 09:00"
    with undone():
        actions.change_calendar(
            SYSTEM, kept.pk, {**SHOP, "holidays": {"country": "BR", "add": ["2026-05-02"]}}
        )
        assert due() == "04 14:00"
    assert due() == "04 09:00"
    actions.change_calendar(SYSTEM, kept.pk, {**SHOP, "holidays": None})
    assert due() == "01 14:00"
    told = Event.objects.get(name="CalendarChanged")
    assert (told.subject_id, told.data) == (kept.pk, {"version": 2})


@pytest.mark.django_db
def test_whoever_saw_an_older_version_is_told_so() -> None:
    kept = actions.add_calendar(SYSTEM, SHOP)
    changed = actions.change_calendar(SYSTEM, kept.pk, {**SHOP, "holidays": None}, seen=1)
    assert changed.version == 2
    with pytest.raises(Conflict):
        actions.change_calendar(SYSTEM, kept.pk, SHOP, seen=1)
    same = actions.change_calendar(SYSTEM, kept.pk, {**SHOP, "holidays": None}, seen=2)
    assert same.version == 2
    assert Event.objects.filter(name="CalendarChanged").count() == 1


@pytest.mark.django_db
def test_names_are_taken_once_and_wrong_calendars_are_not_kept() -> None:
    actions.add_calendar(SYSTEM, SHOP)
    with pytest.raises(Conflict):
        actions.add_calendar(SYSTEM, {**SHOP, "name": " Loja "})
    always = actions.add_calendar(SYSTEM, ALWAYS)
    with pytest.raises(Conflict):
        actions.change_calendar(SYSTEM, always.pk, SHOP)
    with pytest.raises(rules.WrongCalendar):
        actions.add_calendar(SYSTEM, {**SHOP, "name": "Nunca", "weekly": {}})
    with pytest.raises(NotFound):
        actions.change_calendar(SYSTEM, 10**9, SHOP)
    assert {told["name"] for told in queries.calendars(SYSTEM)} == {"Loja", "24 horas"}


@pytest.mark.django_db
def test_a_branch_has_its_own_and_the_others_the_default_one() -> None:
    assert queries.calendar_for(SYSTEM) is None
    shop, always = (actions.add_calendar(SYSTEM, told) for told in (SHOP, ALWAYS))
    branch, other = (add_organization(SYSTEM, name, "department") for name in ("Filial", "TI"))
    actions.give_to(SYSTEM, always.pk, branch.pk)
    assert queries.calendar_for(SYSTEM) == shop.pk
    assert queries.calendar_for(SYSTEM, branch.pk) == always.pk
    assert queries.calendar_for(SYSTEM, other.pk) == shop.pk
    with pytest.raises(Conflict):
        actions.give_to(SYSTEM, shop.pk, branch.pk)
    with pytest.raises(NotFound):
        actions.give_to(SYSTEM, shop.pk, 10**9)
    actions.give_to(SYSTEM, always.pk, None)
    assert queries.calendar_for(SYSTEM, branch.pk) == shop.pk


@pytest.mark.django_db
def test_one_is_the_default_and_that_one_stays() -> None:
    shop, always = (actions.add_calendar(SYSTEM, told) for told in (SHOP, ALWAYS))
    assert queries.calendar_for(SYSTEM) == shop.pk
    with pytest.raises(Invalid):
        actions.remove_calendar(SYSTEM, shop.pk)
    actions.make_default(SYSTEM, always.pk)
    assert queries.calendar_for(SYSTEM) == always.pk
    actions.remove_calendar(SYSTEM, shop.pk)
    assert [told["name"] for told in queries.calendars(SYSTEM)] == ["24 horas"]
    with pytest.raises(NotFound):
        queries.calendar_of(SYSTEM, shop.pk)


def test_administrators_alone_keep_calendars(cast: Cast) -> None:
    kept = actions.add_calendar(cast.actor("beto"), SHOP)
    for actor in (NOBODY, *(cast.actor(name) for name in ("rita", "lucia", "ana", "joao"))):
        for forbidden in (
            lambda actor=actor: queries.calendars(actor),
            lambda actor=actor: queries.calendar(actor, kept.pk),
            lambda actor=actor: queries.calendar_of(actor, kept.pk),
            lambda actor=actor: queries.calendar_for(actor),
            lambda actor=actor: actions.add_calendar(actor, ALWAYS),
            lambda actor=actor: actions.change_calendar(actor, kept.pk, ALWAYS),
            lambda actor=actor: actions.import_holidays(actor, kept.pk, b""),
            lambda actor=actor: actions.make_default(actor, kept.pk),
            lambda actor=actor: actions.give_to(actor, kept.pk, None),
            lambda actor=actor: actions.remove_calendar(actor, kept.pk),
        ):
            with pytest.raises(Forbidden):
                forbidden()


@pytest.mark.django_db
def test_many_calendars_cost_as_many_statements_as_few() -> None:
    ids = [actions.add_calendar(SYSTEM, {**SHOP, "name": f"Loja {n}"}).pk for n in range(20)]
    queries.calendars_of(SYSTEM, ids)
    few = counted(lambda: queries.calendars_of(SYSTEM, ids[:2]))
    assert few == counted(lambda: queries.calendars_of(SYSTEM, ids)) == 1


@pytest.mark.django_db
def test_while_calendars_stand_each_is_read_once() -> None:
    ids = [actions.add_calendar(SYSTEM, {**SHOP, "name": f"Loja {n}"}).pk for n in range(3)]
    with standing():
        first = queries.calendars_of(SYSTEM, ids[:2])
        assert counted(lambda: queries.calendars_of(SYSTEM, ids[:2])) == 0
        assert queries.calendars_of(SYSTEM, ids)[ids[0]] is first[ids[0]]
        with pytest.raises(NotFound):
            queries.calendars_of(SYSTEM, [ids[0], max(ids) + 1])
    assert counted(lambda: queries.calendars_of(SYSTEM, ids[:2])) == 1


@pytest.mark.django_db
def test_holidays_come_out_of_a_file() -> None:
    kept = actions.add_calendar(
        SYSTEM, {**SHOP, "holidays": {"country": "BR", "remove": ["2026-05-08"]}}
    )
    content = ics(
        "DTSTART;VALUE=DATE:20260508\r\nSUMMARY:Padroeira",
        "DTSTART;VALUE=DATE:20200714\r\nSUMMARY:Aniversário da cidade\r\nRRULE:FREQ=YEARLY",
        "DTSTART:20260509T120000Z\r\nSUMMARY:Reunião",
    )
    found = actions.import_holidays(SYSTEM, kept.pk, content)
    assert (found.days, found.skipped) == (
        {"07-14": "Aniversário da cidade", "2026-05-08": "Padroeira"},
        1,
    )
    calendar = queries.calendar_of(SYSTEM, kept.pk)
    assert calendar.holidays_of(2026)[date(2026, 5, 8)] == "Padroeira"
    assert calendar.holidays_of(2031)[date(2031, 7, 14)] == "Aniversário da cidade"
    due = rules.due_at(calendar, wall("2026-05-08T08:00"), timedelta(hours=1))
    assert due == wall("2026-05-09T09:00")


def ics(*events: str) -> bytes:
    told = "".join(f"BEGIN:VEVENT\r\nUID:x\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{told}END:VCALENDAR\r\n".encode()
